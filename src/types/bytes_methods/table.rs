//! The methods that `bytes` and `bytearray` share, as Python sees them: arguments, results, and the rows of both tables.
//!
//! What a method does stands in the parent module. Here arguments become Rust first, and the bytes are looked at last: taking an
//! argument can run foreign code, and that can change a bytearray.

use super::*;
use crate::args::{Signature, check_positional};
use crate::boundary::method::Args;
use crate::object::Typed;
use crate::protocol::buffer::{self, View, getter};
use crate::protocol::{index, iteration, sequence};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result};
use crate::types::{bool, bytearray, bytes, list, long, tuple, unicode};

/// `bytes` or `bytearray`.
pub trait Kind: Typed {
    fn bytes(&self) -> &[u8];
    /// A new object of exactly this type.
    fn make(bytes: &[u8]) -> Result<Owned>;
    /// A new object of exactly this type, of `size` bytes that `write` writes.
    fn build(size: usize, write: impl FnOnce(&mut Out)) -> Result<Owned>;
    /// The result of a method that changes nothing: the object itself where it cannot change later and is of exactly this type.
    fn unchanged(&self) -> Result<Owned>;
    /// Keeps the length as it is while the result lives: for what runs foreign code in the middle of a search.
    fn hold(&self) -> Hold<'_>;
    /// The part of a partition that is all of the object.
    fn whole(&self) -> Result<Owned>;
    /// The separator in the middle of a partition, where the caller's own will do.
    fn separator(object: &PyObject, bytes: &[u8]) -> Result<Owned>;
}

impl Kind for PyBytesObject {
    fn bytes(&self) -> &[u8] {
        self.as_slice()
    }
    fn make(bytes: &[u8]) -> Result<Owned> {
        Ok(bytes::from_slice(bytes)?.upcast())
    }
    fn build(size: usize, write: impl FnOnce(&mut Out)) -> Result<Owned> {
        Ok(bytes::build(size, write)?.upcast())
    }
    fn unchanged(&self) -> Result<Owned> {
        if crate::object::is_exact::<PyBytesObject>(self) { Ok(self.new_ref()) } else { Self::make(self.as_slice()) }
    }
    fn hold(&self) -> Hold<'_> {
        Hold(None)
    }
    fn whole(&self) -> Result<Owned> {
        Ok(self.new_ref())
    }
    fn separator(object: &PyObject, _: &[u8]) -> Result<Owned> {
        Ok(object.new_ref())
    }
}

impl Kind for PyByteArrayObject {
    fn bytes(&self) -> &[u8] {
        self.as_slice()
    }
    fn make(bytes: &[u8]) -> Result<Owned> {
        Ok(bytearray::from_slice(bytes)?.upcast())
    }
    fn build(size: usize, write: impl FnOnce(&mut Out)) -> Result<Owned> {
        Ok(bytearray::build(size, write)?.upcast())
    }
    fn unchanged(&self) -> Result<Owned> {
        Self::make(self.as_slice())
    }
    fn hold(&self) -> Hold<'_> {
        self.ob_exports.set(self.ob_exports.get() + 1);
        Hold(Some(self))
    }
    fn whole(&self) -> Result<Owned> {
        self.unchanged()
    }
    fn separator(_: &PyObject, bytes: &[u8]) -> Result<Owned> {
        Self::make(bytes)
    }
}

/// An export of a bytearray, ended when this is dropped; nothing for bytes, which do not change.
pub struct Hold<'a>(Option<&'a PyByteArrayObject>);

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        if let Some(array) = self.0 {
            array.ob_exports.set(array.ob_exports.get() - 1);
        }
    }
}

/// No sequence can be so long.
#[cold]
pub fn too_long() -> Raised {
    raise!(OverflowError, "byte string is too large")
}

// ---- arguments ----------------------------------------------------------------------------------------------------

/// What is looked for: one byte, given as an int, or the bytes of a buffer.
pub enum Needle {
    Byte([u8; 1]),
    View(View),
}

impl Needle {
    pub fn as_slice(&self) -> &[u8] {
        match self {
            Needle::Byte(byte) => byte,
            Needle::View(view) => view.as_slice(),
        }
    }
}

/// An int from 0 to 255; `ValueError` with this word for it where it is another.
pub fn byte(object: &PyObject, what: &str) -> Result<u8> {
    u8::try_from(index::clamped(object)?).map_err(|_| raise!(ValueError, "{what} must be in range(0, 256)"))
}

/// The argument of `find` and its like.
fn needle(object: &PyObject) -> Result<Needle> {
    if getter(object.ty()).is_some() {
        return Ok(Needle::View(View::simple(object)?));
    }
    if !index::is_index(object) {
        return Err(raise!(TypeError, "argument should be integer or bytes-like object, not '{}'", object.ty().name()));
    }
    Ok(Needle::Byte([byte(object, "byte")?]))
}

/// The second and third argument of a search: where it starts and ends.
fn limits(args: &[&PyObject]) -> Result<(isize, isize)> {
    let limit = |at: usize, default: isize| args.get(at).map_or(Ok(default), |object| index::slice_bound(object, default));
    Ok((limit(1, 0)?, limit(2, isize::MAX)?))
}

/// The pieces of a search with a needle and limits: what is searched, where that begins, what for.
fn search<K: Kind, R>(this: &K, name: &str, args: &[&PyObject], look: impl FnOnce(Option<(&[u8], usize)>, &[u8]) -> R) -> Result<R> {
    check_positional(name, args.len(), 1, 3)?;
    let (start, end) = limits(args)?;
    let _hold = this.hold();
    let needle = needle(args[0])?;
    let bytes = this.bytes();
    let part = search_range(start, end, bytes.len()).map(|range| (&bytes[range.clone()], range.start));
    Ok(look(part, needle.as_slice()))
}

/// A count that is negative for "all".
fn maximum(count: isize) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

// ---- searching ----------------------------------------------------------------------------------------------------

fn found(place: Option<usize>) -> Result<Owned> {
    long::from_isize(place.map_or(-1, |place| place as isize))
}

/// The method `find`.
pub fn find_<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    found(search(this, "find", args, |part, needle| part.and_then(|(hay, at)| Some(find(hay, needle)? + at)))?)
}
/// The method `rfind`.
pub fn rfind_<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    found(search(this, "rfind", args, |part, needle| part.and_then(|(hay, at)| Some(rfind(hay, needle)? + at)))?)
}
fn present(place: Option<usize>) -> Result<Owned> {
    match place {
        Some(place) => long::from_isize(place as isize),
        None => Err(raise!(ValueError, "subsection not found")),
    }
}
/// The method `index`.
pub fn index_<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    present(search(this, "index", args, |part, needle| part.and_then(|(hay, at)| Some(find(hay, needle)? + at)))?)
}
/// The method `rindex`.
pub fn rindex_<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    present(search(this, "rindex", args, |part, needle| part.and_then(|(hay, at)| Some(rfind(hay, needle)? + at)))?)
}
/// The method `count`.
pub fn count_<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    long::from_isize(search(this, "count", args, |part, needle| part.map_or(0, |(hay, _)| count(hay, needle, usize::MAX)))? as isize)
}

/// `x in this`.
pub fn contains<K: Kind>(this: &K, object: &PyObject) -> Result<bool> {
    let _hold = this.hold();
    if index::is_index(object) {
        let byte = byte(object, "byte")?;
        return Ok(memchr::memchr(byte, this.bytes()).is_some());
    }
    let view = View::simple(object)?;
    Ok(find(this.bytes(), view.as_slice()).is_some())
}

fn affix<K: Kind>(this: &K, name: &str, args: &[&PyObject], test: fn(&[u8], &[u8]) -> bool) -> Result<Owned> {
    check_positional(name, args.len(), 1, 3)?;
    let (start, end) = limits(args)?;
    let matches = |object: &PyObject| -> Result<bool> {
        let view = View::simple(object)?;
        let bytes = this.bytes();
        Ok(search_range(start, end, bytes.len()).is_some_and(|range| test(&bytes[range], view.as_slice())))
    };
    if let Some(choices) = args[0].downcast::<PyTupleObject>() {
        for choice in choices.as_slice() {
            if matches(choice)? {
                return Ok(bool::from_bool(true));
            }
        }
        return Ok(bool::from_bool(false));
    }
    if getter(args[0].ty()).is_none() {
        return Err(raise!(TypeError, "{name} first arg must be bytes or a tuple of bytes, not {}", args[0].ty().name()));
    }
    Ok(bool::from_bool(matches(args[0])?))
}
/// The method `startswith`.
pub fn startswith<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    affix(this, "startswith", args, <[u8]>::starts_with)
}
/// The method `endswith`.
pub fn endswith<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    affix(this, "endswith", args, <[u8]>::ends_with)
}

// ---- splitting ----------------------------------------------------------------------------------------------------

/// The pieces of a split as a list. A piece that is all of the object is the object itself, where that cannot change.
fn split_with<K: Kind>(name: &'static str, this: &K, args: Args<'_>, from_right: bool) -> Result<Owned> {
    let signature = Signature { function: name, names: ["sep", "maxsplit"], positional: 2, required: 0 };
    let [separator, max] = signature.bind(args)?;
    let max = maximum(max.map_or(Ok(-1), index::count)?);
    let separator = match separator.filter(|separator| !separator.is_none()) {
        None => None,
        Some(separator) => {
            let view = View::simple(separator)?;
            if view.is_empty() {
                return Err(raise!(ValueError, "empty separator"));
            }
            Some(view)
        }
    };
    let hay = this.bytes();
    let mut pieces: Buf<Owned> = Buf::new();
    let piece = |range: core::ops::Range<usize>| -> Result<()> {
        pieces.push(if range.len() == hay.len() { this.unchanged()? } else { K::make(&hay[range])? });
        Ok(())
    };
    match (&separator, from_right) {
        (None, false) => split_space(hay, max, piece)?,
        (None, true) => rsplit_space(hay, max, piece)?,
        (Some(view), false) => split(hay, view.as_slice(), max, piece)?,
        (Some(view), true) => rsplit(hay, view.as_slice(), max, piece)?,
    }
    if from_right {
        pieces.reverse();
    }
    Ok(list::from_exact(pieces.len(), pieces.into_iter())?.upcast())
}
/// The method `split`.
pub fn split_<K: Kind>(this: &K, args: Args<'_>) -> Result<Owned> {
    split_with("split", this, args, false)
}
/// The method `rsplit`.
pub fn rsplit_<K: Kind>(this: &K, args: Args<'_>) -> Result<Owned> {
    split_with("rsplit", this, args, true)
}
/// The method `splitlines`.
pub fn splitlines<K: Kind>(this: &K, args: Args<'_>) -> Result<Owned> {
    let [keep_ends] = Signature { function: "splitlines", names: ["keepends"], positional: 1, required: 0 }.bind(args)?;
    let keep_ends = keep_ends.map_or(Ok(false), PyObject::is_true)?;
    let hay = this.bytes();
    let mut pieces: Buf<Owned> = Buf::new();
    split_lines(hay, keep_ends, |range| -> Result<()> {
        pieces.push(if range.len() == hay.len() { this.unchanged()? } else { K::make(&hay[range])? });
        Ok(())
    })?;
    Ok(list::from_exact(pieces.len(), pieces.into_iter())?.upcast())
}

fn partition_with<K: Kind>(this: &K, separator: &PyObject, from_right: bool) -> Result<Owned> {
    let view = View::simple(separator)?;
    if view.is_empty() {
        return Err(raise!(ValueError, "empty separator"));
    }
    let hay = this.bytes();
    let place = if from_right { rfind(hay, view.as_slice()) } else { find(hay, view.as_slice()) };
    let parts = match place {
        Some(at) => [K::make(&hay[..at])?, K::separator(separator, view.as_slice())?, K::make(&hay[at + view.len()..])?],
        None if from_right => [K::make(b"")?, K::make(b"")?, this.whole()?],
        None => [this.whole()?, K::make(b"")?, K::make(b"")?],
    };
    Ok(tuple::from_owned(parts)?.upcast())
}
/// The method `partition`.
pub fn partition<K: Kind>(this: &K, separator: &PyObject) -> Result<Owned> {
    partition_with(this, separator, false)
}
/// The method `rpartition`.
pub fn rpartition<K: Kind>(this: &K, separator: &PyObject) -> Result<Owned> {
    partition_with(this, separator, true)
}

// ---- taking off and putting on ------------------------------------------------------------------------------------

/// The part of the object, which is itself where the part is all of it.
fn part<K: Kind>(this: &K, range: core::ops::Range<usize>) -> Result<Owned> {
    let bytes = this.bytes();
    if range.len() == bytes.len() { this.unchanged() } else { K::make(&bytes[range]) }
}

fn strip_with<K: Kind>(this: &K, name: &str, args: &[&PyObject], left: bool, right: bool) -> Result<Owned> {
    check_positional(name, args.len(), 0, 1)?;
    match args.first().filter(|set| !set.is_none()) {
        None => part(this, strip(this.bytes(), left, right, is_space)),
        Some(set) => {
            let set = ByteSet::new(View::simple(set)?.as_slice());
            part(this, strip(this.bytes(), left, right, |byte| set.contains(byte)))
        }
    }
}
/// The method `strip`.
pub fn strip_<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    strip_with(this, "strip", args, true, true)
}
/// The method `lstrip`.
pub fn lstrip<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    strip_with(this, "lstrip", args, true, false)
}
/// The method `rstrip`.
pub fn rstrip<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    strip_with(this, "rstrip", args, false, true)
}
/// The method `removeprefix`.
pub fn removeprefix<K: Kind>(this: &K, prefix: &PyObject) -> Result<Owned> {
    let view = View::simple(prefix)?;
    let bytes = this.bytes();
    part(this, if bytes.starts_with(view.as_slice()) { view.len()..bytes.len() } else { 0..bytes.len() })
}
/// The method `removesuffix`.
pub fn removesuffix<K: Kind>(this: &K, suffix: &PyObject) -> Result<Owned> {
    let view = View::simple(suffix)?;
    let bytes = this.bytes();
    part(this, 0..if bytes.ends_with(view.as_slice()) { bytes.len() - view.len() } else { bytes.len() })
}

/// Width and filling of `center` and its like.
fn padding(name: &str, args: &[&PyObject]) -> Result<(isize, u8)> {
    check_positional(name, args.len(), 1, 2)?;
    let width = width(args[0])?;
    let Some(fill) = args.get(1) else { return Ok((width, b' ')) };
    let bytes = match (fill.downcast::<PyBytesObject>(), fill.downcast::<PyByteArrayObject>()) {
        (Some(bytes), _) => bytes.as_slice(),
        (_, Some(array)) => array.as_slice(),
        _ => return Err(raise!(TypeError, "{name}() argument 2 must be a byte string of length 1, not {}", display_type(fill))),
    };
    match bytes {
        [byte] => Ok((width, *byte)),
        _ => Err(raise!(
            TypeError,
            "{name}(): argument 2 must be a byte string of length 1, not a {} object of length {}",
            fill.ty().name(),
            bytes.len()
        )),
    }
}

/// How messages about wrong arguments name a type: `None` by its value.
pub fn display_type(object: &PyObject) -> &str {
    if object.is_none() { "None" } else { object.ty().name() }
}

/// A width: `OverflowError` in the words of a C conversion where it does not fit.
fn width(object: &PyObject) -> Result<isize> {
    long::as_ssize(object)
}

fn pad<K: Kind>(this: &K, left: usize, right: usize, fill: u8) -> Result<Owned> {
    let bytes = this.bytes();
    if left == 0 && right == 0 {
        return this.unchanged();
    }
    let size = bytes.len().checked_add(left).and_then(|n| n.checked_add(right)).ok_or_else(too_long)?;
    K::build(size, |out| {
        out.fill(fill, left);
        out.extend(this.bytes());
        out.fill(fill, right);
    })
}
/// The method `center`.
pub fn center<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    let (width, fill) = padding("center", args)?;
    let (left, right) = center_padding(this.bytes().len(), width.max(0) as usize);
    pad(this, left, right, fill)
}
/// The method `ljust`.
pub fn ljust<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    let (width, fill) = padding("ljust", args)?;
    pad(this, 0, (width.max(0) as usize).saturating_sub(this.bytes().len()), fill)
}
/// The method `rjust`.
pub fn rjust<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    let (width, fill) = padding("rjust", args)?;
    pad(this, (width.max(0) as usize).saturating_sub(this.bytes().len()), 0, fill)
}
/// The method `zfill`.
pub fn zfill<K: Kind>(this: &K, width: &PyObject) -> Result<Owned> {
    let width = self::width(width)?.max(0) as usize;
    let bytes = this.bytes();
    if width <= bytes.len() {
        return this.unchanged();
    }
    K::build(width, |out| zero_fill(bytes, width, out))
}
/// The method `expandtabs`.
pub fn expandtabs<K: Kind>(this: &K, args: Args<'_>) -> Result<Owned> {
    let [tab_size] = Signature { function: "expandtabs", names: ["tabsize"], positional: 1, required: 0 }.bind(args)?;
    let tab_size = usize::try_from(tab_size.map_or(Ok(8), long::as_int)?).unwrap_or(0);
    let size = expanded_size(this.bytes(), tab_size).ok_or_else(|| raise!(OverflowError, "result too long"))?;
    K::build(size, |out| expand_tabs(this.bytes(), tab_size, out))
}

// ---- changing -----------------------------------------------------------------------------------------------------

macro_rules! questions {
    ($($name:ident: $test:path;)*) => { $(
        #[doc = concat!("The method `", stringify!($name), "`.")]
        pub fn $name<K: Kind>(this: &K) -> Owned {
            bool::from_bool($test(this.bytes()))
        }
    )* };
}
questions! {
    isalnum: is::alnum;
    isalpha: is::alpha;
    isascii: is::ascii;
    isdigit: is::digit;
    islower: is::lower;
    isspace: is::space;
    istitle: is::title;
    isupper: is::upper;
}

macro_rules! mappings {
    ($($name:ident: |$hay:ident, $out:ident| $write:expr;)*) => { $(
        #[doc = concat!("The method `", stringify!($name), "`, which is always of the same length.")]
        pub fn $name<K: Kind>(this: &K) -> Result<Owned> {
            let $hay = this.bytes();
            K::build($hay.len(), |$out| $write)
        }
    )* };
}
mappings! {
    lower: |hay, out| map(hay, out, |byte| byte.to_ascii_lowercase());
    upper: |hay, out| map(hay, out, |byte| byte.to_ascii_uppercase());
    swapcase: |hay, out| map(hay, out, swap_case);
    title_: |hay, out| title(hay, out);
    capitalize_: |hay, out| capitalize(hay, out);
}

/// The method `replace`.
pub fn replace_<K: Kind>(this: &K, args: &[&PyObject]) -> Result<Owned> {
    check_positional("replace", args.len(), 2, 3)?;
    let (old, new) = (View::simple(args[0])?, View::simple(args[1])?);
    let max = maximum(args.get(2).map_or(Ok(-1), |max| index::count(max))?);
    let hay = this.bytes();
    match plan_replacement(hay, old.as_slice(), new.as_slice(), max) {
        Replacement::Same => this.unchanged(),
        Replacement::Change { count, size } => K::build(size, |out| replace(hay, old.as_slice(), new.as_slice(), count, out)),
        Replacement::TooLong => Err(raise!(OverflowError, "replace bytes is too long")),
    }
}

/// The method `translate`.
pub fn translate_<K: Kind>(this: &K, args: Args<'_>) -> Result<Owned> {
    let [table, delete] = Signature { function: "translate", names: ["", "delete"], positional: 2, required: 1 }.bind(args)?;
    let table = match table.filter(|table| !table.is_none()) {
        None => None,
        Some(table) => {
            let view = View::simple(table)?;
            if view.len() != 256 {
                return Err(raise!(ValueError, "translation table must be 256 characters long"));
            }
            Some(view)
        }
    };
    let delete = match delete.map(View::simple).transpose()?.filter(|delete| !delete.is_empty()) {
        Some(delete) => ByteSet::new(delete.as_slice()),
        None => {
            let hay = this.bytes();
            return match &table {
                // Nothing is taken out, so the result is as long as the bytes are.
                Some(table) if hay.iter().any(|&byte| table.as_slice()[usize::from(byte)] != byte) => {
                    K::build(hay.len(), |out| map(hay, out, |byte| table.as_slice()[usize::from(byte)]))
                }
                _ => this.unchanged(),
            };
        }
    };
    let changed = translate(this.bytes(), table.as_ref().map(View::as_slice), &delete);
    if changed == this.bytes() { this.unchanged() } else { K::make(&changed) }
}

/// The method `maketrans`.
pub fn maketrans(args: &[&PyObject]) -> Result<Owned> {
    check_positional("maketrans", args.len(), 2, 2)?;
    let (from, to) = (View::simple(args[0])?, View::simple(args[1])?);
    if from.len() != to.len() {
        return Err(raise!(ValueError, "maketrans arguments must have same length"));
    }
    Ok(bytes::from_slice(&make_translation(from.as_slice(), to.as_slice()))?.upcast())
}

// ---- joining ------------------------------------------------------------------------------------------------------

/// The bytes of all items of an iterable with the separator between them, as one object of this kind.
pub fn join<K: Kind>(separator: &K, iterable: &PyObject) -> Result<Owned> {
    let held = sequence::fast(iterable, c"can only join an iterable")?;
    let items = list::items_of(&held).unwrap_or_default();
    // One item of exactly the type `bytes` is the result as it is, for bytes.
    if let [item] = items
        && std::ptr::eq(K::type_object(), &bytes::PyBytes_Type)
        && crate::object::is_exact::<PyBytesObject>(item)
    {
        return Ok(item.new_ref());
    }
    if items.iter().all(|item| crate::object::is_exact::<PyBytesObject>(item)) {
        return join_bytes(separator, items);
    }
    let mut views = Buf::with_capacity(items.len());
    let mut size = 0usize;
    for (at, item) in items.iter().enumerate() {
        let view = View::simple(item).map_err(|raised| {
            raised.clear();
            raise!(TypeError, "sequence item {at}: expected a bytes-like object, {} found", item.ty().name())
        })?;
        size = size.checked_add(view.len()).ok_or_else(join_too_long)?;
        views.push(view);
    }
    let between = separator.bytes();
    size = between.len().checked_mul(views.len().saturating_sub(1)).and_then(|n| n.checked_add(size)).ok_or_else(join_too_long)?;
    if size > isize::MAX as usize {
        return Err(join_too_long());
    }
    K::build(size, |out| {
        for (at, view) in views.iter().enumerate() {
            if at > 0 {
                out.extend(between);
            }
            out.extend(view.as_slice());
        }
    })
}

/// [`join`] of items that are all exactly `bytes`: nothing is exported, and nothing can change meanwhile.
fn join_bytes<K: Kind>(separator: &K, items: &[&PyObject]) -> Result<Owned> {
    // SAFETY: the caller has looked at their types.
    let bytes = |item: &'_ &PyObject| unsafe {
        std::slice::from_raw_parts(item.cast_unchecked::<PyBytesObject>().data(), item.cast_unchecked::<PyBytesObject>().len())
    };
    let between = separator.bytes();
    let mut size = between.len().checked_mul(items.len().saturating_sub(1)).ok_or_else(join_too_long)?;
    for item in items {
        size = size.checked_add(bytes(item).len()).ok_or_else(join_too_long)?;
    }
    if size > isize::MAX as usize {
        return Err(join_too_long());
    }
    K::build(size, |out| {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.extend(between);
            }
            out.extend(bytes(item));
        }
    })
}

#[cold]
fn join_too_long() -> Raised {
    raise!(OverflowError, "join() result is too long")
}

/// Whether `iter()` of the object would find something to call.
pub fn is_iterable(object: &PyObject) -> bool {
    let ty = object.ty();
    // SAFETY: a suite lives as long as its type.
    ty.tp_iter.get().is_some() || unsafe { ty.tp_as_sequence.get().as_ref() }.is_some_and(|s| s.sq_item.get().is_some())
}

// ---- hexadecimal --------------------------------------------------------------------------------------------------

/// The arguments of `hex`: separator and size of a group.
pub fn hex_groups(args: Args<'_>) -> Result<Option<HexGroups>> {
    let [separator, size] = Signature { function: "hex", names: ["sep", "bytes_per_sep"], positional: 2, required: 0 }.bind(args)?;
    hex_separator(separator, size.map_or(Ok(1), long::as_int)? as isize)
}

/// A separator, an ASCII letter as text or bytes, with the size of the groups that it stands between.
pub fn hex_separator(separator: Option<&PyObject>, size: isize) -> Result<Option<HexGroups>> {
    let Some(separator) = separator else { return Ok(None) };
    let refuse = |what: &str| raise!(ValueError, "sep must be {what}.");
    let separator = if let Some(text) = separator.downcast::<PyUnicodeObject>() {
        if text.len() != 1 {
            return Err(refuse("length 1"));
        }
        text.chars().get(0).and_then(|c| u8::try_from(c).ok()).filter(u8::is_ascii).ok_or_else(|| refuse("ASCII"))?
    } else if let Some(bytes) = separator.downcast::<PyBytesObject>() {
        match bytes.as_slice() {
            [byte] if byte.is_ascii() => *byte,
            [_] => return Err(refuse("ASCII")),
            _ => return Err(refuse("length 1")),
        }
    } else {
        let length = crate::protocol::sequence::len(separator)?;
        return Err(if length != 1 { refuse("length 1") } else { raise!(TypeError, "sep must be str or bytes.") });
    };
    Ok(Some(HexGroups { separator, size }))
}

/// The hexadecimal text of bytes, new.
pub fn hex_text(bytes: &[u8], groups: Option<HexGroups>) -> Result<Owned> {
    let size = hex_size(bytes.len(), groups).ok_or_else(Raised::no_memory)?;
    Ok(ascii_text(size, |out| hex(bytes, groups, out))?.upcast())
}

/// The method `hex`.
pub fn hex_<K: Kind>(this: &K, args: Args<'_>) -> Result<Owned> {
    let groups = hex_groups(args)?;
    hex_text(this.bytes(), groups)
}

/// The bytes that a text, or bytes with its ASCII letters, spell in hexadecimal digits.
pub fn bytes_of_hex(object: &PyObject) -> Result<Buf<u8>> {
    let parsed = if let Some(text) = object.downcast::<PyUnicodeObject>() {
        match text.chars() {
            unicode::Chars::One(chars) => from_hex(chars),
            // A letter outside of Latin-1 is no digit; where it stands is the place to report, unless something before it is wrong.
            wide => {
                let narrow: Buf<u8> = wide.iter().map(|c| u8::try_from(c).unwrap_or(0xFF)).collect();
                from_hex(&narrow)
            }
        }
    } else if getter(object.ty()).is_some() {
        from_hex(View::simple(object)?.as_slice())
    } else {
        return Err(raise!(TypeError, "fromhex() argument must be str or bytes-like, not {}", object.ty().name()));
    };
    parsed.map_err(|bad| match bad {
        BadHex::At(place) => raise!(ValueError, "non-hexadecimal number found in fromhex() arg at position {place}"),
        BadHex::Odd => raise!(ValueError, "fromhex() arg must contain an even number of hexadecimal digits"),
    })
}

/// The method `fromhex`.
pub fn fromhex<K: Kind>(class: &PyTypeObject, text: &PyObject) -> Result<Owned> {
    let made = K::make(&bytes_of_hex(text)?)?;
    if std::ptr::eq(class, K::type_object()) {
        return Ok(made);
    }
    class.as_object().call1(&made)
}

/// The method `decode`.
pub fn decode<K: Kind>(this: &K, args: Args<'_>) -> Result<Owned> {
    let [encoding, errors] = Signature { function: "decode", names: ["encoding", "errors"], positional: 2, required: 0 }.bind(args)?;
    let encoding = name_argument("decode", "encoding", encoding)?;
    let errors = name_argument("decode", "errors", errors)?;
    unicode::codecs::PyUnicode_FromEncodedObject(Some(this.as_object()), encoding.as_deref(), errors.as_deref())
}

/// The name of an encoding or of an error handler.
fn name_argument(function: &str, argument: &str, object: Option<&PyObject>) -> Result<Option<std::ffi::CString>> {
    let Some(object) = object else { return Ok(None) };
    let Some(text) = object.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "{function}() argument '{argument}' must be str, not {}", display_type(object)));
    };
    let name = std::ffi::CString::new(text.utf8()?).map_err(|_| raise!(ValueError, "embedded null character"))?;
    Ok(Some(name))
}

/// The bytes that a text encodes to, for `bytes(text, encoding, errors)`; `None` where the source is no text.
pub fn encoded(function: &str, source: Option<&PyObject>, encoding: Option<&PyObject>, errors: Option<&PyObject>) -> Result<Option<Owned>> {
    let text = source.and_then(|source| source.downcast::<PyUnicodeObject>());
    let encoding = name_argument(function, "encoding", encoding)?;
    let errors = name_argument(function, "errors", errors)?;
    match (text, &encoding, &errors) {
        (Some(text), Some(encoding), errors) => Ok(Some(unicode::codecs::PyUnicode_AsEncodedString(text, Some(encoding), errors.as_deref())?)),
        (Some(_), None, _) => Err(raise!(TypeError, "string argument without an encoding")),
        (None, Some(_), _) => Err(raise!(TypeError, "encoding without a string argument")),
        (None, None, Some(_)) => Err(raise!(TypeError, "errors without a string argument")),
        (None, None, None) => Ok(None),
    }
}

/// A copy of all bytes of an object's buffer, contiguous or not, as bytes.
pub fn copy_of_buffer(object: &PyObject) -> Result<Owned> {
    let mut view = Py_buffer::EMPTY;
    buffer::get_buffer(object, &raw mut view, buffer::request::FULL_RO)?;
    let size = usize::try_from(view.len).unwrap_or(0);
    let made = match size {
        0 => Ok(Owned::from_ref(bytes::empty())),
        // SAFETY: the buffer is as its exporter filled it, and all of the bytes are written.
        1 => unsafe {
            let mut byte = 0u8;
            buffer::copy_items(&view, false, &raw mut byte);
            bytes::from_slice(&[byte])
        },
        // SAFETY: as above.
        _ => unsafe { bytes::uninit(size) }.inspect(|copy| unsafe { buffer::copy_items(&view, false, copy.data()) }),
    };
    buffer::release(&mut view);
    Ok(made?.upcast())
}

/// The items of an iterable, which are ints from 0 to 255; `what` is the error's word for one.
pub fn collect(iterable: &PyObject, what: &str) -> Result<Buf<u8>> {
    let mut items = Buf::new();
    if let Some(known) = list::items_of(iterable) {
        let _ = items.try_reserve_exact(known.len());
    }
    iteration::for_each(iterable, |item| {
        items.push(byte(&item, what)?);
        Ok(true)
    })?;
    Ok(items)
}

/// The rows of both tables, and before them a type's own.
#[macro_export]
#[doc(hidden)]
macro_rules! shared_byte_methods {
    ($kind:ty; $($own:expr,)*) => {{
        use $crate::boundary::method::{fastcall, keywords, noargs, o, static_fastcall};
        use $crate::types::bytes_methods::table as shared;
        [
            $($own,)*
            noargs(c"capitalize", shared::capitalize_::<$kind>, c"capitalize($self, /)\n--\n\nThe first byte in upper case, the others in lower case."),
            fastcall(c"center", shared::center::<$kind>, c"center($self, width, fillchar=b' ', /)\n--\n\nThe bytes in the middle of a width, padded on both sides."),
            fastcall(c"count", shared::count_::<$kind>, c"count($self, sub[, start[, end]], /)\n--\n\nHow often sub occurs without overlap."),
            keywords(c"decode", shared::decode::<$kind>, c"decode($self, /, encoding='utf-8', errors='strict')\n--\n\nThe text that the bytes encode."),
            fastcall(c"endswith", shared::endswith::<$kind>, c"endswith($self, suffix[, start[, end]], /)\n--\n\nWhether the bytes end with the suffix, or with one of a tuple of them."),
            keywords(c"expandtabs", shared::expandtabs::<$kind>, c"expandtabs($self, /, tabsize=8)\n--\n\nThe bytes with spaces up to the next column in place of tabs."),
            fastcall(c"find", shared::find_::<$kind>, c"find($self, sub[, start[, end]], /)\n--\n\nThe first place of sub, or -1."),
            o(c"fromhex", shared::fromhex::<$kind>, c"fromhex($type, string, /)\n--\n\nThe bytes that hexadecimal digits spell, two each; white space between them is skipped.").class(),
            keywords(c"hex", shared::hex_::<$kind>, c"hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nThe bytes as hexadecimal digits, with a separator between groups of them.\n\nGroups are counted from the right, or from the left where bytes_per_sep is negative."),
            fastcall(c"index", shared::index_::<$kind>, c"index($self, sub[, start[, end]], /)\n--\n\nThe first place of sub; ValueError where there is none."),
            noargs(c"isalnum", shared::isalnum::<$kind>, c"isalnum($self, /)\n--\n\nWhether there are bytes, all of them ASCII letters or digits."),
            noargs(c"isalpha", shared::isalpha::<$kind>, c"isalpha($self, /)\n--\n\nWhether there are bytes, all of them ASCII letters."),
            noargs(c"isascii", shared::isascii::<$kind>, c"isascii($self, /)\n--\n\nWhether all bytes are below 128."),
            noargs(c"isdigit", shared::isdigit::<$kind>, c"isdigit($self, /)\n--\n\nWhether there are bytes, all of them ASCII digits."),
            noargs(c"islower", shared::islower::<$kind>, c"islower($self, /)\n--\n\nWhether there are ASCII letters, all of them in lower case."),
            noargs(c"isspace", shared::isspace::<$kind>, c"isspace($self, /)\n--\n\nWhether there are bytes, all of them ASCII white space."),
            noargs(c"istitle", shared::istitle::<$kind>, c"istitle($self, /)\n--\n\nWhether there are words, all of them with their first letter only in upper case."),
            noargs(c"isupper", shared::isupper::<$kind>, c"isupper($self, /)\n--\n\nWhether there are ASCII letters, all of them in upper case."),
            o(c"join", shared::join::<$kind>, c"join($self, iterable_of_bytes, /)\n--\n\nThe bytes of all items, with these bytes between them."),
            fastcall(c"ljust", shared::ljust::<$kind>, c"ljust($self, width, fillchar=b' ', /)\n--\n\nThe bytes at the left of a width, padded on the right."),
            noargs(c"lower", shared::lower::<$kind>, c"lower($self, /)\n--\n\nThe bytes with all ASCII letters in lower case."),
            fastcall(c"lstrip", shared::lstrip::<$kind>, c"lstrip($self, bytes=None, /)\n--\n\nThe bytes without those of the set, or white space, at their start."),
            static_fastcall(c"maketrans", shared::maketrans, c"maketrans(frm, to, /)\n--\n\nA table for translate that changes each byte of frm into the one at its place in to."),
            o(c"partition", shared::partition::<$kind>, c"partition($self, sep, /)\n--\n\nWhat stands before the first sep, sep, and what stands behind it; where there is none, all, and twice nothing."),
            o(c"removeprefix", shared::removeprefix::<$kind>, c"removeprefix($self, prefix, /)\n--\n\nThe bytes without the prefix, where they begin with it."),
            o(c"removesuffix", shared::removesuffix::<$kind>, c"removesuffix($self, suffix, /)\n--\n\nThe bytes without the suffix, where they end with it."),
            fastcall(c"replace", shared::replace_::<$kind>, c"replace($self, old, new, count=-1, /)\n--\n\nThe bytes with new in place of old, at most count times unless that is negative."),
            fastcall(c"rfind", shared::rfind_::<$kind>, c"rfind($self, sub[, start[, end]], /)\n--\n\nThe last place of sub, or -1."),
            fastcall(c"rindex", shared::rindex_::<$kind>, c"rindex($self, sub[, start[, end]], /)\n--\n\nThe last place of sub; ValueError where there is none."),
            fastcall(c"rjust", shared::rjust::<$kind>, c"rjust($self, width, fillchar=b' ', /)\n--\n\nThe bytes at the right of a width, padded on the left."),
            o(c"rpartition", shared::rpartition::<$kind>, c"rpartition($self, sep, /)\n--\n\nWhat stands before the last sep, sep, and what stands behind it; where there is none, twice nothing, and all."),
            keywords(c"rsplit", shared::rsplit_::<$kind>, c"rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nA list of the parts between separators, split from the right; without sep, runs of white space separate."),
            fastcall(c"rstrip", shared::rstrip::<$kind>, c"rstrip($self, bytes=None, /)\n--\n\nThe bytes without those of the set, or white space, at their end."),
            keywords(c"split", shared::split_::<$kind>, c"split($self, /, sep=None, maxsplit=-1)\n--\n\nA list of the parts between separators; without sep, runs of white space separate."),
            keywords(c"splitlines", shared::splitlines::<$kind>, c"splitlines($self, /, keepends=False)\n--\n\nA list of the lines, with their ends if keepends is true."),
            fastcall(c"startswith", shared::startswith::<$kind>, c"startswith($self, prefix[, start[, end]], /)\n--\n\nWhether the bytes begin with the prefix, or with one of a tuple of them."),
            fastcall(c"strip", shared::strip_::<$kind>, c"strip($self, bytes=None, /)\n--\n\nThe bytes without those of the set, or white space, at both ends."),
            noargs(c"swapcase", shared::swapcase::<$kind>, c"swapcase($self, /)\n--\n\nThe bytes with upper case for lower case and the reverse."),
            noargs(c"title", shared::title_::<$kind>, c"title($self, /)\n--\n\nThe bytes with the first letter of each word in upper case and the others in lower case."),
            keywords(c"translate", shared::translate_::<$kind>, c"translate($self, table, /, delete=b'')\n--\n\nThe bytes without those of delete, the others looked up in the table, which has 256."),
            noargs(c"upper", shared::upper::<$kind>, c"upper($self, /)\n--\n\nThe bytes with all ASCII letters in upper case."),
            o(c"zfill", shared::zfill::<$kind>, c"zfill($self, width, /)\n--\n\nThe bytes with zeros on the left, behind a sign, up to the width."),
            $crate::layout::PyMethodDef::END,
        ]
    }};
}
