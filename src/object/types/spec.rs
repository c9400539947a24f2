//! Types from specs: `PyType_FromMetaclass` and its shorter forms.

use super::{instance, layout, lookup, new, query, ready};
use crate::layout::*;
use crate::object::{Owned, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::{tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int, c_void};
use std::ptr::null;

/// Slot numbers that are no slots of the struct, or not only.
mod number {
    use std::ffi::c_int;
    pub const BASE: c_int = 48;
    pub const BASES: c_int = 49;
    pub const DOC: c_int = 56;
    pub const MEMBERS: c_int = 72;
    pub const TOKEN: c_int = super::query::TOKEN;
}

/// A spec, looked through once.
struct Parsed<'a> {
    spec: &'a PyType_Spec,
    slots: Vec<&'a PyType_Slot>,
    members: Vec<&'a PyMemberDef>,
    doc: Option<&'a CStr>,
    weaklist_offset: isize,
    dict_offset: isize,
    vectorcall_offset: isize,
}

impl<'a> Parsed<'a> {
    /// # Safety
    /// The spec's tables end as they must.
    unsafe fn new(spec: &'a PyType_Spec) -> Result<Self> {
        let mut parsed = Parsed { spec, slots: Vec::new(), members: Vec::new(), doc: None, weaklist_offset: 0, dict_offset: 0, vectorcall_offset: 0 };
        let mut at = spec.slots.cast_const();
        // SAFETY: the caller's word.
        while let Some(slot) = unsafe { at.as_ref() }.filter(|s| s.slot != 0) {
            if query::slot_place(slot.slot).is_none() {
                return Err(raise!(RuntimeError, "invalid slot offset"));
            }
            match slot.slot {
                // SAFETY: the caller's word.
                number::MEMBERS => unsafe { parsed.add_members(slot.pfunc.cast()) }?,
                number::DOC => {
                    if parsed.doc.is_some() {
                        return Err(raise!(SystemError, "Multiple Py_tp_doc slots are not supported."));
                    }
                    // SAFETY: a C string or NULL.
                    parsed.doc = (!slot.pfunc.is_null()).then(|| unsafe { CStr::from_ptr(slot.pfunc.cast()) });
                }
                _ => {}
            }
            parsed.slots.push(slot);
            // SAFETY: a slot with number 0 follows at the latest.
            at = unsafe { at.add(1) };
        }
        Ok(parsed)
    }

    unsafe fn add_members(&mut self, table: *const PyMemberDef) -> Result<()> {
        if !self.members.is_empty() {
            return Err(raise!(SystemError, "Multiple Py_tp_members slots are not supported."));
        }
        // SAFETY: the caller's word.
        for row in unsafe { ready::rows(table, |d: &PyMemberDef| d.name) } {
            self.members.push(row);
            // SAFETY: a row's name is a C string.
            let place = match unsafe { CStr::from_ptr(row.name) }.to_bytes() {
                b"__weaklistoffset__" => Some(&mut self.weaklist_offset),
                b"__dictoffset__" => Some(&mut self.dict_offset),
                b"__vectorcalloffset__" => Some(&mut self.vectorcall_offset),
                _ => None,
            };
            if let Some(place) = place {
                *place = row.offset;
            }
            if row.flags & super::RELATIVE_OFFSET != 0 {
                if self.spec.basicsize > 0 {
                    return Err(raise!(SystemError, "With Py_RELATIVE_OFFSET, basicsize must be negative."));
                }
                if row.offset < 0 || row.offset >= -(self.spec.basicsize as isize) {
                    return Err(raise!(SystemError, "Member offset out of range (0..-basicsize)"));
                }
            }
        }
        Ok(())
    }

    /// The bases by argument, else by slots, else `object`.
    fn bases(&self, given: Option<&PyObject>) -> Result<Owned<PyTupleObject>> {
        if let Some(given) = given {
            return match given.downcast::<PyTupleObject>() {
                Some(bases) => Ok(Owned::from_ref(bases)),
                None => tuple::from_slice(&[given]),
            };
        }
        let find = |number: c_int| self.slots.iter().rev().find(|s| s.slot == number).map(|s| s.pfunc.cast::<PyObject>());
        // SAFETY: the slots hold objects or NULL.
        unsafe {
            match find(number::BASES).and_then(|b| b.as_ref()) {
                Some(bases) => match bases.downcast::<PyTupleObject>() {
                    Some(bases) => Ok(Owned::from_ref(bases)),
                    None => Err(raise!(SystemError, "Py_tp_bases is not a tuple")),
                },
                None => tuple::from_slice(&[find(number::BASE).and_then(|b| b.as_ref()).unwrap_or(&super::PyBaseObject_Type)]),
            }
        }
    }
}

/// Makes a type from a spec.
///
/// # Safety
/// The spec's tables end as they must; what is not copied lives as long as the type.
unsafe fn from_spec(metatype: Option<&PyTypeObject>, module: Option<&PyObject>, spec: &PyType_Spec, bases: Option<&PyObject>) -> Result<Owned> {
    // SAFETY: the caller's word.
    let parsed = unsafe { Parsed::new(spec) }?;
    if spec.name.is_null() {
        return Err(raise!(SystemError, "Type spec does not define the name field."));
    }
    // SAFETY: a C string.
    let full_name = unsafe { CStr::from_ptr(spec.name) }.to_bytes();
    let bases = parsed.bases(bases)?;
    if bases.is_empty() {
        return Err(raise!(TypeError, "a type must have at least one base"));
    }
    let metatype = layout::metatype(metatype.unwrap_or(&super::PyType_Type), &bases)?;
    if !metatype.has_flag(flags::TYPE_SUBCLASS) {
        let repr = metatype.as_object().repr()?;
        return Err(raise!(TypeError, "Metaclass '{}' is not a subclass of 'type'.", repr.to_lossy()));
    }
    if metatype.tp_new.get().is_some_and(|n| n as *const () != new::TYPE_NEW as *const ()) {
        return Err(raise!(TypeError, "Metaclasses with custom tp_new are not supported."));
    }
    let base = layout::best_base(&bases)?;
    let mut basicsize = spec.basicsize as isize;
    let mut data_offset = 0;
    if basicsize == 0 {
        basicsize = base.tp_basicsize.get();
    } else if basicsize < 0 {
        if base.tp_itemsize.get() != 0 && !base.has_flag(flags::ITEMS_AT_END) && u64::from(spec.flags) & flags::ITEMS_AT_END == 0 {
            return Err(raise!(SystemError, "Cannot extend variable-size class without Py_TPFLAGS_ITEMS_AT_END."));
        }
        data_offset = query::aligned(base.tp_basicsize.get());
        basicsize = data_offset + query::aligned(-basicsize);
    }

    let class = super::alloc(metatype, parsed.members.len() as isize)?;
    // SAFETY: a metatype's instances are heap types.
    let class: Owned<PyTypeObject> = unsafe { class.cast() };
    class.tp_flags.set(u64::from(spec.flags) | flags::HEAPTYPE);
    // SAFETY: as above.
    let heap = unsafe { class.cast_unchecked::<PyHeapTypeObject>() };
    new::own_suites(heap);
    heap.ht_module.set(module.map(|m| m.new_ref()));
    let name_copy = new::copy_text(full_name)?;
    heap._ht_tpname.set(name_copy.cast_mut());
    class.tp_name.set(name_copy);
    let short = full_name.rsplit(|b| *b == b'.').next().unwrap_or(full_name);
    let short = unicode::codecs::utf8::decode_strict(short)?;
    heap.ht_name.set(Some(short.clone()));
    heap.ht_qualname.set(Some(short));
    class.tp_base.set(Some(Owned::from_ref(base)));
    class.tp_bases.set(Some(bases.clone()));
    class.tp_basicsize.set(basicsize);
    class.tp_itemsize.set(spec.itemsize as isize);
    if let Some(doc) = parsed.doc {
        class.tp_doc.set(new::copy_text(doc.to_bytes())?);
    }
    for slot in &parsed.slots {
        match slot.slot {
            number::BASE | number::BASES | number::DOC => {}
            number::MEMBERS => copy_members(heap, &parsed.members, data_offset),
            // NULL stands for the spec itself.
            number::TOKEN => heap.ht_token.set(if slot.pfunc.is_null() { (spec as *const PyType_Spec).cast_mut().cast() } else { slot.pfunc }),
            number => {
                if let Some(cell) = query::slot_place(number).and_then(|place| place.cell(&class)) {
                    cell.set(slot.pfunc);
                }
            }
        }
    }
    if class.tp_dealloc.get().is_none() {
        class.tp_dealloc.set(Some(instance::dealloc));
    }
    for (cell, offset) in [
        (&class.tp_vectorcall_offset, parsed.vectorcall_offset),
        (&class.tp_weaklistoffset, parsed.weaklist_offset),
        (&class.tp_dictoffset, parsed.dict_offset),
    ] {
        if offset != 0 {
            cell.set(offset);
        }
    }
    ready::ready(&class)?;
    check_sizes(&class, base)?;
    let dict = class.dict()?;
    match full_name.iter().rposition(|b| *b == b'.') {
        Some(dot) => {
            let module = unicode::intern::intern(unicode::codecs::utf8::decode_strict(&full_name[..dot])?);
            dict.insert(&id::__module__, &module)?;
        }
        None => {
            let message = format!("builtin type {} has no __module__ attribute", String::from_utf8_lossy(full_name));
            crate::modules::warnings::warn_text(&crate::types::exceptions::DeprecationWarning, &message)?;
        }
    }
    if parsed.weaklist_offset != 0 {
        dict.remove(&id::__weaklistoffset__)?;
    }
    if parsed.dict_offset != 0 {
        dict.remove(&id::__dictoffset__)?;
    }
    Ok(class.upcast())
}

/// The members go behind the type, with offsets that count from the object's beginning.
fn copy_members(heap: &PyHeapTypeObject, members: &[&PyMemberDef], data_offset: isize) {
    let place = super::members(heap).as_ptr().cast_mut();
    for (i, row) in members.iter().enumerate() {
        let relative = row.flags & super::RELATIVE_OFFSET != 0;
        let copy = PyMemberDef {
            name: row.name,
            r#type: row.r#type,
            offset: row.offset + if relative { data_offset } else { 0 },
            flags: row.flags & !super::RELATIVE_OFFSET,
            doc: row.doc,
        };
        // SAFETY: the type was allocated with room for as many members, and zeroed memory ends the table.
        unsafe { place.add(i).write(copy) };
    }
    heap.ht_type.tp_members.set(if members.is_empty() { null() } else { place });
}

fn check_sizes(class: &PyTypeObject, base: &PyTypeObject) -> Result<()> {
    let size = class.tp_basicsize.get();
    let name = class.name();
    if size < base.tp_basicsize.get() {
        let (base_name, base_size) = (base.name(), base.tp_basicsize.get());
        return Err(raise!(TypeError, "tp_basicsize for type '{name}' ({size}) is too small for base '{base_name}' ({base_size})"));
    }
    let word = size_of::<*mut c_void>() as isize;
    for (what, offset) in
        [("weaklist", class.tp_weaklistoffset.get()), ("dict", class.tp_dictoffset.get()), ("vectorcall", class.tp_vectorcall_offset.get())]
    {
        if offset + word > size {
            return Err(raise!(TypeError, "{what} offset {offset} is out of bounds for type '{name}' (tp_basicsize = {size})"));
        }
    }
    Ok(())
}

// ---- object.h -----------------------------------------------------------------------------------------------------

/// A type of `metaclass` (NULL: that of the bases) from a spec, for a module (may be NULL); `bases` is a tuple, one base, or NULL.
#[capi]
pub fn PyType_FromMetaclass(
    metaclass: Option<&PyTypeObject>,
    module: Option<&PyObject>,
    spec: *mut PyType_Spec,
    bases: Option<&PyObject>,
) -> Result<Owned> {
    // SAFETY: C's word.
    match unsafe { spec.as_ref() } {
        // SAFETY: C's word.
        Some(spec) => unsafe { from_spec(metaclass, module, spec, bases) },
        None => Err(unicode::bad_internal_call()),
    }
}

/// As `PyType_FromMetaclass` without a metaclass.
#[capi]
pub fn PyType_FromModuleAndSpec(module: Option<&PyObject>, spec: *mut PyType_Spec, bases: Option<&PyObject>) -> Result<Owned> {
    PyType_FromMetaclass(None, module, spec, bases)
}

/// As `PyType_FromMetaclass` without a metaclass and a module.
#[capi]
pub fn PyType_FromSpecWithBases(spec: *mut PyType_Spec, bases: Option<&PyObject>) -> Result<Owned> {
    PyType_FromMetaclass(None, None, spec, bases)
}

/// A type from a spec.
#[capi]
pub fn PyType_FromSpec(spec: *mut PyType_Spec) -> Result<Owned> {
    PyType_FromMetaclass(None, None, spec, None)
}

/// Makes a type immutable. `TypeError` where one of its bases is not.
#[capi]
pub fn PyType_Freeze(ty: &PyTypeObject) -> Result<()> {
    if ty.has_flag(flags::IMMUTABLETYPE) {
        return Ok(());
    }
    ready::check_immutable_bases(ty)?;
    ty.add_flags(flags::IMMUTABLETYPE);
    lookup::modified(ty);
    Ok(())
}
