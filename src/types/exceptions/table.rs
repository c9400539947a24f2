//! What the exception types' tables are made of: members, and the three slots that know a struct's fields.

use crate::layout::*;
use std::ffi::{CStr, c_int};
use std::ptr::null;

/// `PyMemberDef.type`: an object; a NULL reads as `None`.
pub const OBJECT: c_int = 6;
/// A C `int`.
pub const INT: c_int = 1;
/// A C `char` that is true or false.
pub const BOOL: c_int = 14;
/// A `Py_ssize_t`.
pub const SSIZE: c_int = 19;
/// `PyMemberDef.flags`: it cannot be written.
pub const READONLY: c_int = 1;

/// A member that is an object.
pub const fn object_member(name: &'static CStr, offset: usize) -> PyMemberDef {
    PyMemberDef { name: name.as_ptr(), r#type: OBJECT, offset: offset as isize, flags: 0, doc: null() }
}

/// The row that ends a table of members.
pub const END: PyMemberDef = PyMemberDef { name: null(), r#type: 0, offset: 0, flags: 0, doc: null() };

/// The same member with another C type.
pub const fn of_type(mut member: PyMemberDef, ty: c_int) -> PyMemberDef {
    member.r#type = ty;
    member
}

/// The same member, which cannot be written.
pub const fn readonly(mut member: PyMemberDef) -> PyMemberDef {
    member.flags |= READONLY;
    member
}

/// `slots_of! { PyOSErrorObject: os_slots(myerrno, strerror) }`: a constant of that name with the type's `tp_traverse`,
/// `tp_clear` and `tp_dealloc`, for the struct whose own references those fields are.
macro_rules! slots_of {
    ($layout:ty: $name:ident($($field:ident),*)) => {
        /// `tp_traverse`, `tp_clear` and `tp_dealloc` for the struct.
        pub const fn $name() -> (traverseproc, inquiry, destructor) {
            fn traverse(this: &$layout, visitor: &crate::object::gc::Visitor) -> std::result::Result<(), std::ffi::c_int> {
                crate::types::exceptions::table::traverse_base(this, visitor)?;
                $(visitor.field(&this.$field)?;)*
                Ok(())
            }
            fn clear(this: &$layout) {
                crate::types::exceptions::table::clear_base(this);
                $(this.$field.set(None);)*
            }
            fn dealloc(this: *mut $layout) {
                // SAFETY: dead, but whole; nobody finds it through the collector any more.
                unsafe {
                    crate::object::gc::untrack(this.cast());
                    clear(&*this);
                    crate::object::types::free(this.cast());
                }
            }
            (crate::boundary::slot::traverse(traverse), crate::boundary::slot::clear(clear), crate::boundary::slot::dealloc(dealloc))
        }
    };
}
pub(crate) use slots_of;

/// Shows what every exception holds to a visitor.
pub fn traverse_base(this: &PyBaseExceptionObject, visitor: &crate::object::gc::Visitor) -> std::result::Result<(), c_int> {
    visitor.field(&this.dict)?;
    visitor.field(&this.args)?;
    visitor.field(&this.notes)?;
    visitor.field(&this.traceback)?;
    visitor.field(&this.cause)?;
    visitor.field(&this.context)
}

/// Drops what every exception holds.
pub fn clear_base(this: &PyBaseExceptionObject) {
    this.dict.set(None);
    this.args.set(None);
    this.notes.set(None);
    this.traceback.set(None);
    this.cause.set(None);
    this.context.set(None);
}
