//! What C asks a type: names, module, state, slots, sizes.

use super::slot_table;
use crate::layout::*;
use crate::object::{Owned, id};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::unicode;
use exuvia_macros::capi;
use std::ffi::{c_char, c_int, c_void};
use std::mem::offset_of;
use std::ptr::null_mut;

impl PyTypeObject {
    /// A heap type under its own struct.
    #[inline(always)]
    pub fn as_heap(&self) -> Option<&PyHeapTypeObject> {
        // SAFETY: a heap type is a PyHeapTypeObject.
        self.has_flag(flags::HEAPTYPE).then(|| unsafe { self.cast_unchecked() })
    }
    /// The name without the module, as C text.
    pub fn short_name(&self) -> &str {
        self.name().rsplit('.').next().unwrap_or_default()
    }
    /// The dict. Every type that has begun to be readied has one.
    pub fn dict(&self) -> Result<Owned<PyDictObject>> {
        self.tp_dict.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }
    pub fn add_flags(&self, flags: u64) {
        self.tp_flags.set(self.tp_flags.get() | flags);
    }
    pub fn remove_flags(&self, flags: u64) {
        self.tp_flags.set(self.tp_flags.get() & !flags);
    }
}

/// `__name__`.
pub fn name(ty: &PyTypeObject) -> Result<Owned<PyUnicodeObject>> {
    match ty.as_heap().and_then(|heap| heap.ht_name.get()) {
        Some(name) => Ok(name),
        None => unicode::from_str(ty.short_name()),
    }
}

/// `__qualname__`.
pub fn qualname(ty: &PyTypeObject) -> Result<Owned<PyUnicodeObject>> {
    match ty.as_heap().and_then(|heap| heap.ht_qualname.get()) {
        Some(name) => Ok(name),
        None => name(ty),
    }
}

/// `__module__`: whatever the class's dict has; for a static type what stands before the last dot of its name.
pub fn module_name(ty: &PyTypeObject) -> Result<Owned> {
    if ty.has_flag(flags::HEAPTYPE) {
        return ty.dict()?.get(&id::__module__)?.ok_or_else(|| raise!(AttributeError, "__module__"));
    }
    match ty.name().rsplit_once('.') {
        Some((module, _)) => Ok(unicode::intern::intern_str(module)?.upcast()),
        None => Ok(id::builtins.new_ref()),
    }
}

/// The name with its module, as messages and reprs show it: without the module where that is `builtins`, `__main__`, or no text.
pub fn qualified_name(ty: &PyTypeObject) -> Result<Owned<PyUnicodeObject>> {
    if !ty.has_flag(flags::HEAPTYPE) {
        return unicode::from_str(ty.name());
    }
    let qualname = qualname(ty)?;
    let module = module_name(ty)?;
    match (*module).downcast::<PyUnicodeObject>() {
        Some(module) if !module.is_text("builtins") && !module.is_text("__main__") => {
            unicode::from_display(format_args!("{}.{}", module.to_lossy(), qualname.to_lossy()))
        }
        _ => Ok(qualname),
    }
}

// ---- object.h -----------------------------------------------------------------------------------------------------

/// `tp_name` without the module, borrowed.
#[capi]
pub fn _PyType_Name(ty: &PyTypeObject) -> *const c_char {
    let name = ty.tp_name.get();
    // SAFETY: a type's name is a C string.
    unsafe {
        let dot = libc::strrchr(name, c_int::from(b'.'));
        if dot.is_null() { name } else { dot.add(1) }
    }
}

/// `__name__`, new.
#[capi]
pub fn PyType_GetName(ty: &PyTypeObject) -> Result<Owned> {
    Ok(name(ty)?.upcast())
}

/// `__qualname__`, new.
#[capi]
pub fn PyType_GetQualName(ty: &PyTypeObject) -> Result<Owned> {
    Ok(qualname(ty)?.upcast())
}

/// `__module__`, new: usually a `str`.
#[capi]
pub fn PyType_GetModuleName(ty: &PyTypeObject) -> Result<Owned> {
    module_name(ty)
}

/// `module.qualname`, new; without the module where that is `builtins`, `__main__` or no `str`.
#[capi]
pub fn PyType_GetFullyQualifiedName(ty: &PyTypeObject) -> Result<Owned> {
    Ok(qualified_name(ty)?.upcast())
}

/// `tp_flags`.
#[capi]
pub fn PyType_GetFlags(ty: &PyTypeObject) -> u64 {
    ty.tp_flags.get()
}

/// The dict of the type, new: not a copy, and not to be changed.
#[capi]
pub fn PyType_GetDict(ty: &PyTypeObject) -> Option<Owned> {
    ty.tp_dict.get().map(Owned::upcast)
}

/// The dict of the type, borrowed.
#[capi(private)]
pub fn _PyType_GetDict(ty: &PyTypeObject) -> *mut PyDictObject {
    ty.tp_dict.as_ptr()
}

/// 1 where `a` is `b` or derives from it.
#[capi]
pub fn PyType_IsSubtype(a: &PyTypeObject, b: &PyTypeObject) -> c_int {
    c_int::from(a.is_subtype(b))
}

/// Whether the type's instances can have weak references.
#[capi]
pub fn PyType_SUPPORTS_WEAKREFS(ty: &PyTypeObject) -> c_int {
    c_int::from(ty.tp_weaklistoffset.get() != 0)
}

/// Where what each slot number of a spec stands for lies; `None` for numbers that stand for nothing.
static SLOT_PLACES: [Option<slot_table::Place>; 84] = {
    macro_rules! places {
        ($($number:literal: $($field:ident).+;)*) => {{
            let mut table = [None; 84];
            $( table[$number] = Some(slot_table::Place::of(offset_of!(PyHeapTypeObject, $($field).+))); )*
            table
        }};
    }
    places! {
        1: as_buffer.bf_getbuffer; 2: as_buffer.bf_releasebuffer;
        3: as_mapping.mp_ass_subscript; 4: as_mapping.mp_length; 5: as_mapping.mp_subscript;
        6: as_number.nb_absolute; 7: as_number.nb_add; 8: as_number.nb_and; 9: as_number.nb_bool; 10: as_number.nb_divmod;
        11: as_number.nb_float; 12: as_number.nb_floor_divide; 13: as_number.nb_index; 14: as_number.nb_inplace_add;
        15: as_number.nb_inplace_and; 16: as_number.nb_inplace_floor_divide; 17: as_number.nb_inplace_lshift;
        18: as_number.nb_inplace_multiply; 19: as_number.nb_inplace_or; 20: as_number.nb_inplace_power;
        21: as_number.nb_inplace_remainder; 22: as_number.nb_inplace_rshift; 23: as_number.nb_inplace_subtract;
        24: as_number.nb_inplace_true_divide; 25: as_number.nb_inplace_xor; 26: as_number.nb_int; 27: as_number.nb_invert;
        28: as_number.nb_lshift; 29: as_number.nb_multiply; 30: as_number.nb_negative; 31: as_number.nb_or;
        32: as_number.nb_positive; 33: as_number.nb_power; 34: as_number.nb_remainder; 35: as_number.nb_rshift;
        36: as_number.nb_subtract; 37: as_number.nb_true_divide; 38: as_number.nb_xor;
        39: as_sequence.sq_ass_item; 40: as_sequence.sq_concat; 41: as_sequence.sq_contains; 42: as_sequence.sq_inplace_concat;
        43: as_sequence.sq_inplace_repeat; 44: as_sequence.sq_item; 45: as_sequence.sq_length; 46: as_sequence.sq_repeat;
        47: ht_type.tp_alloc; 48: ht_type.tp_base; 49: ht_type.tp_bases; 50: ht_type.tp_call; 51: ht_type.tp_clear;
        52: ht_type.tp_dealloc; 53: ht_type.tp_del; 54: ht_type.tp_descr_get; 55: ht_type.tp_descr_set; 56: ht_type.tp_doc;
        57: ht_type.tp_getattr; 58: ht_type.tp_getattro; 59: ht_type.tp_hash; 60: ht_type.tp_init; 61: ht_type.tp_is_gc;
        62: ht_type.tp_iter; 63: ht_type.tp_iternext; 64: ht_type.tp_methods; 65: ht_type.tp_new; 66: ht_type.tp_repr;
        67: ht_type.tp_richcompare; 68: ht_type.tp_setattr; 69: ht_type.tp_setattro; 70: ht_type.tp_str; 71: ht_type.tp_traverse;
        72: ht_type.tp_members; 73: ht_type.tp_getset; 74: ht_type.tp_free;
        75: as_number.nb_matrix_multiply; 76: as_number.nb_inplace_matrix_multiply;
        77: as_async.am_await; 78: as_async.am_aiter; 79: as_async.am_anext; 80: ht_type.tp_finalize; 81: as_async.am_send;
        82: ht_type.tp_vectorcall; 83: ht_token;
    }
};

/// `Py_tp_token`, which is no slot of a static type.
pub const TOKEN: c_int = 83;

/// Where a slot number of a spec points to; `None` for numbers that stand for nothing.
#[inline]
pub fn slot_place(slot: c_int) -> Option<slot_table::Place> {
    // 3.15's limited API has given the first four numbers anew.
    let slot = if (88..=91).contains(&slot) { slot - 87 } else { slot };
    SLOT_PLACES.get(slot as usize).copied().flatten()
}

/// What the slot holds; NULL for an empty one, and with `SystemError` for a number that is no slot.
#[capi]
pub fn PyType_GetSlot(ty: &PyTypeObject, slot: c_int) -> Result<*mut c_void> {
    let Some(place) = slot_place(slot) else { return Err(unicode::bad_internal_call()) };
    if slot == TOKEN {
        return Ok(ty.as_heap().map_or(null_mut(), |heap| heap.ht_token.get()));
    }
    Ok(place.cell(ty).map_or(null_mut(), |cell| cell.get()))
}

/// The module that the type was made for, borrowed. `TypeError` where it is no heap type or has none.
#[capi]
pub fn PyType_GetModule(ty: &PyTypeObject) -> Result<&PyObject> {
    let Some(heap) = ty.as_heap() else {
        return Err(raise!(TypeError, "PyType_GetModule: Type '{}' is not a heap type", ty.name()));
    };
    // SAFETY: a type's module does not change.
    unsafe { heap.ht_module.peek() }.ok_or_else(|| raise!(TypeError, "PyType_GetModule: Type '{}' has no associated module", ty.name()))
}

/// The state of the module that the type was made for; NULL where it has none, and with `TypeError` where there is no module.
#[capi]
pub fn PyType_GetModuleState(ty: &PyTypeObject) -> Result<*mut c_void> {
    let module = PyType_GetModule(ty)?;
    crate::types::module::PyModule_GetState(module)
}

/// The module of the first type along the MRO that was made for a module of this definition, borrowed; `TypeError` where there is none.
#[capi]
pub fn PyType_GetModuleByDef(ty: &PyTypeObject, def: *mut PyModuleDef) -> Result<&PyObject> {
    if def.is_null() {
        return Err(unicode::bad_internal_call());
    }
    let mro = ty.tp_mro.get();
    let types = mro.iter().flat_map(|m| m.as_slice()).filter_map(|t| t.downcast::<PyTypeObject>());
    for heap in types.filter_map(PyTypeObject::as_heap) {
        // SAFETY: a type's module does not change, and the types of the MRO live as long as this one.
        if let Some(module) = unsafe { heap.ht_module.peek() }
            && module.downcast::<crate::types::module::PyModuleObject>().is_some_and(|module| std::ptr::eq(module.token(), def.cast()))
        {
            return Ok(module);
        }
    }
    Err(raise!(TypeError, "PyType_GetModuleByDef: No superclass of '{}' has the given module", ty.name()))
}

/// Finds the first type along the MRO that has the token: 1 and, in `result`, a new reference; 0 and NULL where none has.
#[capi]
pub fn PyType_GetBaseByToken(ty: &PyObject, token: *mut c_void, result: *mut *mut PyTypeObject) -> Result<bool> {
    let put = |value: *mut PyTypeObject| {
        if !result.is_null() {
            // SAFETY: C's word.
            unsafe { *result = value };
        }
    };
    put(null_mut());
    if token.is_null() {
        return Err(raise!(SystemError, "PyType_GetBaseByToken called with token=NULL"));
    }
    let Some(ty) = ty.downcast::<PyTypeObject>() else {
        return Err(raise!(TypeError, "expected a type, got a '{}' object", ty.ty().name()));
    };
    let found = base_by_token(ty, token);
    if !result.is_null() {
        put(found.as_ref().map_or(null_mut(), |f| f.clone().into_ptr()));
    }
    Ok(found.is_some())
}

fn base_by_token(ty: &PyTypeObject, token: *mut c_void) -> Option<Owned<PyTypeObject>> {
    let mro = ty.tp_mro.get()?;
    let mut types = mro.as_slice().iter().filter_map(|t| t.downcast::<PyTypeObject>());
    types.find(|t| t.as_heap().is_some_and(|heap| heap.ht_token.get() == token)).map(Owned::from_ref)
}

/// The first type along the MRO that has the token, borrowed; NULL where none has.
#[capi(private)]
pub fn _PyType_GetBaseByToken_Borrow(ty: &PyTypeObject, token: *mut c_void, result: *mut *mut PyTypeObject) -> c_int {
    let found = base_by_token(ty, token);
    if !result.is_null() {
        // SAFETY: C's word; the type's MRO holds it.
        unsafe { *result = found.as_ref().map_or(null_mut(), |f| f.as_ptr()) };
    }
    c_int::from(found.is_some())
}

/// As `PyType_GetBaseByToken`, for `tp_traverse` and the like: 1 and a borrowed reference, 0 and NULL where none has the token, -1 for
/// what is no type or no token; never with an exception.
#[capi(since = "3.15")]
pub fn PyType_GetBaseByToken_DuringGC(ty: &PyObject, token: *mut c_void, result: *mut *mut PyTypeObject) -> c_int {
    match ty.downcast::<PyTypeObject>() {
        Some(ty) if !token.is_null() => _PyType_GetBaseByToken_Borrow(ty, token, result),
        _ => {
            if !result.is_null() {
                // SAFETY: C's word.
                unsafe { *result = null_mut() };
            }
            -1
        }
    }
}

// ---- PEP 697 ------------------------------------------------------------------------------------------------------

const ALIGNMENT: isize = 16;

/// A size, rounded up to what any type of C can lie on.
pub const fn aligned(size: isize) -> isize {
    (size + ALIGNMENT - 1) & !(ALIGNMENT - 1)
}

/// Where the memory begins that a type adds to its base's.
fn type_data_offset(ty: &PyTypeObject) -> isize {
    // SAFETY: nothing runs here.
    aligned(unsafe { ty.tp_base.peek() }.map_or(0, |b| b.tp_basicsize.get()))
}

/// The memory that `ty` adds to an instance of it.
#[capi]
pub fn PyObject_GetTypeData(object: &PyObject, ty: &PyTypeObject) -> *mut c_void {
    // SAFETY: the instance is as large as its type says.
    unsafe { object.as_ptr().byte_offset(type_data_offset(ty)).cast() }
}

/// As `PyObject_GetTypeData`, for `tp_traverse` and the like.
#[capi(since = "3.15")]
pub fn PyObject_GetTypeData_DuringGC(object: &PyObject, ty: &PyTypeObject) -> *mut c_void {
    PyObject_GetTypeData(object, ty)
}

/// How many bytes the type adds to its base's.
#[capi]
pub fn PyType_GetTypeDataSize(ty: &PyTypeObject) -> isize {
    (ty.tp_basicsize.get() - type_data_offset(ty)).max(0)
}

/// Where an instance's items begin. `TypeError` where the type does not keep them at the end.
#[capi]
pub fn PyObject_GetItemData(object: &PyObject) -> Result<*mut c_void> {
    let ty = object.ty();
    if !ty.has_flag(flags::ITEMS_AT_END) {
        return Err(raise!(TypeError, "type '{}' does not have Py_TPFLAGS_ITEMS_AT_END", unicode::to_text(&*qualified_name(ty)?)));
    }
    // SAFETY: the instance is as large as its type says.
    Ok(unsafe { object.as_ptr().byte_offset(ty.tp_basicsize.get()).cast() })
}
