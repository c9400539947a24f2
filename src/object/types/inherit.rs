//! What a type takes over from its bases: flags and sizes from the one it extends, slots from all along the MRO.

use crate::layout::*;
use crate::object::id;
use crate::runtime::errors::Result;
use crate::types::exceptions;
use std::cell::Cell;
use std::ffi::c_void;

/// Flags, sizes and collection from the base that the type extends.
pub fn special(ty: &PyTypeObject, base: &PyTypeObject) {
    if !ty.has_flag(flags::HAVE_GC) && base.has_flag(flags::HAVE_GC) && ty.tp_traverse.get().is_none() && ty.tp_clear.get().is_none() {
        ty.add_flags(flags::HAVE_GC);
        ty.tp_traverse.set(base.tp_traverse.get());
        ty.tp_clear.set(base.tp_clear.get());
    }
    ty.add_flags(base.tp_flags.get() & flags::PREHEADER);
    for (own, inherited) in [
        (&ty.tp_basicsize, &base.tp_basicsize),
        (&ty.tp_itemsize, &base.tp_itemsize),
        (&ty.tp_weaklistoffset, &base.tp_weaklistoffset),
        (&ty.tp_dictoffset, &base.tp_dictoffset),
    ] {
        if own.get() == 0 {
            own.set(inherited.get());
        }
    }
    const FAMILIES: u64 = flags::LONG_SUBCLASS
        | flags::LIST_SUBCLASS
        | flags::TUPLE_SUBCLASS
        | flags::BYTES_SUBCLASS
        | flags::UNICODE_SUBCLASS
        | flags::DICT_SUBCLASS
        | flags::BASE_EXC_SUBCLASS
        | flags::TYPE_SUBCLASS;
    if base.has_flag(FAMILIES) && (!base.has_flag(flags::BASE_EXC_SUBCLASS) || base.is_subtype(&exceptions::BaseException)) {
        ty.add_flags(base.tp_flags.get() & FAMILIES);
    }
    ty.add_flags(base.tp_flags.get() & (flags::MATCH_SELF | flags::ITEMS_AT_END));
}

/// Takes a slot over where the type has none and `base` is the one that brought it in: what `base` itself inherited comes from further
/// along the MRO, in its own place.
fn take<T: Copy>(own: &Cell<Option<T>>, base: &Cell<Option<T>>, base_of_base: Option<&Cell<Option<T>>>, address: impl Fn(T) -> *const c_void) {
    let Some(slot) = base.get() else { return };
    if own.get().is_some() {
        return;
    }
    if base_of_base.and_then(Cell::get).is_none_or(|older| address(older) != address(slot)) {
        own.set(Some(slot));
    }
}

macro_rules! take {
    ($ty:expr, $base:expr, $older:expr; $($slot:ident)*) => {
        $( take(&$ty.$slot, &$base.$slot, $older.map(|b| &b.$slot), |f| f as *const c_void); )*
    };
}

/// The slots that `base`, a type of the MRO, has and the type lacks.
pub fn slots(ty: &PyTypeObject, base: &PyTypeObject) -> Result<()> {
    // SAFETY: nothing runs while the field is looked at; suites live as long as their types.
    unsafe {
        let older = base.tp_base.peek();
        macro_rules! suite {
            ($field:ident; $($slot:ident)*) => {
                if let (Some(own), Some(from)) = (ty.$field.get().as_ref(), base.$field.get().as_ref()) {
                    let older = older.and_then(|b| b.$field.get().as_ref());
                    take!(own, from, older; $($slot)*);
                }
            };
        }
        suite! { tp_as_number; nb_add nb_subtract nb_multiply nb_remainder nb_divmod nb_power nb_negative nb_positive nb_absolute nb_bool nb_invert
        nb_lshift nb_rshift nb_and nb_xor nb_or nb_int nb_float nb_inplace_add nb_inplace_subtract nb_inplace_multiply nb_inplace_remainder
        nb_inplace_power nb_inplace_lshift nb_inplace_rshift nb_inplace_and nb_inplace_xor nb_inplace_or nb_true_divide nb_floor_divide
        nb_inplace_true_divide nb_inplace_floor_divide nb_index nb_matrix_multiply nb_inplace_matrix_multiply }
        // am_send is not among them: CPython leaves it out where the type has a suite of its own.
        suite! { tp_as_async; am_await am_aiter am_anext }
        suite! { tp_as_sequence; sq_length sq_concat sq_repeat sq_item sq_ass_item sq_contains sq_inplace_concat sq_inplace_repeat }
        suite! { tp_as_mapping; mp_length mp_subscript mp_ass_subscript }
        suite! { tp_as_buffer; bf_getbuffer bf_releasebuffer }

        take!(ty, base, older; tp_dealloc);
        if ty.tp_getattr.get().is_none() && ty.tp_getattro.get().is_none() {
            ty.tp_getattr.set(base.tp_getattr.get());
            ty.tp_getattro.set(base.tp_getattro.get());
        }
        if ty.tp_setattr.get().is_none() && ty.tp_setattro.get().is_none() {
            ty.tp_setattr.set(base.tp_setattr.get());
            ty.tp_setattro.set(base.tp_setattro.get());
        }
        take!(ty, base, older; tp_repr);
        offset(&ty.tp_vectorcall_offset, &base.tp_vectorcall_offset, older.map(|b| &b.tp_vectorcall_offset));
        if ty.tp_call.get().is_none() {
            ty.add_flags(base.tp_flags.get() & flags::HAVE_VECTORCALL);
        }
        take!(ty, base, older; tp_call tp_str);
        // Comparison and hash belong together: both are taken over, or none.
        if ty.tp_richcompare.get().is_none() && ty.tp_hash.get().is_none() && !overrides_hash(ty)? {
            ty.tp_richcompare.set(base.tp_richcompare.get());
            ty.tp_hash.set(base.tp_hash.get());
        }
        take!(ty, base, older; tp_iter tp_iternext tp_descr_get);
        if let (Some(own), Some(from)) = (ty.tp_descr_get.get(), base.tp_descr_get.get())
            && own as usize == from as usize
            && ty.has_flag(flags::IMMUTABLETYPE)
        {
            ty.add_flags(base.tp_flags.get() & flags::METHOD_DESCRIPTOR);
        }
        take!(ty, base, older; tp_descr_set);
        offset(&ty.tp_dictoffset, &base.tp_dictoffset, older.map(|b| &b.tp_dictoffset));
        take!(ty, base, older; tp_init tp_alloc tp_is_gc tp_finalize);
        if ty.has_flag(flags::HAVE_GC) == base.has_flag(flags::HAVE_GC) {
            take!(ty, base, older; tp_free);
        } else if ty.has_flag(flags::HAVE_GC)
            && ty.tp_free.get().is_none()
            && base.tp_free.get().is_some_and(|f| f as usize == super::plain_free() as usize)
        {
            ty.tp_free.set(Some(super::gc_free()));
        }
    }
    Ok(())
}

fn offset(own: &Cell<isize>, base: &Cell<isize>, older: Option<&Cell<isize>>) {
    if own.get() == 0 && base.get() != 0 && older.is_none_or(|o| o.get() != base.get()) {
        own.set(base.get());
    }
}

fn overrides_hash(ty: &PyTypeObject) -> Result<bool> {
    let Some(dict) = ty.tp_dict.get() else { return Ok(false) };
    Ok(dict.contains(&id::__eq__)? || dict.contains(&id::__hash__)?)
}

/// Whole suites from the base that the type extends, where it has none.
pub fn suites(ty: &PyTypeObject, base: &PyTypeObject) {
    macro_rules! suites {
        ($($suite:ident)*) => { $( if ty.$suite.get().is_null() { ty.$suite.set(base.$suite.get()); } )* };
    }
    suites! { tp_as_async tp_as_number tp_as_sequence tp_as_mapping tp_as_buffer }
}

/// Bytes before an instance: where the managed dict and weak list lie. (The collector lays the block out.)
pub const MANAGED_WEAKREF_OFFSET: isize = -4 * size_of::<usize>() as isize;
const _: () = assert!(MANAGED_WEAKREF_OFFSET == -32);
