//! `str`: text in CPython's PEP 393 layouts.
//!
//! [`new`] makes strings, [`chars`] is their content without the object, [`statics`] and [`intern`] are those that exist once. The modules
//! [`search`], [`split`], [`case`], [`repr`] and [`utf8`] work on plain slices; [`methods`] and [`api`] are what Python and C see of them.
//!
//! Invariant: a string that anybody else can see does not change, but for its cached hash, its cached UTF-8 and its interned state.

pub mod api;
pub mod case;
pub mod chars;
pub mod codecs;
pub mod ctype;
mod display;
pub mod format;
pub mod intern;
mod iter;
pub mod methods;
pub mod names;
pub mod new;
pub mod percent;
pub mod repr;
pub mod search;
pub mod split;
pub mod statics;
pub mod translate;
pub mod utf8;
pub mod writer;

pub use chars::{Chars, TextBuf};
pub use iter::{ASCII_ITERATOR, PyUnicodeIter_Type};
pub use new::{alloc, concat, exact, from_ascii, from_buf, from_char, from_chars, from_display, from_latin1, from_str, map_ascii, substring};
pub use statics::empty;

use crate::args::{check_positional, with_dict};
use crate::boundary::method::Args;
use crate::boundary::slot::{self, CompareOp};
use crate::layout::*;
use crate::object::{Owned, Typed, hash, types};
use crate::protocol::index;
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::types::bool::from_bool;
use crate::types::singletons::not_implemented;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_char;
use std::ptr::null_mut;

// SAFETY: instances of str and of its subclasses have one of the three forms, which the state tells apart.
unsafe impl Typed for PyUnicodeObject {
    fn type_object() -> &'static PyTypeObject {
        &PyUnicode_Type
    }
    const FLAG: Option<u64> = Some(flags::UNICODE_SUBCLASS);
}

/// `str`.
#[capi]
pub static PyUnicode_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"str".as_ptr()),
    tp_doc: Cell::new(c"str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nThe text of an object, or the text that bytes hold in an encoding (UTF-8 where none is given).".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyUnicodeObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::BASETYPE | flags::UNICODE_SUBCLASS | flags::MATCH_SELF),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(quoted))),
    tp_str: Cell::new(Some(slot::unary(|s: &PyUnicodeObject| exact(s).map(Owned::upcast)))),
    tp_hash: Cell::new(Some(slot::hash(|s: &PyUnicodeObject| Ok(s.text_hash())))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_as_sequence: Cell::new(&SEQUENCE),
    tp_as_mapping: Cell::new(&MAPPING),
    tp_as_number: Cell::new(&NUMBER),
    tp_iter: Cell::new(Some(slot::unary(iter::new))),
    tp_methods: Cell::new(methods::METHODS.as_ptr()),
    tp_new: Cell::new(Some(slot::new(construct))),
    tp_vectorcall: Cell::new(Some(slot::vectorcall(vectorcall))),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods = PyNumberMethods {
    nb_remainder: Cell::new(Some(slot::binary(|a: &PyObject, b: &PyObject| match a.downcast::<PyUnicodeObject>() {
        Some(format) => percent::format(format, b).map(Owned::upcast),
        None => Ok(not_implemented()),
    }))),
    ..PyNumberMethods::EMPTY
};

static SEQUENCE: PySequenceMethods = PySequenceMethods {
    sq_length: Cell::new(Some(slot::length(|s: &PyUnicodeObject| s.len() as isize))),
    sq_concat: Cell::new(Some(slot::subscript(concat_object))),
    sq_repeat: Cell::new(Some(slot::indexed(|s: &PyUnicodeObject, n| new::repeat(s, n.max(0) as usize).map(Owned::upcast)))),
    sq_item: Cell::new(Some(slot::indexed(item))),
    sq_contains: Cell::new(Some(slot::contains(|s: &PyUnicodeObject, item: &PyObject| contains(s, item)))),
    ..PySequenceMethods::EMPTY
};

static MAPPING: PyMappingMethods = PyMappingMethods {
    mp_length: Cell::new(Some(slot::length(|s: &PyUnicodeObject| s.len() as isize))),
    mp_subscript: Cell::new(Some(slot::subscript(subscript))),
    ..PyMappingMethods::EMPTY
};

// ---- reading ------------------------------------------------------------------------------------------------------

impl PyUnicodeObject {
    /// In code points.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get() as usize
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.state.get() & str_state::ASCII != 0
    }
    /// Whether the characters are ASCII and stand right behind the head.
    #[inline(always)]
    pub fn is_compact_ascii(&self) -> bool {
        const BOTH: u32 = str_state::COMPACT | str_state::ASCII;
        self.state.get() & BOTH == BOTH
    }
    /// Where the characters of a compact ASCII string are.
    #[inline(always)]
    pub fn compact_ascii(&self) -> *mut u8 {
        self.as_ptr().cast::<u8>().wrapping_add(size_of::<PyASCIIObject>())
    }
    /// 1, 2 or 4 bytes a character.
    #[inline(always)]
    pub fn kind(&self) -> u32 {
        (self.state.get() & str_state::KIND_MASK) >> str_state::KIND_SHIFT
    }
    /// Whether it is interned, and how: one of [`str_state`]'s values.
    #[inline(always)]
    pub fn interned(&self) -> u32 {
        self.state.get() & str_state::INTERNED_MASK
    }
    /// Whether its type is `str` itself.
    #[inline(always)]
    pub fn is_exact_str(&self) -> bool {
        std::ptr::eq(self.ty(), &PyUnicode_Type)
    }
    /// The class of the widest character: 0x7F, 0xFF, 0xFFFF or 0x10FFFF.
    #[inline(always)]
    pub fn max_class(&self) -> u32 {
        match self.kind() {
            _ if self.is_ascii() => 0x7F,
            1 => 0xFF,
            2 => 0xFFFF,
            _ => 0x10FFFF,
        }
    }
    /// Where the characters stand.
    #[inline(always)]
    pub fn data(&self) -> *mut u8 {
        let state = self.state.get();
        let this = self.as_ptr();
        if state & str_state::COMPACT == 0 {
            self.data.get().cast()
        } else if state & str_state::ASCII != 0 {
            self.compact_ascii()
        } else {
            this.cast::<u8>().wrapping_add(size_of::<PyCompactUnicodeObject>())
        }
    }
    /// The characters, borrowed.
    #[inline(always)]
    pub fn chars(&self) -> Chars<'_> {
        let (data, len) = (self.data().cast_const(), self.len());
        // SAFETY: as many characters of that width as the length says, at a place aligned for them.
        unsafe {
            match self.kind() {
                1 => Chars::One(std::slice::from_raw_parts(data, len)),
                2 => Chars::Two(std::slice::from_raw_parts(data.cast(), len)),
                _ => Chars::Four(std::slice::from_raw_parts(data.cast(), len)),
            }
        }
    }
    /// Writes characters, which fit, from `at` on.
    ///
    /// # Safety
    /// Nobody else sees the string yet; there is room; the characters are no wider than the string's.
    #[inline]
    unsafe fn write(&self, at: usize, chars: Chars<'_>) {
        let (data, len) = (self.data(), chars.len());
        // SAFETY: the caller's word.
        unsafe {
            match self.kind() {
                1 => chars.copy_to(std::slice::from_raw_parts_mut(data.add(at), len)),
                2 => chars.copy_to(std::slice::from_raw_parts_mut(data.cast::<u16>().add(at), len)),
                _ => chars.copy_to(std::slice::from_raw_parts_mut(data.cast::<u32>().add(at), len)),
            }
        }
    }
    /// Writes one character, which fits, `n` times from `at` on.
    ///
    /// # Safety
    /// Nobody else sees the string yet, and there is room.
    unsafe fn fill(&self, at: usize, n: usize, c: u32) {
        let data = self.data();
        // SAFETY: the caller's word.
        unsafe {
            match self.kind() {
                1 => std::slice::from_raw_parts_mut(data.add(at), n).fill(c as u8),
                2 => std::slice::from_raw_parts_mut(data.cast::<u16>().add(at), n).fill(c as u16),
                _ => std::slice::from_raw_parts_mut(data.cast::<u32>().add(at), n).fill(c),
            }
        }
    }
    /// The hash of the text, kept once computed.
    #[inline(always)]
    pub fn text_hash(&self) -> isize {
        match self.hash.get() {
            -1 => {
                let value = hash::of_bytes(self.chars().as_bytes());
                self.hash.set(value);
                value
            }
            value => value,
        }
    }
    /// Whether two strings have the same text.
    #[inline]
    pub fn same_text(&self, other: &PyUnicodeObject) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        // Strings are canonical: of two widths they are two texts.
        if self.len() != other.len() || self.kind() != other.kind() {
            return false;
        }
        let bytes = self.len() * self.kind() as usize;
        // SAFETY: both have that many bytes.
        unsafe { std::slice::from_raw_parts(self.data(), bytes) == std::slice::from_raw_parts(other.data(), bytes) }
    }
    /// Whether the text is this ASCII text.
    #[inline]
    pub fn is_text(&self, ascii: &str) -> bool {
        matches!(self.chars(), Chars::One(bytes) if bytes == ascii.as_bytes())
    }
    /// The text in UTF-8, kept once made. `UnicodeEncodeError` where it has surrogates.
    #[inline]
    pub fn utf8(&self) -> Result<&[u8]> {
        let (data, len) = if self.is_ascii() {
            (self.data().cast_const(), self.len())
        } else {
            if self.utf8.get().is_null() {
                self.make_utf8()?;
            }
            (self.utf8.get().cast_const().cast(), self.utf8_length.get() as usize)
        };
        // SAFETY: the cache lives as long as the string.
        Ok(unsafe { std::slice::from_raw_parts(data, len) })
    }
    /// The text in UTF-8 as Rust text.
    pub fn to_text(&self) -> Result<&str> {
        // SAFETY: what is encoded without surrogates is well-formed.
        self.utf8().map(|bytes| unsafe { std::str::from_utf8_unchecked(bytes) })
    }
    /// The text for a message: surrogates become question marks.
    pub fn to_lossy(&self) -> String {
        let mut out = Buf::with_capacity(self.len());
        let mut room = [0; 4];
        self.chars().iter().for_each(|c| out.extend_from_slice(char::from_u32(c).unwrap_or('?').encode_utf8(&mut room).as_bytes()));
        // SAFETY: characters, each in UTF-8.
        unsafe { String::from_utf8_unchecked(out.into_vec()) }
    }

    #[cold]
    fn make_utf8(&self) -> Result<()> {
        let chars = self.chars();
        let Some(len) = utf8::plain_len(chars) else {
            let surrogate = |&c: &u32| codecs::errors::is_surrogate(c);
            let at = chars.iter().position(|c| surrogate(&c)).unwrap_or(0);
            let end = at + chars.slice(at, self.len()).iter().take_while(surrogate).count();
            return Err(codecs::errors::raise_encode("utf-8", self, at, end, "surrogates not allowed"));
        };
        let block = memory::alloc(Domain::Mem, len + 1).cast::<u8>();
        if block.is_null() {
            return Err(Raised::no_memory());
        }
        // SAFETY: a fresh block with room for the bytes and a NUL; no surrogates.
        unsafe {
            utf8::encode_to(chars, block);
            block.add(len).write(0);
        }
        self.utf8_length.set(len as isize);
        self.utf8.set(block.cast::<c_char>());
        Ok(())
    }
    /// Drops the cached UTF-8 and hash of a string that is about to change.
    ///
    /// # Safety
    /// Nobody else uses the string or its UTF-8.
    unsafe fn forget_caches(&self) {
        self.hash.set(-1);
        if !self.is_ascii() && !self.utf8.get().is_null() {
            // SAFETY: the block is the string's own: static strings are never changed.
            unsafe { memory::free(Domain::Mem, self.utf8.get().cast()) };
            self.utf8.set(null_mut());
            self.utf8_length.set(0);
        }
    }
}

fn dealloc(this: *mut PyUnicodeObject) {
    // SAFETY: the string is dead but whole; what it owns is freed once.
    unsafe {
        let string = &*this;
        if string.interned() != str_state::NOT_INTERNED {
            intern::forget(this);
        }
        if !string.is_ascii() && !string.utf8.get().is_null() {
            memory::free(Domain::Mem, string.utf8.get().cast());
        }
        if string.state.get() & str_state::COMPACT == 0 && !string.data.get().is_null() {
            memory::free(Domain::Mem, string.data.get());
        }
        if string.is_exact_str() {
            memory::free_object(this.cast());
        } else {
            types::free(this.cast());
        }
    }
}

/// `repr(string)`.
fn quoted(string: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    let plain = |&b: &u8| matches!(b, b' '..=b'~') && b != b'\'' && b != b'\\';
    if let Chars::One(bytes) = string.chars()
        && bytes.iter().all(plain)
    {
        // Nothing to escape, and single quotes will do.
        let shown = alloc(bytes.len() + 2, 0x7F)?;
        // SAFETY: just made, and that long.
        unsafe {
            shown.fill(0, 1, b'\''.into());
            shown.write(1, string.chars());
            shown.fill(bytes.len() + 1, 1, b'\''.into());
        }
        return Ok(shown);
    }
    from_buf(&repr::repr(string.chars(), false))
}

// ---- comparison, items, arithmetic --------------------------------------------------------------------------------

fn compare(a: &PyUnicodeObject, b: &PyObject, op: CompareOp) -> Result<Owned> {
    let Some(b) = b.downcast::<PyUnicodeObject>() else {
        return Ok(not_implemented());
    };
    Ok(from_bool(match op {
        CompareOp::Eq => a.same_text(b),
        CompareOp::Ne => !a.same_text(b),
        _ if std::ptr::eq(a, b) => op.holds(std::cmp::Ordering::Equal),
        _ => op.holds(a.chars().compare(b.chars())),
    }))
}

fn item(string: &PyUnicodeObject, index: isize) -> Result<Owned> {
    match usize::try_from(index).ok().and_then(|i| string.chars().get(i)) {
        Some(c) => from_char(c).map(Owned::upcast),
        None => Err(raise!(IndexError, "string index out of range")),
    }
}

fn subscript(string: &PyUnicodeObject, key: &PyObject) -> Result<Owned> {
    if let Some(slice) = index::as_slice(key) {
        let span = index::span(index::unpack(slice)?, string.len());
        if span.step == 1 {
            return substring(string, span.start as usize, span.start as usize + span.count).map(Owned::upcast);
        }
        let mut picked = TextBuf::with_capacity(span.count);
        span.positions().for_each(|at| picked.push(string.chars().at(at)));
        return from_buf(&picked).map(Owned::upcast);
    }
    if !index::is_index(key) {
        return Err(raise!(TypeError, "string indices must be integers, not '{}'", key.ty().name()));
    }
    let at = index::position(key)?;
    item(string, if at < 0 { at + string.len() as isize } else { at })
}

fn contains(string: &PyUnicodeObject, item: &PyObject) -> Result<bool> {
    match item.downcast::<PyUnicodeObject>() {
        Some(item) => Ok(search::find_chars(string.chars(), item.chars(), true).is_some()),
        None => Err(raise!(TypeError, "'in <string>' requires string as left operand, not {}", item.ty().name())),
    }
}

fn concat_object(string: &PyUnicodeObject, other: &PyObject) -> Result<Owned> {
    match other.downcast::<PyUnicodeObject>() {
        Some(other) => concat(string, other).map(Owned::upcast),
        None => Err(raise!(TypeError, "can only concatenate str (not \"{}\") to str", other.ty().name())),
    }
}

// ---- calling the type ---------------------------------------------------------------------------------------------

fn vectorcall(ty: &PyTypeObject, args: Args<'_>) -> Result<Owned> {
    check_positional("str", args.positional.len(), 0, 3)?;
    let string = methods::construct(args)?;
    if std::ptr::eq(ty, &PyUnicode_Type) { Ok(string.upcast()) } else { of_subclass(ty, &string) }
}

fn construct(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let string = with_dict(args, kwargs, methods::construct)?;
    if std::ptr::eq(ty, &PyUnicode_Type) { Ok(string.upcast()) } else { of_subclass(ty, &string) }
}

/// A new instance of a type that derives from `str`: its characters stand in a block of their own.
pub fn of_subclass(ty: &PyTypeObject, string: &PyUnicodeObject) -> Result<Owned> {
    let kind = string.kind();
    let size = (string.len() + 1) * kind as usize;
    let instance = types::alloc(ty, 0)?;
    // SAFETY: instances of str's subclasses have this struct; it is zeroed.
    let this = unsafe { instance.cast_unchecked::<PyUnicodeObject>() };
    // A string without characters yet, so that it can be dropped.
    this.hash.set(-1);
    this.state.set(kind << str_state::KIND_SHIFT | string.state.get() & str_state::ASCII);
    let block = memory::alloc(Domain::Mem, size);
    if block.is_null() {
        return Err(Raised::no_memory());
    }
    // SAFETY: a fresh block of that size; characters and terminator are copied.
    unsafe { block.cast::<u8>().copy_from_nonoverlapping(string.data(), size) };
    this.data.set(block);
    this.length.set(string.length.get());
    this.hash.set(string.hash.get());
    if string.is_ascii() {
        this.utf8.set(block.cast());
        this.utf8_length.set(string.length.get());
    }
    Ok(instance)
}

// ---- what others ask for ------------------------------------------------------------------------------------------

/// The object as a `str`; `TypeError: must be str, not …`.
#[inline]
pub fn expect_str(object: &PyObject) -> Result<&PyUnicodeObject> {
    object.downcast().ok_or_else(|| raise!(TypeError, "must be str, not {}", object.ty().name()))
}

/// The object as a `str`, for a C function; `TypeError: bad argument type for built-in operation`.
#[inline]
pub fn expect_argument(object: &PyObject) -> Result<&PyUnicodeObject> {
    object.downcast().ok_or_else(bad_argument)
}

/// Raises `TypeError: bad argument type for built-in operation`.
#[cold]
pub fn bad_argument() -> Raised {
    raise!(TypeError, "bad argument type for built-in operation")
}

/// Raises `TypeError: function() argument 1 must be str, not …`.
#[cold]
pub fn bad_type(function: &str, place: Option<u32>, given: &PyObject) -> Raised {
    let given = type_or_none(given);
    match place {
        Some(place) => raise!(TypeError, "{function}() argument {place} must be str, not {given}"),
        None => raise!(TypeError, "{function}() argument must be str, not {given}"),
    }
}

/// A type's name for a message about an argument; `None` for `None`.
pub fn type_or_none(object: &PyObject) -> &str {
    if object.is_none() { "None" } else { object.ty().name() }
}

/// `ascii(object)`.
pub fn ascii(object: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    let text = object.repr()?;
    if text.is_ascii() {
        return Ok(text);
    }
    let mut escaped = Buf::with_capacity(text.len());
    for c in text.chars().iter() {
        if c < 0x80 { escaped.push(c as u8) } else { repr::escape(c, |byte| escaped.push(byte)) }
    }
    from_ascii(&escaped)
}

/// A new string of code points; `ValueError` where one is beyond Unicode.
pub fn from_ucs4(units: &[u32]) -> Result<Owned<PyUnicodeObject>> {
    match units.iter().find(|&&c| c > 0x10FFFF) {
        Some(c) => Err(raise!(ValueError, "character U+{c:x} is not in range [U+0000; U+10ffff]")),
        None => from_chars(Chars::Four(units)),
    }
}

/// Raises `SystemError: bad argument to internal function`.
#[cold]
pub fn bad_internal_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}

/// The text for a message: a lone surrogate becomes a question mark.
pub fn to_text(string: &PyUnicodeObject) -> String {
    string.to_lossy()
}

/// A slice of C memory; `None` for NULL, or a negative length.
///
/// # Safety
/// `data` is NULL or points to `len` values that live and do not change for `'a`.
pub(crate) unsafe fn slice_of<'a, T>(data: *const T, len: isize) -> Option<&'a [T]> {
    let len = usize::try_from(len).ok()?;
    // SAFETY: the caller's word.
    (!data.is_null()).then(|| unsafe { std::slice::from_raw_parts(data, len) })
}
