//! `_string`: how format strings are taken apart, for `string.Formatter`.

use crate::boundary::{method, slot};
use crate::layout::*;
use crate::object::{Owned, gc, types};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use crate::types::unicode::chars::Chars;
use crate::types::unicode::format::{Markup, Path, Step, integer, split_name};
use crate::types::unicode::{empty, from_char, from_chars};
use crate::types::{long, module, tuple};
use std::cell::Cell;

/// A string that is being taken apart, and where it goes on.
#[repr(C)]
pub struct Parser {
    ob_base: PyObject,
    string: Field<PyUnicodeObject>,
    /// Where the part begins that the parser was made for.
    start: Cell<usize>,
    at: Cell<usize>,
}
object_structs! { Parser: ob_base -> PyObject }

/// What the two iterators have in common.
const BASE: PyTypeObject = PyTypeObject {
    tp_basicsize: Cell::new(size_of::<Parser>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_iter: Cell::new(Some(slot::unary(|it: &Parser| it.as_object().new_ref()))),
    ..PyTypeObject::STATIC
};

/// `formatteriterator`: literals, each with the field that follows it.
pub static FORMATTER_ITERATOR: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"formatteriterator".as_ptr()), tp_iternext: Cell::new(Some(slot::unary(next_part))), ..BASE };

/// `fieldnameiterator`: the steps of a field's name.
pub static FIELD_NAME_ITERATOR: PyTypeObject =
    PyTypeObject { tp_name: Cell::new(c"fieldnameiterator".as_ptr()), tp_iternext: Cell::new(Some(slot::unary(next_step))), ..BASE };

/// `_string`'s functions.
pub static METHODS: [PyMethodDef; 3] = [
    method::o(c"formatter_field_name_split", field_name_split, c"A field's name as its first part and an iterator over the steps after that."),
    method::o(c"formatter_parser", parser, c"An iterator over the literals of a format string, each with the field that follows it."),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 3] = [PyModuleDef_Slot::PER_INTERPRETER_GIL, PyModuleDef_Slot::GIL_NOT_USED, PyModuleDef_Slot::END];

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_string".as_ptr(),
    m_doc: c"How format strings are taken apart.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_string`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__string() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

fn make(ty: &'static PyTypeObject, string: &PyUnicodeObject, start: usize) -> Result<Owned> {
    let object = gc::alloc(ty, 0)?;
    // SAFETY: a fresh, zeroed parser.
    unsafe {
        let parser = &*object.cast::<Parser>();
        parser.string.set(Some(Owned::from_ref(string)));
        parser.start.set(start);
        Ok(Owned::from_nonnull(object))
    }
}

fn dealloc(this: *mut Parser) {
    // SAFETY: dead; what it holds is dropped once.
    unsafe {
        (*this).string.set(None);
        types::free(this.cast());
    }
}

fn expect(object: &PyObject) -> Result<&PyUnicodeObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "expected str, got {}", object.ty().name()))
}

fn parser(_: &PyObject, string: &PyObject) -> Result<Owned> {
    make(&FORMATTER_ITERATOR, expect(string)?, 0)
}

fn field_name_split(_: &PyObject, name: &PyObject) -> Result<Owned> {
    let name = expect(name)?;
    let (first, _) = split_name(name.chars());
    let steps = make(&FIELD_NAME_ITERATOR, name, first.len())?;
    Ok(tuple::from_owned([part(first)?, steps])?.upcast())
}

/// A name's part: an int where it is one.
fn part(text: Chars<'_>) -> Result<Owned> {
    match integer(text)? {
        Some(number) => long::from_isize(number),
        None => from_chars(text).map(Owned::upcast),
    }
}

fn next_part(this: &Parser) -> Result<Option<Owned>> {
    let Some(string) = this.string.get() else { return Ok(None) };
    let mut markup = Markup::from(string.chars(), this.at.get());
    let Some((literal, field)) = markup.part()? else { return Ok(None) };
    this.at.set(markup.position());
    let literal = from_chars(literal)?.upcast();
    let parts = match field {
        None => [literal, none(), none(), none()],
        Some(field) => {
            let spec = if field.spec.is_empty() { empty() } else { from_chars(field.spec)? };
            let conversion = field.conversion.map_or(Ok(none()), |c| from_char(c).map(Owned::upcast))?;
            [literal, from_chars(field.name)?.upcast(), spec.upcast(), conversion]
        }
    };
    Ok(Some(tuple::from_owned(parts)?.upcast()))
}

fn next_step(this: &Parser) -> Result<Option<Owned>> {
    let Some(string) = this.string.get() else { return Ok(None) };
    let text = string.chars().slice(this.start.get(), string.len());
    let mut path = Path::from(text, this.at.get());
    let Some(step) = path.step()? else { return Ok(None) };
    this.at.set(path.position());
    let parts = match step {
        Step::Attribute(name) => [from_bool(true), from_chars(name)?.upcast()],
        Step::Item(key) => [from_bool(false), part(key)?],
    };
    Ok(Some(tuple::from_owned(parts)?.upcast()))
}
