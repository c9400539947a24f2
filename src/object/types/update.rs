//! Keeping the slots of a class in step with its special methods.

use super::{lookup, slot_table, subclasses};
use crate::layout::*;
use crate::object::is_exact;
use std::cell::Cell;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::null_mut;

/// The slot of the one row, among those that share a method's name, that the type has filled in; `None` where there is none or several.
fn only_slot<'a>(ty: &'a PyTypeObject, name: &PyUnicodeObject, own: &'a Cell<*mut c_void>) -> Option<&'a Cell<*mut c_void>> {
    let mut found = None;
    if !slot_table::is_shared(name) {
        return Some(own);
    }
    for row in slot_table::ROWS.iter().filter(|row| std::ptr::eq(slot_table::name(row), name)) {
        let Some(cell) = slot_table::cell(ty, row).filter(|c| !c.get().is_null()) else { continue };
        if found.is_some() {
            return None;
        }
        found = Some(cell);
    }
    found
}

/// Sets one slot from the methods that stand for it: the C function where all of them are its own wrappers (no call through Python is
/// needed then), the function that calls methods where they are not, and none where there are no methods.
fn update_one(ty: &PyTypeObject, rows: &[wrapperbase]) {
    let Some(first) = rows.first() else { return };
    let Some(cell) = slot_table::cell(ty, first) else { return };
    let offset = first.offset as usize;
    let (mut generic, mut specific, mut use_generic) = (null_mut::<c_void>(), null_mut::<c_void>(), false);
    for row in rows {
        let name = slot_table::name(row);
        let Some(found) = lookup::lookup_once(ty, name) else {
            if offset == offset_of!(PyHeapTypeObject, ht_type.tp_iternext) {
                specific = super::next_not_implemented() as *mut c_void;
            }
            continue;
        };
        if is_exact::<PyWrapperDescrObject>(&found) {
            // SAFETY: exactly a wrapper descriptor; its row is static.
            let (wrapper, base) = unsafe {
                let wrapper = found.cast_unchecked::<PyWrapperDescrObject>();
                (wrapper, &*wrapper.d_base.get())
            };
            if std::ptr::eq(base.name_strobj, row.name_strobj) {
                if only_slot(ty, name, cell).is_none_or(|only| std::ptr::eq(only, cell)) {
                    generic = row.function;
                }
                let wrapped = wrapper.d_wrapped.get();
                let same_wrapper = base.wrapper.map(|w| w as usize) == row.wrapper.map(|w| w as usize);
                // SAFETY: a descriptor's type is never NULL nor changed.
                let of_base = unsafe { wrapper.d_type.peek() }.is_some_and(|t| ty.is_subtype(t));
                if (specific.is_null() || specific == wrapped) && same_wrapper && of_base {
                    specific = wrapped;
                } else {
                    use_generic = true;
                }
                continue;
            }
        }
        if offset == offset_of!(PyHeapTypeObject, ht_type.tp_new) && super::call::is_new_method(&found) {
            specific = ty.tp_new.get().map_or(null_mut(), |f| f as *mut c_void);
        } else if offset == offset_of!(PyHeapTypeObject, ht_type.tp_hash) && found.is_none() {
            specific = super::hash_not_implemented() as *mut c_void;
        } else {
            use_generic = true;
            generic = row.function;
            if offset == offset_of!(PyHeapTypeObject, ht_type.tp_call) {
                ty.remove_flags(flags::HAVE_VECTORCALL);
            }
        }
    }
    cell.set(if !specific.is_null() && !use_generic { specific } else { generic });
}

/// The rows in groups of one slot each.
fn groups() -> impl Iterator<Item = &'static [wrapperbase]> {
    slot_table::ROWS.chunk_by(|a, b| a.offset == b.offset)
}

/// Sets all slots of a new class.
pub fn all(ty: &PyTypeObject) {
    groups().for_each(|rows| update_one(ty, rows));
}

/// Sets the slots that a special method stands for, in a type and in all that inherit it.
pub fn method(ty: &PyTypeObject, name: &PyUnicodeObject) {
    let matching: Vec<&[wrapperbase]> = groups().filter(|rows| rows.iter().any(|row| slot_table::name(row).chars().equals(name.chars()))).collect();
    if !matching.is_empty() {
        update(ty, name, &matching);
    }
}

fn update(ty: &PyTypeObject, name: &PyUnicodeObject, matching: &[&[wrapperbase]]) {
    matching.iter().for_each(|rows| update_one(ty, rows));
    for subclass in subclasses::list(ty) {
        // A subclass with its own definition does not see this one, nor do those below it.
        if subclass.tp_dict.get().is_some_and(|dict| dict.contains(name).unwrap_or(false)) {
            continue;
        }
        update(&subclass, name, matching);
    }
}
