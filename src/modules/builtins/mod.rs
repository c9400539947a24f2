//! `builtins`: what every program finds without asking.
//!
//! The functions that need a frame or source text (`eval`, `exec`, `compile`, `globals`, `locals`, `__build_class__`) and those
//! that need the io module (`open`, `input`) are not of this folder.

mod aggregates;
mod functions;

use crate::boundary::method;
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors::Result;
use crate::types;
use crate::types::bool::from_bool;
use crate::types::singletons::{ellipsis, none, not_implemented};
use crate::types::{exceptions, unicode};

static METHODS: [PyMethodDef; 38] = [
    method::keywords(
        c"__import__",
        crate::import::dunder_import,
        c"__import__($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)\n--\n\nImports a module: what the statement calls.",
    ),
    method::o(c"abs", functions::abs, c"abs($module, x, /)\n--\n\nThe absolute value of a number."),
    method::o(c"aiter", functions::aiter, c"aiter($module, async_iterable, /)\n--\n\nAn asynchronous iterator over an iterable."),
    method::o(c"all", functions::all, c"all($module, iterable, /)\n--\n\nWhether every item is true."),
    method::fastcall(c"anext", functions::anext, c"The next item of an asynchronous iterator; with a default, that where there is none."),
    method::o(c"any", functions::any, c"any($module, iterable, /)\n--\n\nWhether some item is true."),
    method::o(c"ascii", functions::ascii, c"ascii($module, obj, /)\n--\n\nThe repr, with other than ASCII characters escaped."),
    method::o(c"bin", functions::bin, c"bin($module, number, /)\n--\n\nAn integer in binary."),
    method::keywords(
        c"breakpoint",
        functions::breakpoint,
        c"breakpoint($module, /, *args, **kws)\n--\n\nCalls sys.breakpointhook with the same arguments.",
    ),
    method::o(c"callable", functions::callable, c"callable($module, obj, /)\n--\n\nWhether the object can be called."),
    method::o(c"chr", functions::chr, c"chr($module, i, /)\n--\n\nThe character of a code point."),
    method::fastcall(c"delattr", functions::delattr, c"delattr($module, obj, name, /)\n--\n\nDeletes an attribute."),
    method::fastcall(c"dir", functions::dir, c"The names of an object's attributes, sorted; without an object, those in scope."),
    method::fastcall(c"divmod", functions::divmod, c"divmod($module, x, y, /)\n--\n\nThe pair (x // y, x % y)."),
    method::fastcall(c"format", functions::format, c"format($module, value, format_spec='', /)\n--\n\nA value's text by a format specification."),
    method::fastcall(c"getattr", functions::getattr, c"An attribute by its name, or the default where there is none."),
    method::fastcall(c"hasattr", functions::hasattr, c"hasattr($module, obj, name, /)\n--\n\nWhether there is an attribute of that name."),
    method::o(c"hash", functions::hash, c"hash($module, obj, /)\n--\n\nThe hash: equal objects have the same."),
    method::o(c"hex", functions::hex, c"hex($module, number, /)\n--\n\nAn integer in hexadecimal."),
    method::o(c"id", functions::id, c"id($module, obj, /)\n--\n\nA number that no other living object has."),
    method::fastcall(c"isinstance", functions::isinstance, c"isinstance($module, obj, class_or_tuple, /)\n--\n\nWhether an object is an instance of a class, or of one of them."),
    method::fastcall(c"issubclass", functions::issubclass, c"issubclass($module, cls, class_or_tuple, /)\n--\n\nWhether a class derives from another, or from one of them."),
    method::fastcall(c"iter", functions::iter, c"An iterator over an iterable; or over what a callable returns until that is the sentinel."),
    method::o(c"len", functions::len, c"len($module, obj, /)\n--\n\nHow many items a container has."),
    method::keywords(c"max", aggregates::max, c"The greatest of an iterable's items or of the arguments, by an optional key."),
    method::keywords(c"min", aggregates::min, c"The least of an iterable's items or of the arguments, by an optional key."),
    method::fastcall(c"next", functions::next, c"The next item of an iterator; the default, if given, at its end."),
    method::o(c"oct", functions::oct, c"oct($module, number, /)\n--\n\nAn integer in octal."),
    method::o(c"ord", functions::ord, c"ord($module, character, /)\n--\n\nThe code point of a character."),
    method::keywords(c"pow", functions::pow, c"pow($module, /, base, exp, mod=None)\n--\n\nA power, or its remainder."),
    method::keywords(
        c"print",
        aggregates::print,
        c"print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nWrites values to a file, by default to sys.stdout.",
    ),
    method::o(c"repr", functions::repr, c"repr($module, obj, /)\n--\n\nAn object's text for programmers."),
    method::keywords(c"round", functions::round, c"round($module, /, number, ndigits=None)\n--\n\nA number rounded to some decimal digits."),
    method::fastcall(c"setattr", functions::setattr, c"setattr($module, obj, name, value, /)\n--\n\nSets an attribute."),
    method::keywords(
        c"sorted",
        aggregates::sorted,
        c"sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nA list of the items in ascending order.",
    ),
    method::keywords(c"sum", aggregates::sum, c"sum($module, iterable, /, start=0)\n--\n\nThe start value plus all items."),
    method::fastcall(c"vars", functions::vars, c"An object's __dict__; without an object, the names in scope."),
    PyMethodDef::END,
];

static TYPES: [(&str, &PyTypeObject); 26] = [
    ("bool", &types::bool::PyBool_Type),
    ("bytearray", &types::bytearray::PyByteArray_Type),
    ("bytes", &types::bytes::PyBytes_Type),
    ("classmethod", &types::classmethod::PyClassMethod_Type),
    ("complex", &types::complex::PyComplex_Type),
    ("dict", &types::dict::PyDict_Type),
    ("enumerate", &types::enumerate::PyEnum_Type),
    ("filter", &types::lockstep::PyFilter_Type),
    ("float", &types::float::PyFloat_Type),
    ("frozenset", &types::set::PyFrozenSet_Type),
    ("int", &types::long::PyLong_Type),
    ("list", &types::list::PyList_Type),
    ("map", &types::lockstep::PyMap_Type),
    ("memoryview", &types::memoryview::PyMemoryView_Type),
    ("object", &crate::object::types::PyBaseObject_Type),
    ("property", &types::property::PyProperty_Type),
    ("range", &types::range::PyRange_Type),
    ("reversed", &types::enumerate::PyReversed_Type),
    ("set", &types::set::PySet_Type),
    ("slice", &types::slice::PySlice_Type),
    ("staticmethod", &types::classmethod::PyStaticMethod_Type),
    ("str", &types::unicode::PyUnicode_Type),
    ("super", &types::super_::PySuper_Type),
    ("tuple", &types::tuple::PyTuple_Type),
    ("type", &crate::object::types::PyType_Type),
    ("zip", &types::lockstep::PyZip_Type),
];

/// A new module `builtins`.
pub fn create() -> Result<Owned> {
    let module = super::built_in("builtins", "Functions, types, exceptions and other objects that every program finds.", &METHODS)?;
    let names = module.dict()?;
    let set = |name: &str, value: &PyObject| names.insert(&*unicode::from_str(name)?, value);
    set("None", &none())?;
    set("Ellipsis", &ellipsis())?;
    set("NotImplemented", &not_implemented())?;
    set("False", &from_bool(false))?;
    set("True", &from_bool(true))?;
    for (name, ty) in TYPES {
        set(name, ty)?;
    }
    for ty in exceptions::named() {
        set(ty.name(), ty)?;
    }
    set("ExceptionGroup", &*exceptions::exception_group()?)?;
    set("EnvironmentError", &exceptions::OSError)?;
    set("IOError", &exceptions::OSError)?;
    set("_IncompleteInputError", &exceptions::_IncompleteInputError)?;
    crate::runtime::interp().sys.builtins.set(Some(names.clone()));
    set("open", &*crate::runtime::interp().io.open()?)?;
    set("__debug__", &from_bool(true))?;
    Ok(module.upcast())
}

/// The builtins that the running code sees, borrowed: those of the interpreter where no frame runs.
#[exuvia_macros::capi]
pub fn PyEval_GetBuiltins() -> Result<*mut PyObject> {
    match crate::runtime::interp().sys.builtins.get() {
        // The interpreter holds it.
        Some(builtins) => Ok(builtins.as_object().as_ptr()),
        None => Err(crate::raise!(RuntimeError, "lost builtins module")),
    }
}
