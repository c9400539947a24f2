//! `SyntaxError`: a message, and where in which source it is.

use super::base;
use super::table::{self, object_member, slots_of};
use super::text::compose;
use crate::layout::*;
use crate::object::{Owned, is_exact};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{long, tuple, unicode};
use std::mem::offset_of;

slots_of! { PySyntaxErrorObject: slots(msg, filename, lineno, offset, end_lineno, end_offset, text, print_file_and_line, metadata) }

pub fn init(this: &PySyntaxErrorObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    base::init(this, args, kwargs)?;
    let args = Owned::from_ref(args);
    let items = args.as_slice();
    if let Some(msg) = items.first() {
        this.msg.set(Some(msg.new_ref()));
    }
    let [_, place] = items else { return Ok(()) };
    let place = tuple::from_iterable(place)?;
    let place = place.as_slice();
    let given = place.len();
    if given < 4 {
        return Err(raise!(TypeError, "function takes at least 4 arguments ({given} given)"));
    }
    if given > 7 {
        return Err(raise!(TypeError, "function takes at most 7 arguments ({given} given)"));
    }
    let fields = [&this.filename, &this.lineno, &this.offset, &this.text, &this.end_lineno, &this.end_offset, &this.metadata];
    for (i, field) in fields.into_iter().enumerate() {
        field.set(place.get(i).map(|item| item.new_ref()));
    }
    if given == 5 {
        return Err(raise!(TypeError, "end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}

fn is_exact_int(object: &PyObject) -> bool {
    is_exact::<PyLongObject>(object)
}

/// The part of a path after its last slash.
fn basename(path: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    super::text::after_last(path, '/')
}

pub fn str(this: &PySyntaxErrorObject) -> Result<Owned<PyUnicodeObject>> {
    let filename = match this.filename.get().map(Owned::downcast::<PyUnicodeObject>) {
        Some(Ok(filename)) => Some(basename(&filename)?),
        _ => None,
    };
    let lineno = match this.lineno.get() {
        Some(lineno) => {
            if is_exact_int(&lineno) {
                Some(long::value_of(&lineno).unwrap_or(-1))
            } else {
                None
            }
        }
        None => None,
    };
    let msg = this.msg.get().unwrap_or_else(none).str()?;
    match (filename, lineno) {
        (None, None) => Ok(msg),
        (Some(filename), None) => compose("% (%)", &[&msg, &filename]),
        (None, Some(lineno)) => {
            let lineno = unicode::from_display(format_args!("{lineno}"))?;
            compose("% (line %)", &[&msg, &lineno])
        }
        (Some(filename), Some(lineno)) => {
            let lineno = unicode::from_display(format_args!("{lineno}"))?;
            compose("% (%, line %)", &[&msg, &filename, &lineno])
        }
    }
}

pub static MEMBERS: [PyMemberDef; 10] = [
    object_member(c"msg", offset_of!(PySyntaxErrorObject, msg)),
    object_member(c"filename", offset_of!(PySyntaxErrorObject, filename)),
    object_member(c"lineno", offset_of!(PySyntaxErrorObject, lineno)),
    object_member(c"offset", offset_of!(PySyntaxErrorObject, offset)),
    object_member(c"text", offset_of!(PySyntaxErrorObject, text)),
    object_member(c"end_lineno", offset_of!(PySyntaxErrorObject, end_lineno)),
    object_member(c"end_offset", offset_of!(PySyntaxErrorObject, end_offset)),
    object_member(c"print_file_and_line", offset_of!(PySyntaxErrorObject, print_file_and_line)),
    object_member(c"_metadata", offset_of!(PySyntaxErrorObject, metadata)),
    table::END,
];
