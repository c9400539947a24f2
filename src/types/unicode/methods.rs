//! The methods of `str` that Python sees, and the functions behind them that C has as well.

use super::api::{count_in, find_in, tail_match};
use super::case;
use super::chars::{Chars, TextBuf, Unit};
use super::codecs;
use super::ctype;
use super::{alloc, bad_type, empty, exact, expect_str, format, from_buf, from_char, map_ascii, search, split, substring, translate};
use crate::args::{Signature, check_positional};
use crate::boundary::method::{self, Args};
use crate::layout::*;
use crate::object::Owned;
use crate::protocol::{index, sequence};
use crate::raise;
use crate::runtime::buf::Buf;
use crate::runtime::errors::{Raised, Result};
use crate::types::bool::from_bool;
use crate::types::{list, long, tuple};
use std::ffi::CString;

type Str = PyUnicodeObject;

/// `str`'s methods.
pub static METHODS: [PyMethodDef; 51] = [
    method::keywords(c"encode", encode, c"encode($self, /, encoding='utf-8', errors='strict')\n--\n\nThe text as bytes in an encoding."),
    method::keywords(
        c"replace",
        replace_method,
        c"replace($self, old, new, /, count=-1)\n--\n\nThe text with one part put in the place of another, at most count times.",
    ),
    method::keywords(
        c"split",
        |s: &Str, args| split_method(s, args, true),
        c"split($self, /, sep=None, maxsplit=-1)\n--\n\nThe words of the text, or what stands between separators, cut from the left.",
    ),
    method::keywords(
        c"rsplit",
        |s: &Str, args| split_method(s, args, false),
        c"rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nThe words of the text, or what stands between separators, cut from the right.",
    ),
    method::o(
        c"join",
        |s: &Str, items: &PyObject| join(Some(s), items),
        c"join($self, iterable, /)\n--\n\nThe texts of an iterable with this one between them.",
    ),
    method::noargs(
        c"capitalize",
        |s: &Str| from_buf(&case::capitalize(s.chars())),
        c"capitalize($self, /)\n--\n\nThe text with its first character in title case and the rest in lower case.",
    ),
    method::noargs(
        c"casefold",
        |s: &Str| cased(s, |b| b.to_ascii_lowercase(), case::casefold),
        c"casefold($self, /)\n--\n\nThe text for comparison without case.",
    ),
    method::noargs(c"title", |s: &Str| from_buf(&case::title(s.chars())), c"title($self, /)\n--\n\nThe text with each word in title case."),
    method::fastcall(
        c"center",
        |s: &Str, args: &[&PyObject]| pad_method(s, args, "center", center_share),
        c"center($self, width, fillchar=' ', /)\n--\n\nThe text in the middle of a field.",
    ),
    method::fastcall(c"count", count, c"count($self, sub[, start[, end]], /)\n--\n\nHow often a part stands in the text without overlap."),
    method::keywords(c"expandtabs", expand_tabs, c"expandtabs($self, /, tabsize=8)\n--\n\nThe text with spaces for tabs."),
    method::fastcall(
        c"find",
        |s: &Str, args: &[&PyObject]| find_method(s, args, "find", true, false),
        c"find($self, sub[, start[, end]], /)\n--\n\nWhere a part first stands, or -1.",
    ),
    method::o(
        c"partition",
        |s: &Str, sep: &PyObject| partition(s, expect_str(sep)?, true),
        c"partition($self, sep, /)\n--\n\nWhat stands before the first separator, the separator, and what stands after it.",
    ),
    method::fastcall(
        c"index",
        |s: &Str, args: &[&PyObject]| find_method(s, args, "index", true, true),
        c"index($self, sub[, start[, end]], /)\n--\n\nWhere a part first stands; ValueError if it does not.",
    ),
    method::fastcall(
        c"ljust",
        |s: &Str, args: &[&PyObject]| pad_method(s, args, "ljust", |missing, _| (0, missing)),
        c"ljust($self, width, fillchar=' ', /)\n--\n\nThe text at the left of a field.",
    ),
    method::noargs(c"lower", |s: &Str| cased(s, |b| b.to_ascii_lowercase(), case::lower), c"lower($self, /)\n--\n\nThe text in lower case."),
    method::fastcall(
        c"lstrip",
        |s: &Str, args: &[&PyObject]| strip_method(s, args, "lstrip", true, false),
        c"lstrip($self, chars=None, /)\n--\n\nThe text without white space, or the given characters, at its beginning.",
    ),
    method::fastcall(
        c"rfind",
        |s: &Str, args: &[&PyObject]| find_method(s, args, "rfind", false, false),
        c"rfind($self, sub[, start[, end]], /)\n--\n\nWhere a part last stands, or -1.",
    ),
    method::fastcall(
        c"rindex",
        |s: &Str, args: &[&PyObject]| find_method(s, args, "rindex", false, true),
        c"rindex($self, sub[, start[, end]], /)\n--\n\nWhere a part last stands; ValueError if it does not.",
    ),
    method::fastcall(
        c"rjust",
        |s: &Str, args: &[&PyObject]| pad_method(s, args, "rjust", |missing, _| (missing, 0)),
        c"rjust($self, width, fillchar=' ', /)\n--\n\nThe text at the right of a field.",
    ),
    method::fastcall(
        c"rstrip",
        |s: &Str, args: &[&PyObject]| strip_method(s, args, "rstrip", false, true),
        c"rstrip($self, chars=None, /)\n--\n\nThe text without white space, or the given characters, at its end.",
    ),
    method::o(
        c"rpartition",
        |s: &Str, sep: &PyObject| partition(s, expect_str(sep)?, false),
        c"rpartition($self, sep, /)\n--\n\nWhat stands before the last separator, the separator, and what stands after it.",
    ),
    method::keywords(c"splitlines", split_lines_method, c"splitlines($self, /, keepends=False)\n--\n\nThe lines of the text."),
    method::fastcall(
        c"strip",
        |s: &Str, args: &[&PyObject]| strip_method(s, args, "strip", true, true),
        c"strip($self, chars=None, /)\n--\n\nThe text without white space, or the given characters, at both ends.",
    ),
    method::noargs(
        c"swapcase",
        |s: &Str| from_buf(&case::swapcase(s.chars())),
        c"swapcase($self, /)\n--\n\nThe text with upper case for lower and lower for upper.",
    ),
    method::o(
        c"translate",
        |s: &Str, table: &PyObject| translate::translate(s, table, std::ptr::null()),
        c"translate($self, table, /)\n--\n\nThe text with each character replaced by what a table gives for it.",
    ),
    method::noargs(c"upper", |s: &Str| cased(s, |b| b.to_ascii_uppercase(), case::upper), c"upper($self, /)\n--\n\nThe text in upper case."),
    method::fastcall(
        c"startswith",
        |s: &Str, args: &[&PyObject]| affix(s, args, "startswith", false),
        c"startswith($self, prefix[, start[, end]], /)\n--\n\nWhether the text begins with a part, or with one of several.",
    ),
    method::fastcall(
        c"endswith",
        |s: &Str, args: &[&PyObject]| affix(s, args, "endswith", true),
        c"endswith($self, suffix[, start[, end]], /)\n--\n\nWhether the text ends with a part, or with one of several.",
    ),
    method::o(c"removeprefix", remove_prefix, c"removeprefix($self, prefix, /)\n--\n\nThe text without a part at its beginning."),
    method::o(c"removesuffix", remove_suffix, c"removesuffix($self, suffix, /)\n--\n\nThe text without a part at its end."),
    method::noargs(c"isascii", |s: &Str| from_bool(s.is_ascii()), c"isascii($self, /)\n--\n\nWhether every character is ASCII."),
    method::noargs(
        c"islower",
        |s: &Str| from_bool(case::is_lower(s.chars())),
        c"islower($self, /)\n--\n\nWhether every cased character is lower case, and there is one.",
    ),
    method::noargs(
        c"isupper",
        |s: &Str| from_bool(case::is_upper(s.chars())),
        c"isupper($self, /)\n--\n\nWhether every cased character is upper case, and there is one.",
    ),
    method::noargs(
        c"istitle",
        |s: &Str| from_bool(case::is_title(s.chars())),
        c"istitle($self, /)\n--\n\nWhether each word is in title case, and there is one.",
    ),
    method::noargs(
        c"isspace",
        |s: &Str| from_bool(case::all(s.chars(), ctype::is_space)),
        c"isspace($self, /)\n--\n\nWhether every character is white space, and there is one.",
    ),
    method::noargs(
        c"isdecimal",
        |s: &Str| from_bool(case::all(s.chars(), ctype::is_decimal)),
        c"isdecimal($self, /)\n--\n\nWhether every character is a decimal digit, and there is one.",
    ),
    method::noargs(
        c"isdigit",
        |s: &Str| from_bool(case::all(s.chars(), ctype::is_digit)),
        c"isdigit($self, /)\n--\n\nWhether every character is a digit, and there is one.",
    ),
    method::noargs(
        c"isnumeric",
        |s: &Str| from_bool(case::all(s.chars(), ctype::is_numeric)),
        c"isnumeric($self, /)\n--\n\nWhether every character is numeric, and there is one.",
    ),
    method::noargs(
        c"isalpha",
        |s: &Str| from_bool(case::all(s.chars(), ctype::is_alpha)),
        c"isalpha($self, /)\n--\n\nWhether every character is a letter, and there is one.",
    ),
    method::noargs(
        c"isalnum",
        |s: &Str| from_bool(case::all(s.chars(), ctype::is_alnum)),
        c"isalnum($self, /)\n--\n\nWhether every character is a letter or a number, and there is one.",
    ),
    method::noargs(
        c"isidentifier",
        |s: &Str| from_bool(case::is_identifier(s.chars())),
        c"isidentifier($self, /)\n--\n\nWhether the text could be a name in Python.",
    ),
    method::noargs(
        c"isprintable",
        |s: &Str| from_bool(s.chars().iter().all(ctype::is_printable)),
        c"isprintable($self, /)\n--\n\nWhether repr() shows every character as it is.",
    ),
    method::o(c"zfill", zfill, c"zfill($self, width, /)\n--\n\nThe text with zeros before it, after its sign."),
    method::keywords(
        c"format",
        format::format_method,
        c"format($self, /, *args, **kwargs)\n--\n\nThe text with its fields in braces filled in from the arguments.",
    ),
    method::o(
        c"format_map",
        format::format_map,
        c"format_map($self, mapping, /)\n--\n\nThe text with its fields in braces filled in from a mapping.",
    ),
    method::o(c"__format__", format::format_with, c"__format__($self, format_spec, /)\n--\n\nThe text in the form that a specification asks for."),
    method::static_fastcall(
        c"maketrans",
        |args: &[&PyObject]| {
            check_positional("maketrans", args.len(), 1, 3)?;
            translate::make_table(args)
        },
        c"maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)\n--\n\nA table for translate().",
    ),
    method::noargs(c"__sizeof__", size_of_string, c"__sizeof__($self, /)\n--\n\nThe size of the object in bytes."),
    method::noargs(c"__getnewargs__", get_new_args, c"__getnewargs__($self, /)\n--\n\n"),
    PyMethodDef::END,
];

// ---- arguments ----------------------------------------------------------------------------------------------------

/// The optional bounds after the first argument.
fn bounds(args: &[&PyObject]) -> Result<(isize, isize)> {
    let start = args.get(1).map_or(Ok(0), |start| index::slice_bound(start, 0))?;
    let end = args.get(2).map_or(Ok(isize::MAX), |end| index::slice_bound(end, isize::MAX))?;
    Ok((start, end))
}

/// The argument at a place as a `str`.
fn text_argument<'a>(function: &str, place: u32, object: &'a PyObject) -> Result<&'a Str> {
    object.downcast().ok_or_else(|| bad_type(function, Some(place), object))
}

/// An optional argument that is the name of an encoding or a handler.
fn name_argument(function: &str, argument: &str, object: Option<&PyObject>) -> Result<Option<CString>> {
    let Some(object) = object else { return Ok(None) };
    let Some(text) = object.downcast::<Str>() else {
        // The type is called, the method bound by a parser, and the two speak of None in different words.
        let given = if function == "str" { object.ty().name() } else { super::type_or_none(object) };
        return Err(raise!(TypeError, "{function}() argument '{argument}' must be str, not {given}"));
    };
    CString::new(text.utf8()?).map(Some).map_err(|_| raise!(ValueError, "embedded null character"))
}

/// A text in another case: an ASCII one byte by byte.
#[inline]
fn cased(string: &Str, ascii: impl Fn(u8) -> u8, any: impl Fn(Chars<'_>) -> TextBuf) -> Result<Owned<Str>> {
    match string.chars() {
        Chars::One(bytes) if string.is_ascii() => map_ascii(bytes, ascii),
        chars => from_buf(&any(chars)),
    }
}

// ---- encoding -----------------------------------------------------------------------------------------------------

static ENCODE: Signature<2> = Signature { function: "encode", names: ["encoding", "errors"], positional: 2, required: 0 };

fn encode(string: &Str, args: Args<'_>) -> Result<Owned<PyBytesObject>> {
    let [encoding, errors] = ENCODE.bind(args)?;
    let encoding = name_argument("encode", "encoding", encoding)?;
    let errors = name_argument("encode", "errors", errors)?;
    codecs::encode(string, encoding.as_deref(), errors.as_deref())
}

static CONSTRUCT: Signature<3> = Signature { function: "str", names: ["object", "encoding", "errors"], positional: 3, required: 0 };

/// What `str(…)` makes of its arguments.
pub fn construct(args: Args<'_>) -> Result<Owned<Str>> {
    let [object, encoding, errors] = CONSTRUCT.bind(args)?;
    let encoding = name_argument("str", "encoding", encoding)?;
    let errors = name_argument("str", "errors", errors)?;
    let Some(object) = object else { return Ok(empty()) };
    if encoding.is_none() && errors.is_none() {
        return object.str();
    }
    codecs::decode_object(object, encoding.as_deref(), errors.as_deref())
}

// ---- searching ----------------------------------------------------------------------------------------------------

fn find_method(string: &Str, args: &[&PyObject], name: &str, forward: bool, must: bool) -> Result<Owned> {
    check_positional(name, args.len(), 1, 3)?;
    let part = text_argument(name, 1, args[0])?;
    let (start, end) = bounds(args)?;
    match find_in(string.chars(), part.chars(), start, end, forward) {
        Some(at) => long::from_usize(at),
        None if must => Err(raise!(ValueError, "substring not found")),
        None => long::from_i64(-1),
    }
}

fn count(string: &Str, args: &[&PyObject]) -> Result<Owned> {
    check_positional("count", args.len(), 1, 3)?;
    let part = text_argument("count", 1, args[0])?;
    let (start, end) = bounds(args)?;
    long::from_usize(count_in(string.chars(), part.chars(), start, end))
}

fn affix(string: &Str, args: &[&PyObject], name: &str, at_end: bool) -> Result<Owned> {
    check_positional(name, args.len(), 1, 3)?;
    let (start, end) = bounds(args)?;
    if let Some(part) = args[0].downcast::<Str>() {
        return Ok(from_bool(tail_match(string.chars(), part.chars(), start, end, at_end)));
    }
    let Some(parts) = args[0].downcast::<PyTupleObject>() else {
        return Err(raise!(TypeError, "{name} first arg must be str or a tuple of str, not {}", args[0].ty().name()));
    };
    for part in parts.as_slice() {
        let Some(part) = part.downcast::<Str>() else {
            return Err(raise!(TypeError, "tuple for {name} must only contain str, not {}", part.ty().name()));
        };
        if tail_match(string.chars(), part.chars(), start, end, at_end) {
            return Ok(from_bool(true));
        }
    }
    Ok(from_bool(false))
}

fn remove_prefix(string: &Str, prefix: &PyObject) -> Result<Owned<Str>> {
    let prefix = prefix.downcast::<Str>().ok_or_else(|| bad_type("removeprefix", None, prefix))?;
    if tail_match(string.chars(), prefix.chars(), 0, isize::MAX, false) { substring(string, prefix.len(), string.len()) } else { exact(string) }
}

fn remove_suffix(string: &Str, suffix: &PyObject) -> Result<Owned<Str>> {
    let suffix = suffix.downcast::<Str>().ok_or_else(|| bad_type("removesuffix", None, suffix))?;
    if tail_match(string.chars(), suffix.chars(), 0, isize::MAX, true) { substring(string, 0, string.len() - suffix.len()) } else { exact(string) }
}

// ---- splitting and joining ----------------------------------------------------------------------------------------

/// The words, or what stands between separators, at most `limit` cuts (any number where it is negative), from the left or the right.
pub fn split(string: &Str, separator: Option<&Str>, limit: isize, from_left: bool) -> Result<Owned> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let pieces = list::new()?;
    let chars = string.chars();
    let add = |start: usize, end: usize| pieces.push(substring(string, start, end)?.upcast());
    match separator {
        Some(separator) if separator.is_empty() => return Err(raise!(ValueError, "empty separator")),
        Some(separator) if from_left => split::pieces(chars, separator.chars(), limit, add)?,
        Some(separator) => split::pieces_from_right(chars, separator.chars(), limit, add)?,
        None if from_left => split::words(chars, limit, add)?,
        None => split::words_from_right(chars, limit, add)?,
    }
    if !from_left {
        pieces.reverse();
    }
    Ok(pieces.upcast())
}

static SPLIT: Signature<2> = Signature { function: "split", names: ["sep", "maxsplit"], positional: 2, required: 0 };
static RSPLIT: Signature<2> = Signature { function: "rsplit", names: ["sep", "maxsplit"], positional: 2, required: 0 };

fn split_method(string: &Str, args: Args<'_>, from_left: bool) -> Result<Owned> {
    let [separator, limit] = if from_left { SPLIT.bind(args)? } else { RSPLIT.bind(args)? };
    let limit = limit.map_or(Ok(-1), index::number)?;
    let separator = match separator {
        None => None,
        Some(object) if object.is_none() => None,
        Some(object) => match object.downcast::<Str>() {
            Some(separator) => Some(separator),
            None => return Err(raise!(TypeError, "must be str or None, not {}", object.ty().name())),
        },
    };
    split(string, separator, limit, from_left)
}

/// The lines, with their ends where these are kept.
pub fn split_lines(string: &Str, keep_ends: bool) -> Result<Owned> {
    let lines = list::new()?;
    split::lines(string.chars(), keep_ends, |start, end| lines.push(substring(string, start, end)?.upcast()))?;
    Ok(lines.upcast())
}

static SPLITLINES: Signature<1> = Signature { function: "splitlines", names: ["keepends"], positional: 1, required: 0 };

fn split_lines_method(string: &Str, args: Args<'_>) -> Result<Owned> {
    let [keep_ends] = SPLITLINES.bind(args)?;
    split_lines(string, keep_ends.map_or(Ok(false), PyObject::is_true)?)
}

/// What stands before the first (or last) separator, the separator, and what stands after it.
pub fn partition(string: &Str, separator: &Str, first: bool) -> Result<Owned> {
    if separator.is_empty() {
        return Err(raise!(ValueError, "empty separator"));
    }
    let parts = match search::find_chars(string.chars(), separator.chars(), first) {
        Some(at) => [substring(string, 0, at)?, Owned::from_ref(separator), substring(string, at + separator.len(), string.len())?],
        None if first => [exact(string)?, empty(), empty()],
        None => [empty(), empty(), exact(string)?],
    };
    Ok(tuple::from_owned(parts.map(Owned::upcast))?.upcast())
}

/// The texts of an iterable with a separator between them, a space where it is none.
pub fn join(separator: Option<&PyObject>, iterable: &PyObject) -> Result<Owned<Str>> {
    let items = sequence::fast(iterable, c"can only join an iterable")?;
    match list::items_of(&items) {
        Some(items) => join_items(separator, items),
        None => Err(super::bad_internal_call()),
    }
}

/// See [`join`].
pub fn join_items(separator: Option<&PyObject>, items: &[&PyObject]) -> Result<Owned<Str>> {
    if items.is_empty() {
        return Ok(empty());
    }
    if let [only] = items
        && let Some(only) = only.downcast_exact::<Str>()
    {
        return Ok(Owned::from_ref(only));
    }
    let between = match separator {
        None => Chars::One(b" "),
        Some(object) => match object.downcast::<Str>() {
            Some(text) => text.chars(),
            None if items.len() == 1 => Chars::One(&[]),
            None => return Err(raise!(TypeError, "separator: expected str instance, {} found", object.ty().name())),
        },
    };
    // The length and the width first, so that the text is written once.
    let mut len = between.len().checked_mul(items.len() - 1);
    let mut class = if items.len() > 1 { separator_class(separator) } else { 0 };
    for (i, item) in items.iter().enumerate() {
        let Some(text) = item.downcast::<Str>() else {
            return Err(raise!(TypeError, "sequence item {i}: expected str instance, {} found", item.ty().name()));
        };
        len = len.and_then(|n| n.checked_add(text.len()));
        class = class.max(text.max_class());
    }
    let Some(len) = len.filter(|&n| n <= isize::MAX as usize) else {
        return Err(raise!(OverflowError, "join() result is too long for a Python string"));
    };
    if len == 0 {
        return Ok(empty());
    }
    if len == 1 {
        let one = items.iter().filter_map(|item| item.downcast::<Str>()).find_map(|text| text.chars().get(0)).or_else(|| between.get(0));
        return from_char(one.unwrap_or(0));
    }
    let result = alloc(len, class.max(0x7F))?;
    let mut at = 0;
    for (i, item) in items.iter().enumerate() {
        // SAFETY: room and width have been measured for all of them.
        unsafe {
            if i > 0 {
                result.write(at, between);
                at += between.len();
            }
            if let Some(text) = item.downcast::<Str>() {
                result.write(at, text.chars());
                at += text.len();
            }
        }
    }
    Ok(result)
}

fn separator_class(separator: Option<&PyObject>) -> u32 {
    separator.and_then(|s| s.downcast::<Str>()).map_or(0x7F, Str::max_class)
}

// ---- replacing ----------------------------------------------------------------------------------------------------

/// The text with `new` for `old`, at most `limit` times, any number where it is negative.
pub fn replace(string: &Str, old: &Str, new: &Str, limit: isize) -> Result<Owned<Str>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if limit == 0 || old.len() > string.len() || std::ptr::eq(old, new) {
        return exact(string);
    }
    if limit >= string.len()
        && let (Some(from), Some(to)) = (only_char(old), only_char(new))
        && super::chars::class_of(to) <= 0x7F
        && string.is_ascii()
        && let Chars::One(bytes) = string.chars()
    {
        if from > 0x7F || memchr::memchr(from as u8, bytes).is_none() {
            return exact(string);
        }
        return map_ascii(bytes, |b| if b == from as u8 { to as u8 } else { b });
    }
    let chars = string.chars();
    let mut places = Buf::new();
    if old.is_empty() {
        places.extend((0..=string.len()).take(limit));
    } else {
        search::each_match(chars, old.chars(), |at| {
            places.push(at);
            places.len() < limit
        });
    }
    if places.is_empty() {
        return exact(string);
    }
    let len = places.len().checked_mul(new.len()).and_then(|added| (string.len() - places.len() * old.len()).checked_add(added));
    let Some(len) = len.filter(|&n| n <= isize::MAX as usize) else {
        return Err(raise!(OverflowError, "replace string is too long"));
    };
    // What is taken out may have been the only wide characters: then the width is found at the end.
    if string.max_class() > new.max_class() && old.max_class() == string.max_class() || len < 2 {
        let mut out = TextBuf::new();
        if !out.try_reserve(len) {
            return Err(Raised::no_memory());
        }
        each_piece(chars, &places, old.len(), |start, end, last| {
            out.push_chars(chars.slice(start, end));
            if !last {
                out.push_chars(new.chars());
            }
        });
        return from_buf(&out);
    }
    let result = alloc(len, string.max_class().max(new.max_class()))?;
    if string.kind() == result.kind() {
        super::chars::with_units!(chars, |units| {
            // SAFETY: room has been measured for all pieces, and the result's units are the text's.
            search::in_width(new.chars(), |new| unsafe { put_pieces(units, &places, old.len(), new, result.data().cast()) })
        });
        return Ok(result);
    }
    let mut at = 0;
    each_piece(chars, &places, old.len(), |start, end, last| {
        // SAFETY: room and width have been measured for all pieces.
        unsafe {
            result.write(at, chars.slice(start, end));
            at += end - start;
            if !last {
                result.write(at, new.chars());
                at += new.len();
            }
        }
    });
    Ok(result)
}

/// Writes a text with `new` at the places, instead of `gap` units.
///
/// # Safety
/// The places are in order and do not overlap; `out` has room for what is written.
unsafe fn put_pieces<T: Unit>(text: &[T], places: &[usize], gap: usize, new: &[T], mut out: *mut T) {
    let mut from = 0;
    // SAFETY: the caller's word.
    unsafe {
        for &at in places {
            out.copy_from_nonoverlapping(text.as_ptr().add(from), at - from);
            out = out.add(at - from);
            out.copy_from_nonoverlapping(new.as_ptr(), new.len());
            out = out.add(new.len());
            from = at + gap;
        }
        out.copy_from_nonoverlapping(text.as_ptr().add(from), text.len() - from);
    }
}

/// The one character of a string that has one.
fn only_char(string: &Str) -> Option<u32> {
    if string.len() == 1 { string.chars().get(0) } else { None }
}

/// Calls `piece` with the ranges that stay, and whether it is the last.
fn each_piece(chars: Chars<'_>, places: &[usize], gap: usize, mut piece: impl FnMut(usize, usize, bool)) {
    let mut from = 0;
    for &at in places {
        piece(from, at, false);
        from = at + gap;
    }
    piece(from, chars.len(), true);
}

static REPLACE: Signature<3> = Signature { function: "replace", names: ["", "", "count"], positional: 3, required: 2 };

fn replace_method(string: &Str, args: Args<'_>) -> Result<Owned<Str>> {
    let [old, new, limit] = REPLACE.bind(args)?;
    let (Some(old), Some(new)) = (old, new) else { return Err(super::bad_internal_call()) };
    let (old, new) = (text_argument("replace", 1, old)?, text_argument("replace", 2, new)?);
    replace(string, old, new, limit.map_or(Ok(-1), index::number)?)
}

// ---- stripping and padding ----------------------------------------------------------------------------------------

fn strip_method(string: &Str, args: &[&PyObject], name: &str, left: bool, right: bool) -> Result<Owned<Str>> {
    check_positional(name, args.len(), 0, 1)?;
    let chars = string.chars();
    let (start, end) = match args.first() {
        Some(set) if !set.is_none() => match set.downcast::<Str>() {
            Some(set) => split::strip(chars, left, right, |c| split::member(set.chars(), c)),
            None => return Err(raise!(TypeError, "{name} arg must be None or str")),
        },
        _ => split::strip(chars, left, right, ctype::is_space),
    };
    substring(string, start, end)
}

/// The text with `left` and `right` times a character beside it; itself where there is nothing to add.
fn pad(string: &Str, left: usize, right: usize, fill: u32) -> Result<Owned<Str>> {
    if left == 0 && right == 0 {
        return exact(string);
    }
    let Some(len) = left.checked_add(string.len()).and_then(|n| n.checked_add(right)).filter(|&n| n <= isize::MAX as usize) else {
        return Err(raise!(OverflowError, "padded string is too long"));
    };
    if len == 1 {
        return from_char(fill);
    }
    let result = alloc(len, string.max_class().max(super::chars::class_of(fill)))?;
    // SAFETY: room and width have been measured.
    unsafe {
        result.fill(0, left, fill);
        result.write(left, string.chars());
        result.fill(left + string.len(), right, fill);
    }
    Ok(result)
}

/// An odd space goes to the left where the field is of odd width.
fn center_share(missing: usize, width: usize) -> (usize, usize) {
    let left = missing / 2 + (missing & width & 1);
    (left, missing - left)
}

fn pad_method(string: &Str, args: &[&PyObject], name: &str, share: impl Fn(usize, usize) -> (usize, usize)) -> Result<Owned<Str>> {
    check_positional(name, args.len(), 1, 2)?;
    let width = index::number(args[0])?;
    let fill = match args.get(1) {
        None => u32::from(b' '),
        Some(fill) => match fill.downcast::<Str>() {
            Some(fill) if fill.len() == 1 => fill.chars().at(0),
            Some(_) => return Err(raise!(TypeError, "The fill character must be exactly one character long")),
            None => return Err(raise!(TypeError, "The fill character must be a unicode character, not {}", fill.ty().name())),
        },
    };
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(string.len());
    let (left, right) = share(missing, width as usize);
    pad(string, left, right, fill)
}

fn zfill(string: &Str, width: &PyObject) -> Result<Owned<Str>> {
    let missing = usize::try_from(index::number(width)?).unwrap_or(0).saturating_sub(string.len());
    if missing == 0 {
        return exact(string);
    }
    let padded = pad(string, missing, 0, b'0'.into())?;
    if let Some(sign @ (0x2B | 0x2D)) = string.chars().get(0)
        && padded.len() > 1
    {
        // SAFETY: just made, and nobody else has it.
        unsafe {
            padded.fill(0, 1, sign);
            padded.fill(missing, 1, b'0'.into());
        }
    }
    Ok(padded)
}

static EXPANDTABS: Signature<1> = Signature { function: "expandtabs", names: ["tabsize"], positional: 1, required: 0 };

fn expand_tabs(string: &Str, args: Args<'_>) -> Result<Owned<Str>> {
    let [tab_size] = EXPANDTABS.bind(args)?;
    let tab_size = tab_size.map_or(Ok(8), long::convert::as_int)?.max(0) as usize;
    let chars = string.chars();
    if search::find_char(chars, 9, true).is_none() {
        return exact(string);
    }
    let Some(len) = split::expanded_len(chars, tab_size) else {
        return Err(raise!(OverflowError, "new string is too long"));
    };
    let mut out = TextBuf::new();
    if !out.try_reserve_wide(len, string.max_class()) {
        return Err(Raised::no_memory());
    }
    split::expand_tabs(chars, tab_size, &mut out);
    from_buf(&out)
}

// ---- the object ---------------------------------------------------------------------------------------------------

fn size_of_string(string: &Str) -> Result<Owned> {
    let state = string.state.get();
    let characters = (string.len() + 1) * string.kind() as usize;
    let own = if state & str_state::COMPACT == 0 {
        size_of::<PyUnicodeObject>() + characters
    } else if string.is_ascii() {
        size_of::<PyASCIIObject>() + characters
    } else {
        size_of::<PyCompactUnicodeObject>() + characters
    };
    let cached = if string.is_ascii() || string.utf8.get().is_null() { 0 } else { string.utf8_length.get() as usize + 1 };
    long::from_usize(own + cached)
}

fn get_new_args(string: &Str) -> Result<Owned<PyTupleObject>> {
    tuple::from_owned([exact(string)?.upcast()])
}
