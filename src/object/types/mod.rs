//! Type objects.
//!
//! | file | what |
//! |---|---|
//! | `ready` | making a type usable |
//! | `inherit` | what it takes over from its bases |
//! | `mro` | the order in which bases are searched |
//! | `lookup` | finding a name along it, cached |
//! | `slot_table`, `slots`, `wrappers`, `update` | special methods and the slots they stand for |
//! | `type_object`, `call`, `new`, `bases` | `type` itself: attributes, calls, class creation, `__bases__` |
//! | `spec`, `query` | types from specs, and what C asks of a type |
//! | `layout`, `instance`, `subclasses` | how instances lie in memory, live and end; who derives from whom |

pub mod bases;
pub mod call;
pub mod code;
pub mod from_slots;
pub mod inherit;
pub mod instance;
pub mod layout;
pub mod lookup;
pub mod mro;
pub mod new;
pub mod query;
pub mod ready;
pub mod slot_table;
pub mod slots;
pub mod spec;
pub mod subclasses;
pub mod type_object;
pub mod update;
pub mod wrappers;

pub use crate::types::object_type::PyBaseObject_Type;
pub use ready::{ready, ready_builtin};
pub use type_object::PyType_Type;

use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, Typed, gc};
use crate::runtime::errors::{Raised, Result};
use std::cell::Cell;
use std::ffi::c_int;

// SAFETY: every instance of `type` and of metatypes begins with a PyTypeObject.
unsafe impl Typed for PyTypeObject {
    fn type_object() -> &'static PyTypeObject {
        &PyType_Type
    }
    const FLAG: Option<u64> = Some(flags::TYPE_SUBCLASS);
}

/// Exports of this library as extensions see them, to put into slots and to compare with.
pub mod c {
    use crate::layout::*;
    use std::ffi::{c_int, c_void};
    unsafe extern "C" {
        pub fn PyObject_CallFinalizerFromDealloc(object: *mut PyObject) -> c_int;
        pub fn PyObject_Free(block: *mut c_void);
        pub fn PyObject_GC_Del(object: *mut c_void);
        pub fn PyObject_GenericGetDict(object: *mut PyObject, closure: *mut c_void) -> *mut PyObject;
        pub fn PyObject_GenericSetDict(object: *mut PyObject, value: *mut PyObject, closure: *mut c_void) -> c_int;
        pub fn PyObject_HashNotImplemented(object: *mut PyObject) -> isize;
        pub fn PyType_GenericNew(ty: *mut PyTypeObject, args: *mut PyObject, kwds: *mut PyObject) -> *mut PyObject;
        pub fn PyType_GenericAlloc(ty: *mut PyTypeObject, items: isize) -> *mut PyObject;
    }
}

/// `tp_free` of types without collection.
pub fn plain_free() -> freefunc {
    c::PyObject_Free
}
/// `tp_free` of types with collection.
pub fn gc_free() -> freefunc {
    c::PyObject_GC_Del
}
/// `tp_hash` of types whose objects cannot be hashed.
pub fn hash_not_implemented() -> hashfunc {
    c::PyObject_HashNotImplemented
}
/// `tp_iternext` of classes that are no iterators: it keeps subclasses from inheriting one by accident.
pub fn next_not_implemented() -> iternextfunc {
    crate::protocol::iteration::next_not_implemented
}

/// `PyMemberDef.flags`.
pub const READONLY: c_int = 1;
/// `PyMemberDef.flags`: the offset counts from the end of the base's memory.
pub const RELATIVE_OFFSET: c_int = 8;
/// `PyMemberDef.type`: a reference; NULL reads as `None`.
pub const T_OBJECT: c_int = 6;
/// `PyMemberDef.type`: a reference; NULL reads as AttributeError.
pub const T_OBJECT_EX: c_int = 16;
/// The row that ends a table of members.
pub const MEMBERS_END: PyMemberDef = PyMemberDef { name: std::ptr::null(), r#type: 0, offset: 0, flags: 0, doc: std::ptr::null() };

/// What an interpreter keeps for its types.
#[derive(Default)]
pub struct State {
    pub cache: lookup::Cache,
    pub watchers: [Cell<Option<lookup::Watcher>>; 8],
    pub subclasses: subclasses::OfStatic,
    /// Of class and static methods of static types, which all interpreters share.
    pub dicts_of_shared: instance::DictsOfShared,
}

/// The members that a heap type carries behind its struct.
pub fn members(heap: &PyHeapTypeObject) -> &[PyMemberDef] {
    let count = heap.ht_type.ob_size.get().unsigned_abs();
    let at = heap.as_object().ty().tp_basicsize.get();
    // SAFETY: a heap type was allocated with that many items behind its metatype's size.
    unsafe { std::slice::from_raw_parts((heap as *const PyHeapTypeObject).byte_offset(at).cast(), count) }
}

impl PyTypeObject {
    /// `tp_name`: with the module for static types of modules, without it for built-in ones.
    pub fn name(&self) -> &str {
        let name = self.tp_name.get();
        if name.is_null() {
            return "?";
        }
        // SAFETY: a type's name is a C string that lives as long as the type.
        unsafe { std::ffi::CStr::from_ptr(name) }.to_str().unwrap_or("?")
    }
    #[inline(always)]
    pub fn has_flag(&self, flag: u64) -> bool {
        self.tp_flags.get() & flag != 0
    }
    /// Whether the type is `base` or derives from it.
    pub fn is_subtype(&self, base: &PyTypeObject) -> bool {
        if std::ptr::eq(self, base) {
            return true;
        }
        // SAFETY: nothing runs while the tuple is looked at.
        if let Some(mro) = unsafe { self.tp_mro.peek() } {
            return mro.as_slice().iter().any(|t| t.is(base));
        }
        let mut ty = Some(self);
        while let Some(this) = ty {
            if std::ptr::eq(this, base) {
                return true;
            }
            // SAFETY: nothing runs while the chain is walked.
            ty = unsafe { this.tp_base.peek() };
        }
        std::ptr::eq(base, &PyBaseObject_Type)
    }
}

/// A new object of a type, as `tp_alloc` makes it: zeroed, counted once, tracked where the type takes part in collection.
#[inline]
pub fn alloc(ty: &PyTypeObject, items: isize) -> Result<Owned> {
    match ty.tp_alloc.get() {
        // SAFETY: the slot's contract.
        Some(alloc) => unsafe { Owned::from_ptr(foreign!(loose alloc(ty.as_ptr(), items))) }.ok_or(Raised::already()),
        None => instance::PyType_GenericAlloc(ty, items),
    }
}

/// Frees an instance's memory, as `tp_free` does. (An instance of a class holds its class; `instance::dealloc` gives that back.)
///
/// # Safety
/// The object is dead, and its fields have been dropped.
pub unsafe fn free(object: *mut PyObject) {
    // SAFETY: the header is still there.
    unsafe {
        match (*(*object).ob_type.get()).tp_free.get() {
            Some(free) => foreign!(loose free(object.cast())),
            None => gc::free(object),
        }
    }
}
