//! `code`: what a function does, as bytecode and tables.
//!
//! Invariant: a code object never changes after it is made, but for what extensions attach to it.

use super::location::{Entries, Place};
use crate::args::check_positional;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, Typed, gc, is_exact, types};
use crate::protocol::{iteration, number};
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::interp;
use crate::types::bool::from_bool;
use crate::types::exceptions::table::{self, object_member, of_type, readonly};
use crate::types::singletons::{none, not_implemented};
use crate::types::{bytes, exceptions, list, long, tuple, unicode};
use exuvia_macros::capi;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int, c_void};
use std::mem::offset_of;

// SAFETY: the type has no subclasses; its instances are PyCodeObjects.
unsafe impl Typed for PyCodeObject {
    fn type_object() -> &'static PyTypeObject {
        &PyCode_Type
    }
}

/// `code`.
#[capi]
pub static PyCode_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"code".as_ptr()),
    tp_doc: Cell::new(c"code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)\n--\n\nWhat a function does.".as_ptr()),
    tp_basicsize: Cell::new(offset_of!(PyCodeObject, co_code_adaptive) as isize),
    tp_itemsize: Cell::new(2),
    tp_weaklistoffset: Cell::new(offset_of!(PyCodeObject, co_weakreflist) as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::IMMUTABLETYPE | flags::STATIC_BUILTIN),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_hash: Cell::new(Some(slot::hash(hash))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_new: Cell::new(Some(slot::new(new_by_type))),
    tp_methods: Cell::new(METHODS.as_ptr()),
    tp_members: Cell::new(MEMBERS.as_ptr()),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

/// What an interpreter keeps for code objects.
#[derive(Default)]
pub struct State {
    versions: Cell<u32>,
    /// What frees each thing that extensions may attach.
    extra: RefCell<Vec<Option<freefunc>>>,
}

/// The bits of `co_flags` that say of parameters.
const VARARGS: c_int = 4;
const VARKEYWORDS: c_int = 8;

/// The bits of `co_localspluskinds`.
mod kind {
    pub const LOCAL: u8 = 0x20;
    pub const CELL: u8 = 0x40;
    pub const FREE: u8 = 0x80;
}

/// Bytes of a frame object.
pub const PARTS_OF_FRAME: usize = 152;
/// Words of a frame beside its variables and its stack.
const FRAME_WORDS: c_int = 10;

/// What a code object is made of.
#[derive(Clone)]
pub struct Parts {
    pub argcount: c_int,
    pub posonly: c_int,
    pub kwonly: c_int,
    pub nlocals: c_int,
    pub stacksize: c_int,
    pub flags: c_int,
    pub first_line: c_int,
    pub code: Owned<PyBytesObject>,
    pub consts: Owned<PyTupleObject>,
    pub names: Owned<PyTupleObject>,
    pub varnames: Owned<PyTupleObject>,
    pub freevars: Owned<PyTupleObject>,
    pub cellvars: Owned<PyTupleObject>,
    pub filename: Owned<PyUnicodeObject>,
    pub name: Owned<PyUnicodeObject>,
    pub qualname: Owned<PyUnicodeObject>,
    pub linetable: Owned<PyBytesObject>,
    pub exceptiontable: Owned<PyBytesObject>,
}

fn malformed() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}

/// The names interned; `SystemError` where one is no `str`.
fn interned(names: &PyTupleObject) -> Result<Owned<PyTupleObject>> {
    let mut out = Vec::with_capacity(names.len());
    for name in names.as_slice() {
        match name.new_ref().downcast::<PyUnicodeObject>() {
            Ok(name) if is_exact::<PyUnicodeObject>(&name) => out.push(unicode::intern::intern(name).upcast()),
            _ => return Err(raise!(SystemError, "non-string found in code slot")),
        }
    }
    tuple::from_exact(out.len(), out.into_iter())
}

/// A new code object; `SystemError` or `ValueError` where the parts do not fit together.
pub fn make(parts: &Parts) -> Result<Owned<PyCodeObject>> {
    let Parts { argcount, posonly, kwonly, nlocals, stacksize, flags, .. } = *parts;
    if argcount < posonly || posonly < 0 || kwonly < 0 || nlocals < 0 || stacksize < 0 || flags < 0 || !parts.code.len().is_multiple_of(2) {
        return Err(malformed());
    }
    if nlocals as usize != parts.varnames.len() {
        return Err(raise!(ValueError, "code: co_nlocals != len(co_varnames)"));
    }
    let arguments = i64::from(argcount) + i64::from(kwonly) + i64::from(flags & VARARGS != 0) + i64::from(flags & VARKEYWORDS != 0);
    if i64::from(nlocals) < arguments {
        return Err(raise!(ValueError, "code: co_varnames is too small"));
    }
    let names = interned(&parts.names)?;
    let (varnames, cellvars, freevars) = (interned(&parts.varnames)?, interned(&parts.cellvars)?, interned(&parts.freevars)?);
    // A cell that is a local too stands among the locals.
    let mut all: Vec<Owned> = varnames.as_slice().iter().map(|name| name.new_ref()).collect();
    let mut kinds = vec![kind::LOCAL; all.len()];
    for cell in cellvars.as_slice() {
        match varnames.as_slice().iter().position(|name| name.is(cell)) {
            Some(at) => kinds[at] |= kind::CELL,
            None => {
                all.push(cell.new_ref());
                kinds.push(kind::CELL);
            }
        }
    }
    for free in freevars.as_slice() {
        all.push(free.new_ref());
        kinds.push(kind::FREE);
    }
    let object = gc::alloc(&PyCode_Type, (parts.code.len() / 2) as isize)?;
    // SAFETY: fresh and zeroed, with room for the code.
    let this = unsafe { Owned::from_nonnull(object.cast::<PyCodeObject>()) };
    let count = c_int::try_from(all.len()).map_err(|_| Raised::no_memory())?;
    this.co_argcount.set(argcount);
    this.co_posonlyargcount.set(posonly);
    this.co_kwonlyargcount.set(kwonly);
    this.co_nlocals.set(nlocals);
    this.co_stacksize.set(stacksize);
    this.co_flags.set(flags);
    this.co_firstlineno.set(parts.first_line);
    this.co_nlocalsplus.set(count);
    this.co_framesize.set(count.saturating_add(stacksize).saturating_add(FRAME_WORDS));
    this.co_ncellvars.set(kinds.iter().filter(|kind| **kind & kind::CELL != 0).count() as c_int);
    this.co_nfreevars.set(freevars.len() as c_int);
    let versions = &interp().code.versions;
    versions.set(versions.get().wrapping_add(1).max(1));
    this.co_version.set(versions.get());
    this.co_localspluskinds.set(Some(bytes::from_slice(&kinds)?));
    this.co_localsplusnames.set(Some(tuple::from_exact(all.len(), all.into_iter())?));
    this.co_consts.set(Some(parts.consts.clone()));
    this.co_names.set(Some(names));
    this.co_filename.set(Some(parts.filename.clone()));
    this.co_name.set(Some(unicode::intern::intern(parts.name.clone())));
    this.co_qualname.set(Some(unicode::intern::intern(parts.qualname.clone())));
    this.co_linetable.set(Some(parts.linetable.clone()));
    this.co_exceptiontable.set(Some(parts.exceptiontable.clone()));
    for (to, from) in this.units().iter().zip(parts.code.as_slice()) {
        to.set(*from);
    }
    Ok(this)
}

fn dealloc(this: *mut PyCodeObject) {
    // SAFETY: dead, but whole.
    unsafe {
        if !(*this).co_weakreflist.get().is_null() {
            crate::types::weakref::clear_all((*this).as_object());
        }
        let extra = (*this).co_extra.replace(std::ptr::null_mut()).cast::<Vec<*mut c_void>>();
        if !extra.is_null() {
            let free = interp().code.extra.borrow().clone();
            for (value, free) in Box::from_raw(extra).into_iter().zip(free) {
                if let (false, Some(free)) = (value.is_null(), free) {
                    free(value);
                }
            }
        }
        for field in [&(*this).co_consts, &(*this).co_names, &(*this).co_localsplusnames] {
            field.set(None);
        }
        for field in [&(*this).co_exceptiontable, &(*this).co_localspluskinds, &(*this).co_linetable] {
            field.set(None);
        }
        for field in [&(*this).co_filename, &(*this).co_name, &(*this).co_qualname] {
            field.set(None);
        }
        types::free(this.cast());
    }
}

/// What a field holds; a code object has all of them.
fn held<T: IsObject>(field: &Field<T>) -> Result<Owned<T>> {
    field.get().ok_or_else(malformed)
}

impl PyCodeObject {
    /// The bytecode.
    pub fn units(&self) -> &[Cell<u8>] {
        // SAFETY: two bytes a unit follow the struct.
        unsafe { std::slice::from_raw_parts(self.co_code_adaptive.as_ptr(), 2 * self.ob_size.get() as usize) }
    }
    fn code(&self) -> Result<Owned<PyBytesObject>> {
        let code: Vec<u8> = self.units().iter().map(Cell::get).collect();
        bytes::from_slice(&code)
    }
    /// The names of variables of a kind.
    fn variables(&self, kind: u8) -> Result<Owned<PyTupleObject>> {
        let (names, kinds) = (held(&self.co_localsplusnames)?, held(&self.co_localspluskinds)?);
        let some: Vec<&PyObject> = names.as_slice().iter().zip(kinds.as_slice()).filter(|(_, k)| **k & kind != 0).map(|(name, _)| *name).collect();
        tuple::from_slice(&some)
    }
    fn entries<R>(&self, read: impl FnOnce(Entries<'_>) -> R) -> R {
        match self.co_linetable.get() {
            Some(table) => read(Entries::new(table.as_slice(), self.co_firstlineno.get())),
            None => read(Entries::new(&[], self.co_firstlineno.get())),
        }
    }
    /// Where the unit at an address (in bytes) comes from.
    pub fn place(&self, address: c_int) -> Place {
        if address < 0 {
            let line = self.co_firstlineno.get();
            return Place { line: Some(line), end_line: line, column: 0, end_column: 0 };
        }
        self.entries(|mut entries| entries.find(|entry| address < entry.end)).map_or(Place::NOWHERE, |entry| entry.place)
    }
    fn parts(&self) -> Result<Parts> {
        Ok(Parts {
            argcount: self.co_argcount.get(),
            posonly: self.co_posonlyargcount.get(),
            kwonly: self.co_kwonlyargcount.get(),
            nlocals: self.co_nlocals.get(),
            stacksize: self.co_stacksize.get(),
            flags: self.co_flags.get(),
            first_line: self.co_firstlineno.get(),
            code: self.code()?,
            consts: held(&self.co_consts)?,
            names: held(&self.co_names)?,
            varnames: self.variables(kind::LOCAL)?,
            freevars: self.variables(kind::FREE)?,
            cellvars: self.variables(kind::CELL)?,
            filename: held(&self.co_filename)?,
            name: held(&self.co_name)?,
            qualname: held(&self.co_qualname)?,
            linetable: held(&self.co_linetable)?,
            exceptiontable: held(&self.co_exceptiontable)?,
        })
    }
}

fn repr(this: &PyCodeObject) -> Result<Owned<PyUnicodeObject>> {
    let line = match this.co_firstlineno.get() {
        0 => -1,
        line => line,
    };
    let rest = unicode::from_display(format_args!("at {:p}", this.as_object()))?;
    let line = unicode::from_display(format_args!("{line}"))?;
    exceptions::text::compose("<code object % %, file \"%\", line %>", &[&held(&this.co_name)?, &rest, &held(&this.co_filename)?, &line])
}

fn hash(this: &PyCodeObject) -> Result<isize> {
    let mut all: u64 = 20_221_211;
    let mut mix = |hash: u64| all = all.wrapping_mul(1_000_003) ^ hash;
    for object in [
        held(&this.co_name)?.upcast(),
        held(&this.co_consts)?.upcast(),
        held(&this.co_names)?.upcast(),
        held(&this.co_localsplusnames)?.upcast(),
        held(&this.co_linetable)?.upcast(),
        held(&this.co_exceptiontable)?.upcast(),
        this.code()?.upcast(),
    ] {
        mix(object.hash()? as u64);
    }
    for number in [&this.co_argcount, &this.co_posonlyargcount, &this.co_kwonlyargcount, &this.co_flags, &this.co_firstlineno] {
        mix(number.get() as u64);
    }
    Ok(if all == u64::MAX { -2 } else { all as isize })
}

/// Whether two constants are one: of the same type, and equal to the sign of a zero.
fn same_constant(a: &PyObject, b: &PyObject) -> Result<bool> {
    if a.is(b) {
        return Ok(true);
    }
    if !std::ptr::eq(a.ty(), b.ty()) {
        return Ok(false);
    }
    if let (Some(a), Some(b)) = (a.downcast::<PyTupleObject>(), b.downcast::<PyTupleObject>()) {
        if a.len() != b.len() {
            return Ok(false);
        }
        let _guard = crate::runtime::stack::enter(" in comparison")?;
        for (a, b) in a.as_slice().iter().zip(b.as_slice()) {
            if !same_constant(a, b)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    if let (Some(a), Some(b)) = (a.downcast::<PyFloatObject>(), b.downcast::<PyFloatObject>()) {
        return Ok(a.value().to_bits() == b.value().to_bits());
    }
    if let (Some(x), Some(y)) = (a.downcast_exact::<PyComplexObject>(), b.downcast_exact::<PyComplexObject>()) {
        return Ok(x.value().real.to_bits() == y.value().real.to_bits() && x.value().imag.to_bits() == y.value().imag.to_bits());
    }
    a.equals(b)
}

fn same(a: &PyCodeObject, b: &PyCodeObject) -> Result<bool> {
    let numbers = |c: &PyCodeObject| [&c.co_argcount, &c.co_posonlyargcount, &c.co_kwonlyargcount, &c.co_flags, &c.co_firstlineno].map(Cell::get);
    if numbers(a) != numbers(b) || a.units().len() != b.units().len() || a.units().iter().zip(b.units()).any(|(x, y)| x.get() != y.get()) {
        return Ok(false);
    }
    let objects = |c: &PyCodeObject| -> Result<[Owned; 5]> {
        Ok([
            held(&c.co_name)?.upcast(),
            held(&c.co_names)?.upcast(),
            held(&c.co_localsplusnames)?.upcast(),
            held(&c.co_linetable)?.upcast(),
            held(&c.co_exceptiontable)?.upcast(),
        ])
    };
    for (x, y) in objects(a)?.iter().zip(&objects(b)?) {
        if !x.equals(y)? {
            return Ok(false);
        }
    }
    same_constant(held(&a.co_consts)?.as_object(), held(&b.co_consts)?.as_object())
}

fn compare(this: &PyCodeObject, other: &PyObject, op: CompareOp) -> Result<Owned> {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.downcast::<PyCodeObject>(), op) else {
        return Ok(not_implemented());
    };
    Ok(from_bool(same(this, other)? == (op == CompareOp::Eq)))
}

// ---- what Python sees ---------------------------------------------------------------------------------------------

/// The `index`th argument of the constructor as an instance of `T`.
fn argument<T: Typed>(args: &[&PyObject], index: usize, word: &str) -> Result<Owned<T>> {
    args[index]
        .new_ref()
        .downcast::<T>()
        .map_err(|other| raise!(TypeError, "code() argument {} must be {word}, not {}", index + 1, exceptions::type_word(&other)))
}

fn number(object: &PyObject) -> Result<c_int> {
    long::convert::as_int(&*number::PyNumber_Index(object)?)
}

fn new_by_type(_: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    exceptions::base::no_keywords(&PyCode_Type, kwargs)?;
    check_positional("code", args.len(), 16, 18)?;
    let held = Owned::from_ref(args);
    let items = held.as_slice();
    let numbers: Vec<c_int> = items[..6].iter().map(|item| number(item)).collect::<Result<_>>()?;
    let code = argument(items, 6, "bytes")?;
    let (consts, names, varnames) = (argument(items, 7, "tuple")?, argument(items, 8, "tuple")?, argument(items, 9, "tuple")?);
    let (filename, name, qualname) = (argument(items, 10, "str")?, argument(items, 11, "str")?, argument(items, 12, "str")?);
    let first_line = number(items[13])?;
    let (linetable, exceptiontable) = (argument(items, 14, "bytes")?, argument(items, 15, "bytes")?);
    let optional = |index: usize| if index < items.len() { argument(items, index, "tuple") } else { tuple::from_owned([]) };
    let (freevars, cellvars) = (optional(16)?, optional(17)?);
    for (number, what) in numbers.iter().zip(["argcount", "posonlyargcount", "kwonlyargcount", "nlocals"]) {
        if *number < 0 {
            return Err(raise!(ValueError, "code: {what} must not be negative"));
        }
    }
    let parts = Parts {
        argcount: numbers[0],
        posonly: numbers[1],
        kwonly: numbers[2],
        nlocals: numbers[3],
        stacksize: numbers[4],
        flags: numbers[5],
        first_line,
        code,
        consts,
        names,
        varnames,
        freevars,
        cellvars,
        filename,
        name,
        qualname,
        linetable,
        exceptiontable,
    };
    Ok(make(&parts)?.upcast())
}

/// `code.replace(**changes)`.
fn replace(this: &PyCodeObject, args: Args<'_>) -> Result<Owned> {
    if !args.positional.is_empty() {
        let given = args.positional.len();
        return Err(raise!(TypeError, "replace() takes 0 positional arguments but {given} {} given", if given == 1 { "was" } else { "were" }));
    }
    let mut parts = this.parts()?;
    let names = args.kwnames.map_or(&[][..], |names| names.as_slice());
    for (name, value) in names.iter().zip(args.keywords) {
        let text = name.downcast::<PyUnicodeObject>().map(unicode::to_text).unwrap_or_default();
        fn of<T: Typed>(name: &str, value: &PyObject, word: &str) -> Result<Owned<T>> {
            value
                .new_ref()
                .downcast::<T>()
                .map_err(|other| raise!(TypeError, "replace() argument '{name}' must be {word}, not {}", exceptions::type_word(&other)))
        }
        match text.as_str() {
            "co_argcount" => parts.argcount = number(value)?,
            "co_posonlyargcount" => parts.posonly = number(value)?,
            "co_kwonlyargcount" => parts.kwonly = number(value)?,
            "co_nlocals" => parts.nlocals = number(value)?,
            "co_stacksize" => parts.stacksize = number(value)?,
            "co_flags" => parts.flags = number(value)?,
            "co_firstlineno" => parts.first_line = number(value)?,
            "co_code" => parts.code = of(&text, value, "bytes")?,
            "co_consts" => parts.consts = of(&text, value, "tuple")?,
            "co_names" => parts.names = of(&text, value, "tuple")?,
            "co_varnames" => parts.varnames = of(&text, value, "tuple")?,
            "co_freevars" => parts.freevars = of(&text, value, "tuple")?,
            "co_cellvars" => parts.cellvars = of(&text, value, "tuple")?,
            "co_filename" => parts.filename = of(&text, value, "str")?,
            "co_name" => parts.name = of(&text, value, "str")?,
            "co_qualname" => parts.qualname = of(&text, value, "str")?,
            "co_linetable" => parts.linetable = of(&text, value, "bytes")?,
            "co_exceptiontable" => parts.exceptiontable = of(&text, value, "bytes")?,
            _ => return Err(raise!(TypeError, "replace() got an unexpected keyword argument '{text}'")),
        }
    }
    Ok(make(&parts)?.upcast())
}

/// A line or a column, `None` where it is not known.
fn shown(number: Option<i32>) -> Result<Owned> {
    number.map_or_else(|| Ok(none()), |number| long::from_i64(i64::from(number)))
}

fn lines(this: &PyCodeObject) -> Result<Owned> {
    let mut runs: Vec<(i32, i32, Option<i32>)> = Vec::new();
    this.entries(|entries| {
        for entry in entries {
            match runs.last_mut() {
                Some((_, end, line)) if *line == entry.place.line => *end = entry.end,
                _ => runs.push((entry.start, entry.end, entry.place.line)),
            }
        }
    });
    let out = list::new()?;
    for (start, end, line) in runs {
        out.push(tuple::from_owned([shown(Some(start))?, shown(Some(end))?, shown(line)?])?.upcast())?;
    }
    iteration::PyObject_GetIter(&out)
}

fn positions(this: &PyCodeObject) -> Result<Owned> {
    let out = list::new()?;
    let entries: Vec<_> = this.entries(|entries| entries.collect());
    for entry in entries {
        let place = entry.place;
        let known = |number: i32| (number >= 0 && place.line.is_some()).then_some(number);
        for _ in 0..(entry.end - entry.start) / 2 {
            let row = [shown(place.line)?, shown(known(place.end_line))?, shown(known(place.column))?, shown(known(place.end_column))?];
            out.push(tuple::from_owned(row)?.upcast())?;
        }
    }
    iteration::PyObject_GetIter(&out)
}

fn varname(this: &PyCodeObject, index: &PyObject) -> Result<Owned> {
    let index = number(index)?;
    let names = held(&this.co_localsplusnames)?;
    match usize::try_from(index).ok().and_then(|index| names.as_slice().get(index).copied()) {
        Some(name) => Ok(name.new_ref()),
        None => Err(raise!(IndexError, "tuple index out of range")),
    }
}

/// `co_lnotab`: the lines in the form of old versions, pairs of bytes that say how far code and line go on.
fn lnotab(this: &PyCodeObject) -> Result<Owned> {
    crate::modules::warnings::warn_text(&exceptions::DeprecationWarning, "co_lnotab is deprecated, use co_lines instead.")?;
    let mut out = Vec::new();
    let (mut line, mut address) = (this.co_firstlineno.get(), 0);
    this.entries(|entries| {
        for entry in entries {
            let Some(to) = entry.place.line.filter(|to| *to != line) else { continue };
            let (mut code, mut more) = (entry.start - address, to - line);
            while code > 255 {
                out.extend([255, 0]);
                code -= 255;
            }
            while !(-128..=127).contains(&more) {
                let step = if more > 0 { 127 } else { -128 };
                out.extend([code as u8, step as u8]);
                code = 0;
                more -= step;
            }
            out.extend([code as u8, more as u8]);
            (line, address) = (to, entry.start);
        }
    });
    Ok(bytes::from_slice(&out)?.upcast())
}

fn size(this: &PyCodeObject) -> Result<Owned> {
    let extra = this.co_extra.get().cast::<Vec<*mut c_void>>();
    // SAFETY: a boxed list or NULL.
    let extra = unsafe { extra.as_ref() }.map_or(0, |values| 8 + 8 * values.len());
    long::from_usize(offset_of!(PyCodeObject, co_code_adaptive) + this.units().len() + extra)
}

static METHODS: [PyMethodDef; 7] = [
    method::noargs(c"co_lines", lines, c"co_lines($self, /)\n--\n\nThe lines of runs of code: (start, end, line)."),
    method::noargs(c"co_positions", positions, c"co_positions($self, /)\n--\n\nThe place in source of each unit of code."),
    method::keywords(c"replace", replace, c"replace($self, /, **changes)\n--\n\nA copy with some parts changed."),
    method::keywords(c"__replace__", replace, c"__replace__($self, /, **changes)\n--\n\nThe same as replace()."),
    method::o(c"_varname_from_oparg", varname, c"_varname_from_oparg($self, oparg, /)\n--\n\nThe variable of that number."),
    method::noargs(c"__sizeof__", size, c"__sizeof__($self, /)\n--\n\nSize in bytes."),
    PyMethodDef::END,
];

const fn int(name: &'static CStr, offset: usize) -> PyMemberDef {
    readonly(of_type(object_member(name, offset), table::INT))
}
const fn object(name: &'static CStr, offset: usize) -> PyMemberDef {
    readonly(object_member(name, offset))
}

static MEMBERS: [PyMemberDef; 15] = [
    int(c"co_argcount", offset_of!(PyCodeObject, co_argcount)),
    int(c"co_posonlyargcount", offset_of!(PyCodeObject, co_posonlyargcount)),
    int(c"co_kwonlyargcount", offset_of!(PyCodeObject, co_kwonlyargcount)),
    int(c"co_stacksize", offset_of!(PyCodeObject, co_stacksize)),
    int(c"co_flags", offset_of!(PyCodeObject, co_flags)),
    int(c"co_nlocals", offset_of!(PyCodeObject, co_nlocals)),
    int(c"co_firstlineno", offset_of!(PyCodeObject, co_firstlineno)),
    object(c"co_names", offset_of!(PyCodeObject, co_names)),
    object(c"co_consts", offset_of!(PyCodeObject, co_consts)),
    object(c"co_filename", offset_of!(PyCodeObject, co_filename)),
    object(c"co_name", offset_of!(PyCodeObject, co_name)),
    object(c"co_qualname", offset_of!(PyCodeObject, co_qualname)),
    object(c"co_linetable", offset_of!(PyCodeObject, co_linetable)),
    object(c"co_exceptiontable", offset_of!(PyCodeObject, co_exceptiontable)),
    table::END,
];

static GETSETS: [PyGetSetDef; 7] = [
    method::getset(c"co_varnames", |this: &PyCodeObject| this.variables(kind::LOCAL), c""),
    method::getset(c"co_cellvars", |this: &PyCodeObject| this.variables(kind::CELL), c""),
    method::getset(c"co_freevars", |this: &PyCodeObject| this.variables(kind::FREE), c""),
    method::getset(c"co_code", PyCodeObject::code, c""),
    method::getset(c"_co_code_adaptive", PyCodeObject::code, c""),
    method::getset(c"co_lnotab", lnotab, c""),
    PyGetSetDef::END,
];

// ---- code.h -------------------------------------------------------------------------------------------------------

macro_rules! exports {
    ($(#[$doc:meta])* $name:ident($argcount:ident $(, $posonly:ident)?) = $no_posonly:expr) => {
        $(#[$doc])*
        #[capi]
        pub fn $name(
            $argcount: c_int,
            $($posonly: c_int,)?
            kwonlyargcount: c_int,
            nlocals: c_int,
            stacksize: c_int,
            flags: c_int,
            code: &PyObject,
            consts: &PyObject,
            names: &PyObject,
            varnames: &PyObject,
            freevars: &PyObject,
            cellvars: &PyObject,
            filename: &PyObject,
            name: &PyObject,
            qualname: &PyObject,
            firstlineno: c_int,
            linetable: &PyObject,
            exceptiontable: &PyObject,
        ) -> Result<Owned<PyCodeObject>> {
            #[allow(unused_variables)]
            let posonly = $no_posonly;
            $(let posonly = $posonly;)?
            make(&Parts {
                argcount: $argcount,
                posonly,
                kwonly: kwonlyargcount,
                nlocals,
                stacksize,
                flags,
                first_line: firstlineno,
                code: part(code)?,
                consts: part(consts)?,
                names: part(names)?,
                varnames: part(varnames)?,
                freevars: part(freevars)?,
                cellvars: part(cellvars)?,
                filename: part(filename)?,
                name: part(name)?,
                qualname: part(qualname)?,
                linetable: part(linetable)?,
                exceptiontable: part(exceptiontable)?,
            })
        }
    };
}
exports! {
    /// A new code object; `SystemError` or `ValueError` where the parts do not fit together.
    PyUnstable_Code_NewWithPosOnlyArgs(argcount, posonlyargcount) = 0
}
exports! {
    /// As `PyUnstable_Code_NewWithPosOnlyArgs`, without positional-only parameters.
    PyUnstable_Code_New(argcount) = 0
}

fn part<T: Typed>(object: &PyObject) -> Result<Owned<T>> {
    object.new_ref().downcast().map_err(|_| malformed())
}

/// A new code object that does nothing but raise; for tracebacks.
#[capi]
pub fn PyCode_NewEmpty(filename: &CStr, funcname: &CStr, firstlineno: c_int) -> Result<Owned<PyCodeObject>> {
    empty(unicode::codecs::locale::decode_fs(filename.to_bytes())?, unicode::codecs::decode(funcname.to_bytes(), None, None)?, firstlineno)
}

/// As `PyCode_NewEmpty`.
pub fn empty(filename: Owned<PyUnicodeObject>, name: Owned<PyUnicodeObject>, first_line: c_int) -> Result<Owned<PyCodeObject>> {
    let nothing = tuple::from_owned([])?;
    make(&Parts {
        argcount: 0,
        posonly: 0,
        kwonly: 0,
        nlocals: 0,
        stacksize: 1,
        flags: 0,
        first_line,
        // Raises AssertionError.
        code: bytes::from_slice(&[128, 0, 81, 0, 104, 1])?,
        consts: nothing.clone(),
        names: nothing.clone(),
        varnames: nothing.clone(),
        freevars: nothing.clone(),
        cellvars: nothing,
        filename,
        name: name.clone(),
        qualname: name,
        // Three units of the first line.
        linetable: bytes::from_slice(&[0xea, 0])?,
        exceptiontable: bytes::from_slice(b"")?,
    })
}

/// The object as a code object; `SystemError` where it is none.
fn receive(object: &PyObject) -> Result<&PyCodeObject> {
    object.downcast().ok_or_else(malformed)
}

/// The line of the unit at an address in bytes, -1 for none; the first line for a negative address.
#[capi]
pub fn PyCode_Addr2Line(co: &PyObject, byte_offset: c_int) -> Result<c_int> {
    Ok(receive(co)?.place(byte_offset).line.unwrap_or(-1))
}

/// The place in source of the unit at an address in bytes; numbers that are not known are -1. Returns 1.
#[capi]
pub fn PyCode_Addr2Location(
    co: &PyObject,
    byte_offset: c_int,
    start_line: *mut c_int,
    start_column: *mut c_int,
    end_line: *mut c_int,
    end_column: *mut c_int,
) -> Result<c_int> {
    let place = receive(co)?.place(byte_offset);
    let numbers = [place.line.unwrap_or(-1), place.column, place.end_line, place.end_column];
    for (to, number) in [start_line, start_column, end_line, end_column].into_iter().zip(numbers) {
        if !to.is_null() {
            // SAFETY: C's word: a place to write to.
            unsafe { *to = number };
        }
    }
    Ok(1)
}

/// The bytecode, new.
#[capi]
pub fn PyCode_GetCode(co: &PyObject) -> Result<Owned<PyBytesObject>> {
    receive(co)?.code()
}

/// The names of the local variables, new.
#[capi]
pub fn PyCode_GetVarnames(co: &PyObject) -> Result<Owned<PyTupleObject>> {
    receive(co)?.variables(kind::LOCAL)
}

/// The names of the variables that inner functions use, new.
#[capi]
pub fn PyCode_GetCellvars(co: &PyObject) -> Result<Owned<PyTupleObject>> {
    receive(co)?.variables(kind::CELL)
}

/// The names of the variables of outer functions, new.
#[capi]
pub fn PyCode_GetFreevars(co: &PyObject) -> Result<Owned<PyTupleObject>> {
    receive(co)?.variables(kind::FREE)
}

/// A number under which extensions can attach something to code objects; -1 where there are no more. `free` is called with
/// what is attached when a code object dies.
#[capi]
pub fn PyUnstable_Eval_RequestCodeExtraIndex(free: Option<freefunc>) -> isize {
    let mut all = interp().code.extra.borrow_mut();
    if all.len() >= 255 {
        return -1;
    }
    all.push(free);
    all.len() as isize - 1
}

/// What is attached under a number, NULL for nothing: 0, or -1 with an exception.
#[capi]
pub fn PyUnstable_Code_GetExtra(code: &PyObject, index: isize, extra: *mut *mut c_void) -> Result<()> {
    let code = code.downcast::<PyCodeObject>().ok_or_else(malformed)?;
    // SAFETY: a boxed list or NULL.
    let values = unsafe { code.co_extra.get().cast::<Vec<*mut c_void>>().as_ref() };
    let found = values.and_then(|values| values.get(usize::try_from(index).ok()?).copied());
    if !extra.is_null() {
        // SAFETY: C's word: a place to write to.
        unsafe { *extra = found.unwrap_or(std::ptr::null_mut()) };
    }
    Ok(())
}

/// Attaches something under a number: 0, or -1 with an exception. What was attached before is freed.
#[capi]
pub fn PyUnstable_Code_SetExtra(code: &PyObject, index: isize, extra: *mut c_void) -> Result<()> {
    let code = code.downcast::<PyCodeObject>().ok_or_else(malformed)?;
    let free = interp().code.extra.borrow().clone();
    let Some((at, free_this)) = usize::try_from(index).ok().and_then(|at| free.get(at).map(|free| (at, *free))) else {
        return Err(malformed());
    };
    if code.co_extra.get().is_null() {
        code.co_extra.set(Box::into_raw(Box::new(Vec::<*mut c_void>::new())).cast());
    }
    // SAFETY: the list that was just made or found; nobody else looks at it.
    let values = unsafe { &mut *code.co_extra.get().cast::<Vec<*mut c_void>>() };
    if values.len() <= at {
        values.resize(at + 1, std::ptr::null_mut());
    }
    let old = std::mem::replace(&mut values[at], extra);
    if let (false, Some(free)) = (old.is_null(), free_this) {
        // SAFETY: the extension's own function, with what it attached.
        unsafe { free(old) };
    }
    Ok(())
}
