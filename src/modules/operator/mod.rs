//! `_operator` and `operator`: the operators as functions, and callables that fetch items, attributes and results of methods.
//!
//! `_operator` is CPython's module of that name. `operator` is Python source in the standard library that takes all it has from there, and
//! gives the functions their special methods' names as well; extensions ask for it (those that PyO3 makes for the stable ABI, whenever they
//! gather what an iterator gives), so it is here too.

mod getters;

use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::import::PyImport_ImportModule;
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::protocol::buffer::{PyObject_CheckBuffer, View};
use crate::protocol::{index, iteration, mapping, number, sequence};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::bool::from_bool;
use crate::types::module::{self, PyModuleObject};
use crate::types::singletons::{_Py_NoneStruct, none};
use crate::types::unicode::chars::Chars;
use crate::types::unicode::intern::intern_str;
use crate::types::{list, long};
pub use getters::{ATTRGETTER, ITEMGETTER, METHODCALLER};
use std::ffi::CStr;

/// A text that ends with NUL, as C's.
const fn c(text: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("a text for C has one NUL, at its end"),
    }
}

/// Rows of functions of two arguments: name, what it says of itself, what it does.
macro_rules! binary {
    ($($name:literal $doc:literal $function:expr;)*) => {
        [$(method::fastcall(
            c(concat!($name, "\0")),
            |_: &PyObject, args: &[&PyObject]| -> Result<Owned> {
                check_positional($name, args.len(), 2, 2)?;
                let function: fn(&PyObject, &PyObject) -> Result<Owned> = $function;
                function(args[0], args[1])
            },
            c(concat!($name, "($module, a, b, /)\n--\n\n", $doc, "\0")),
        )),*]
    };
}

/// Rows of functions of one argument.
macro_rules! unary {
    ($($name:literal $doc:literal $function:expr;)*) => {
        [$(method::o(
            c(concat!($name, "\0")),
            |_: &PyObject, a: &PyObject| -> Result<Owned> {
                let function: fn(&PyObject) -> Result<Owned> = $function;
                function(a)
            },
            c(concat!($name, "($module, a, /)\n--\n\n", $doc, "\0")),
        )),*]
    };
}

const BINARY: [PyMethodDef; 41] = binary! {
    "lt" "a < b" |a, b| a.compare(b, CompareOp::Lt);
    "le" "a <= b" |a, b| a.compare(b, CompareOp::Le);
    "eq" "a == b" |a, b| a.compare(b, CompareOp::Eq);
    "ne" "a != b" |a, b| a.compare(b, CompareOp::Ne);
    "gt" "a > b" |a, b| a.compare(b, CompareOp::Gt);
    "ge" "a >= b" |a, b| a.compare(b, CompareOp::Ge);
    "is_" "a is b" |a, b| Ok(from_bool(a.is(b)));
    "is_not" "a is not b" |a, b| Ok(from_bool(!a.is(b)));
    "add" "a + b" number::add;
    "sub" "a - b" number::subtract;
    "mul" "a * b" number::multiply;
    "matmul" "a @ b" number::matrix_multiply;
    "truediv" "a / b" number::true_divide;
    "floordiv" "a // b" number::floor_divide;
    "mod" "a % b" number::remainder;
    "pow" "a ** b" |a, b| number::power(a, b, &_Py_NoneStruct);
    "lshift" "a << b" number::shift_left;
    "rshift" "a >> b" number::shift_right;
    "and_" "a & b" number::and;
    "xor" "a ^ b" number::xor;
    "or_" "a | b" number::or;
    "iadd" "a += b, as an expression" number::in_place_add;
    "isub" "a -= b, as an expression" number::in_place_subtract;
    "imul" "a *= b, as an expression" number::in_place_multiply;
    "imatmul" "a @= b, as an expression" number::in_place_matrix_multiply;
    "itruediv" "a /= b, as an expression" number::in_place_true_divide;
    "ifloordiv" "a //= b, as an expression" number::in_place_floor_divide;
    "imod" "a %= b, as an expression" number::in_place_remainder;
    "ipow" "a **= b, as an expression" |a, b| number::in_place_power(a, b, &_Py_NoneStruct);
    "ilshift" "a <<= b, as an expression" number::in_place_shift_left;
    "irshift" "a >>= b, as an expression" number::in_place_shift_right;
    "iand" "a &= b, as an expression" number::in_place_and;
    "ixor" "a ^= b, as an expression" number::in_place_xor;
    "ior" "a |= b, as an expression" number::in_place_or;
    "concat" "a + b, of sequences" sequence::PySequence_Concat;
    "iconcat" "a += b of sequences, as an expression" sequence::PySequence_InPlaceConcat;
    "contains" "b in a" |a, b| sequence::contains(a, b).map(from_bool);
    "countOf" "How many items of a equal b." |a, b| long::from_isize(sequence::count(a, b)?);
    "indexOf" "The position of the first item of a that equals b." |a, b| long::from_isize(sequence::PySequence_Index(a, b)?);
    "getitem" "a[b]" mapping::get_item;
    "delitem" "del a[b]" |a, b| mapping::delete_item(a, b).map(|()| none());
};

const UNARY: [PyMethodDef; 10] = unary! {
    "truth" "Whether a is true." |a| a.is_true().map(from_bool);
    "not_" "not a" |a| a.is_true().map(|truth| from_bool(!truth));
    "is_none" "a is None" |a| Ok(from_bool(a.is_none()));
    "is_not_none" "a is not None" |a| Ok(from_bool(!a.is_none()));
    "index" "a.__index__()" number::PyNumber_Index;
    "neg" "-a" number::negative;
    "pos" "+a" number::positive;
    "abs" "abs(a)" number::absolute;
    "inv" "~a" number::invert;
    "invert" "~a" number::invert;
};

const OTHERS: [PyMethodDef; 5] = [
    method::fastcall(
        c"setitem",
        |_: &PyObject, args: &[&PyObject]| -> Result<Owned> {
            check_positional("setitem", args.len(), 3, 3)?;
            mapping::set_item(args[0], args[1], args[2])?;
            Ok(none())
        },
        c"setitem($module, a, b, c, /)\n--\n\na[b] = c",
    ),
    method::fastcall(
        c"length_hint",
        length_hint,
        c"length_hint($module, obj, default=0, /)\n--\n\nHow many items obj may give: its length, its hint, or the default.",
    ),
    method::keywords(c"call", call, c"call($module, obj, /, *args, **kwargs)\n--\n\nobj(*args, **kwargs)"),
    method::fastcall(
        c"_compare_digest",
        compare_digest,
        c"_compare_digest($module, a, b, /)\n--\n\na == b, in a time that tells nothing of where they differ.",
    ),
    PyMethodDef::END,
];

static METHODS: [PyMethodDef; 56] = {
    let mut all = [PyMethodDef::END; 56];
    let mut at = 0;
    while at < all.len() {
        all[at] = match at {
            0..41 => BINARY[at],
            41..51 => UNARY[at - 41],
            _ => OTHERS[at - 51],
        };
        at += 1;
    }
    all
};

/// The names of special methods under which `operator` has functions as well.
const SPECIAL: [(&str, &str); 46] = [
    ("__lt__", "lt"),
    ("__le__", "le"),
    ("__eq__", "eq"),
    ("__ne__", "ne"),
    ("__ge__", "ge"),
    ("__gt__", "gt"),
    ("__not__", "not_"),
    ("__abs__", "abs"),
    ("__add__", "add"),
    ("__and__", "and_"),
    ("__call__", "call"),
    ("__floordiv__", "floordiv"),
    ("__index__", "index"),
    ("__inv__", "inv"),
    ("__invert__", "invert"),
    ("__lshift__", "lshift"),
    ("__mod__", "mod"),
    ("__mul__", "mul"),
    ("__matmul__", "matmul"),
    ("__neg__", "neg"),
    ("__or__", "or_"),
    ("__pos__", "pos"),
    ("__pow__", "pow"),
    ("__rshift__", "rshift"),
    ("__sub__", "sub"),
    ("__truediv__", "truediv"),
    ("__xor__", "xor"),
    ("__concat__", "concat"),
    ("__contains__", "contains"),
    ("__delitem__", "delitem"),
    ("__getitem__", "getitem"),
    ("__setitem__", "setitem"),
    ("__iadd__", "iadd"),
    ("__iand__", "iand"),
    ("__iconcat__", "iconcat"),
    ("__ifloordiv__", "ifloordiv"),
    ("__ilshift__", "ilshift"),
    ("__imod__", "imod"),
    ("__imul__", "imul"),
    ("__imatmul__", "imatmul"),
    ("__ior__", "ior"),
    ("__ipow__", "ipow"),
    ("__irshift__", "irshift"),
    ("__isub__", "isub"),
    ("__itruediv__", "itruediv"),
    ("__ixor__", "ixor"),
];

static PRIVATE_SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill_private);
static PUBLIC_SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static PRIVATE: PyModuleDef = PyModuleDef {
    m_name: c"_operator".as_ptr(),
    m_doc: c"The operators as functions.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: PRIVATE_SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};
static PUBLIC: PyModuleDef = PyModuleDef {
    m_name: c"operator".as_ptr(),
    m_doc: c"The operators as functions.".as_ptr(),
    m_slots: PUBLIC_SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_operator`.
pub extern "C" fn init_private() -> *mut PyObject {
    module::def_init(&PRIVATE).as_ptr().cast()
}

/// The init function of `operator`.
pub extern "C" fn init() -> *mut PyObject {
    module::def_init(&PUBLIC).as_ptr().cast()
}

fn fill_private(this: &PyModuleObject) -> Result<()> {
    for (name, ty) in [("itemgetter", &ITEMGETTER), ("attrgetter", &ATTRGETTER), ("methodcaller", &METHODCALLER)] {
        this.dict()?.insert(&*intern_str(name)?, ty)?;
    }
    Ok(())
}

/// `operator` is what `_operator` has, under further names.
fn fill(this: &PyModuleObject) -> Result<()> {
    let functions = PyImport_ImportModule(c"_operator")?;
    let Ok(functions) = functions.downcast::<PyModuleObject>() else {
        return Err(raise!(ImportError, "_operator is not a module"));
    };
    let (functions, names) = (functions.dict()?, this.dict()?);
    let mut public: Vec<String> = Vec::new();
    let mut position = 0;
    while let Some((name, value)) = functions.next(&mut position) {
        if let Some(text) = name.downcast::<PyUnicodeObject>().map(PyUnicodeObject::to_lossy).filter(|text| !text.starts_with('_')) {
            names.insert(name, value)?;
            public.push(text);
        }
    }
    public.sort();
    let all = list::new()?;
    for name in &public {
        all.append(&*intern_str(name)?)?;
    }
    names.insert(&*intern_str("__all__")?, &all)?;
    for (special, name) in SPECIAL {
        if let Some(function) = functions.get(&*intern_str(name)?)? {
            names.insert(&*intern_str(special)?, &function)?;
        }
    }
    // The standard library's source keeps the built-in function under this name.
    names.insert(&*intern_str("_abs")?, &*attribute::builtin(c"abs")?)?;
    Ok(())
}

fn length_hint(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("length_hint", args.len(), 1, 2)?;
    let default = match args.get(1) {
        Some(default) => index::number(default)?,
        None => 0,
    };
    long::from_isize(iteration::PyObject_LengthHint(args[0], default)?)
}

fn call(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    match args.split_first() {
        Some((callable, args)) => callable.call_args(args),
        None => Err(raise!(TypeError, "call expected at least 1 argument, got 0")),
    }
}

/// Texts of ASCII, or buffers of bytes.
fn compare_digest(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("_compare_digest", args.len(), 2, 2)?;
    let (a, b) = (args[0], args[1]);
    if let (Some(a), Some(b)) = (a.downcast::<PyUnicodeObject>(), b.downcast::<PyUnicodeObject>()) {
        if let (true, true, Chars::One(a), Chars::One(b)) = (a.is_ascii(), b.is_ascii(), a.chars(), b.chars()) {
            return Ok(from_bool(equal_in_constant_time(a, b)));
        }
        return Err(raise!(TypeError, "comparing strings with non-ASCII characters is not supported"));
    }
    if !PyObject_CheckBuffer(a) && !PyObject_CheckBuffer(b) {
        return Err(raise!(TypeError, "unsupported operand types(s) or combination of types: '{}' and '{}'", a.ty().name(), b.ty().name()));
    }
    let (a, b) = (View::simple(a)?, View::simple(b)?);
    Ok(from_bool(equal_in_constant_time(a.as_slice(), b.as_slice())))
}

/// Whether bytes are equal, after looking at all of `b` whatever it holds.
fn equal_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    // Of another length it is compared with itself, so that the time is that of `b` here too.
    let (mut different, a) = if a.len() == b.len() { (0, a) } else { (1, b) };
    for (x, y) in a.iter().zip(b) {
        different = std::hint::black_box(different | (x ^ y));
    }
    different == 0
}
