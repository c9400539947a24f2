//! `PyArg_ParseTupleAndKeywords` and what generated code calls in its place: arguments by position and by name.
//!
//! Names are compared as text with the C strings of the list: nothing is made or kept for it, so a list in static memory
//! serves every interpreter.

use super::Parsed;
use super::parse::{Parser, called};
use crate::boundary::method::Args;
use crate::boundary::va_list::VaList;
use crate::layout::*;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::suggestions;
use crate::types::unicode::Chars;
use crate::{raise, worker};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};
use std::ptr::null_mut;

worker! {
    parse_keywords as exuvia_parse_keywords(args: Option<&PyObject>, kwargs: Option<&PyObject>, format: *const c_char, names: *const *const c_char, va: *mut VaList) -> Parsed;
    parse_fast as exuvia_parse_fast(args: Option<&PyObject>, kwargs: Option<&PyObject>, parser: *const _PyArg_Parser, va: *mut VaList) -> Parsed;
    parse_stack as exuvia_parse_stack_keywords(args: *const *mut PyObject, count: isize, kwnames: Option<&PyTupleObject>, parser: *const _PyArg_Parser, va: *mut VaList) -> Parsed;
}

/// Takes a tuple and a dict (or NULL) apart by a format and a list of names that ends with NULL; 1, or 0 with an exception.
/// The caller's `va` is not advanced.
#[capi]
pub fn PyArg_VaParseTupleAndKeywords(
    args: Option<&PyObject>,
    kwargs: Option<&PyObject>,
    format: *const c_char,
    names: *const *const c_char,
    va: *mut VaList,
) -> Parsed {
    // SAFETY: C's word.
    unsafe { parse_keywords(args, kwargs, format, names, va) }
}

/// `PyArg_VaParseTupleAndKeywords`; sizes are `Py_ssize_t` in both.
#[capi(private)]
pub fn _PyArg_VaParseTupleAndKeywords_SizeT(
    args: Option<&PyObject>,
    kwargs: Option<&PyObject>,
    format: *const c_char,
    names: *const *const c_char,
    va: *mut VaList,
) -> Parsed {
    // SAFETY: C's word.
    unsafe { parse_keywords(args, kwargs, format, names, va) }
}

fn bad_call() -> Raised {
    raise!(SystemError, "bad argument to internal function")
}

/// # Safety
/// `names` ends with NULL; `va` holds the places that the format says.
unsafe fn parse_keywords(
    args: Option<&PyObject>,
    kwargs: Option<&PyObject>,
    format: *const c_char,
    names: *const *const c_char,
    va: *mut VaList,
) -> Parsed {
    let parse = || {
        let (args, named) = tuple_and_dict(args, kwargs)?;
        if format.is_null() || names.is_null() {
            return Err(bad_call());
        }
        // SAFETY: the caller's word.
        unsafe {
            let names = Names::new(names)?;
            by_format(args, &named, format, &names, Who::Format(format), va)
        }
    };
    Parsed(parse())
}

fn tuple_and_dict<'a>(args: Option<&'a PyObject>, kwargs: Option<&'a PyObject>) -> Result<(&'a [&'a PyObject], Named<'a>)> {
    let args = args.and_then(|args| args.downcast::<PyTupleObject>()).ok_or_else(bad_call)?;
    let named = match kwargs {
        None => Named::None,
        Some(kwargs) => match kwargs.downcast::<PyDictObject>() {
            Some(kwargs) if kwargs.is_empty() => Named::None,
            Some(kwargs) => Named::Dict(kwargs),
            None => return Err(bad_call()),
        },
    };
    Ok((args.as_slice(), named))
}

/// Whom messages name. What a format says of that is looked for only when there is something to say.
#[derive(Clone, Copy)]
enum Who<'a> {
    Format(*const c_char),
    Named { function: Option<&'a CStr>, message: Option<&'a CStr> },
}

impl<'a> Who<'a> {
    /// What a format has after a character.
    #[cold]
    fn after(format: *const c_char, c: u8) -> Option<&'a CStr> {
        // SAFETY: a format is a C string.
        let bytes = unsafe { CStr::from_ptr(format) }.to_bytes_with_nul();
        memchr::memchr(c, bytes).and_then(|at| CStr::from_bytes_with_nul(&bytes[at + 1..]).ok())
    }
    fn function(&self) -> Option<&'a CStr> {
        match *self {
            Who::Format(format) => Self::after(format, b':'),
            Who::Named { function, .. } => function,
        }
    }
    fn message(&self) -> Option<&'a CStr> {
        match *self {
            Who::Format(format) if self.function().is_none() => Self::after(format, b';'),
            Who::Format(_) => None,
            Who::Named { message, .. } => message,
        }
    }
}

// ---- names --------------------------------------------------------------------------------------------------------

/// A list of parameters' names: the first ones, which are positional only, are empty.
struct Names {
    list: *const *const c_char,
    positional_only: usize,
    len: usize,
}

impl Names {
    /// # Safety
    /// The list is of C strings and ends with NULL.
    #[inline]
    unsafe fn new(list: *const *const c_char) -> Result<Self> {
        let (mut positional_only, mut len) = (0, 0);
        // SAFETY: never past the NULL.
        unsafe {
            while !(*list.add(len)).is_null() {
                if **list.add(len) != 0 {
                } else if positional_only == len {
                    positional_only += 1;
                } else {
                    return Err(raise!(SystemError, "Empty keyword parameter name"));
                }
                len += 1;
            }
        }
        Ok(Names { list, positional_only, len })
    }
    /// The name at an index below `len`.
    #[inline(always)]
    fn get(&self, i: usize) -> &CStr {
        // SAFETY: within the list.
        unsafe { CStr::from_ptr(*self.list.add(i)) }
    }
    fn named(&self) -> impl Iterator<Item = &CStr> {
        (self.positional_only..self.len).map(|i| self.get(i))
    }
}

/// Arguments given by name.
enum Named<'a> {
    None,
    Dict(&'a PyDictObject),
    /// By the vectorcall convention.
    Row(&'a PyTupleObject, &'a [&'a PyObject]),
}

impl<'a> Named<'a> {
    fn len(&self) -> usize {
        match self {
            Named::None => 0,
            Named::Dict(kwargs) => kwargs.len(),
            Named::Row(names, _) => names.len(),
        }
    }
    /// Names and values, in order, until the function gives something.
    #[inline]
    fn search<R>(&self, mut look: impl FnMut(&'a PyObject, &'a PyObject) -> Option<R>) -> Option<R> {
        match *self {
            Named::None => None,
            Named::Dict(kwargs) => {
                let mut position = 0;
                while let Some((name, value)) = kwargs.next(&mut position) {
                    if let Some(found) = look(name, value) {
                        return Some(found);
                    }
                }
                None
            }
            Named::Row(names, values) => names.as_slice().iter().zip(values).find_map(|(name, value)| look(name, value)),
        }
    }
    #[inline]
    fn find(&self, wanted: &CStr) -> Option<&'a PyObject> {
        let wanted = wanted.to_bytes();
        self.search(|name, value| is_text(name, wanted).then_some(value))
    }
}

/// Whether an object is the `str` of this UTF-8.
#[inline]
fn is_text(object: &PyObject, utf8: &[u8]) -> bool {
    let Some(text) = object.downcast::<PyUnicodeObject>() else { return false };
    match text.chars() {
        Chars::One(bytes) if text.is_ascii() => bytes == utf8,
        _ => text.utf8().is_ok_and(|bytes| bytes == utf8),
    }
}

// ---- messages -----------------------------------------------------------------------------------------------------

fn s(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

#[cold]
fn too_many(who: Who<'_>, most: usize, positional: usize, named: usize) -> Raised {
    let kind = if positional == 0 { "keyword " } else { "" };
    raise!(TypeError, "{} takes at most {most} {kind}argument{} ({} given)", called(who.function(), 200), s(most), positional + named)
}

#[cold]
fn too_many_positional(who: Who<'_>, least: usize, most: usize, given: usize) -> Raised {
    let function = called(who.function(), 200);
    if most == 0 {
        return raise!(TypeError, "{function} takes no positional arguments");
    }
    let bound = if least < most { "at most" } else { "exactly" };
    raise!(TypeError, "{function} takes {bound} {most} positional argument{} ({given} given)", s(most))
}

#[cold]
fn too_few_positional(who: Who<'_>, least: usize, more: bool, given: usize) -> Raised {
    let bound = if more { "at least" } else { "exactly" };
    raise!(TypeError, "{} takes {bound} {least} positional argument{} ({given} given)", called(who.function(), 200), s(least))
}

#[cold]
fn missing(who: Who<'_>, names: &Names, i: usize) -> Raised {
    raise!(TypeError, "{} missing required argument '{}' (pos {})", called(who.function(), 200), names.get(i).to_string_lossy(), i + 1)
}

/// Arguments given by name are left over: one that was given by position too, or one that no parameter has.
#[cold]
fn left_over(who: Who<'_>, names: &Names, positional: usize, named: &Named<'_>) -> Raised {
    for i in names.positional_only..positional.min(names.len) {
        let name = names.get(i);
        if named.find(name).is_some() {
            let name = name.to_string_lossy();
            return raise!(TypeError, "argument for {} given by name ('{name}') and position ({})", called(who.function(), 200), i + 1);
        }
    }
    let unexpected = named.search(|name, _| {
        if name.downcast::<PyUnicodeObject>().is_none() {
            return Some(None);
        }
        (!names.named().any(|known| is_text(name, known.to_bytes()))).then_some(name.downcast::<PyUnicodeObject>())
    });
    match unexpected {
        Some(Some(name)) => {
            let who = if who.function().is_some() { called(who.function(), 200) } else { "this function".to_owned() };
            let known: Vec<&[u8]> = names.named().map(CStr::to_bytes).collect();
            let meant = suggestions::nearest(&known, name.to_string().as_bytes()).and_then(|i| known.get(i).copied());
            match meant.map(String::from_utf8_lossy) {
                Some(meant) => raise!(TypeError, "{who} got an unexpected keyword argument '{name}'. Did you mean '{meant}'?"),
                None => raise!(TypeError, "{who} got an unexpected keyword argument '{name}'"),
            }
        }
        Some(None) => raise!(TypeError, "keywords must be strings"),
        None => raise!(TypeError, "invalid keyword arguments"),
    }
}

fn ends(c: u8) -> bool {
    matches!(c, 0 | b':' | b';')
}

#[cold]
fn bad_skip(what: &str, parser: &Parser) -> Raised {
    raise!(SystemError, "{what}: '{}'", parser.rest().to_string_lossy())
}

// ---- with a format ------------------------------------------------------------------------------------------------

/// The arguments in the order of the names: what the format says of each is learned on the way.
///
/// # Safety
/// `va` holds the places that the format says.
unsafe fn by_format(args: &[&PyObject], named: &Named<'_>, format: *const c_char, names: &Names, who: Who<'_>, va: *mut VaList) -> Result<()> {
    let mut left = named.len();
    if args.len() + left > names.len {
        return Err(too_many(who, names.len, args.len(), left));
    }
    // SAFETY: the caller's word.
    let mut parser = unsafe { Parser::new(format, va) };
    // Up to where parameters are required, and up to where they may be given by position, once the format has said so.
    let (mut least, mut most) = (usize::MAX, usize::MAX);
    // A positional-only parameter is missing: how many are needed is known at `|`, `$` or the end.
    let mut lacking = false;
    let mut i = 0;
    while i < names.len {
        if parser.skip(b'|') {
            if least != usize::MAX {
                return Err(parser.abandon(raise!(SystemError, "Invalid format string (| specified twice)")));
            }
            least = i;
            if most != usize::MAX {
                return Err(parser.abandon(raise!(SystemError, "Invalid format string ($ before |)")));
            }
        }
        if parser.skip(b'$') {
            if most != usize::MAX {
                return Err(parser.abandon(raise!(SystemError, "Invalid format string ($ specified twice)")));
            }
            most = i;
            if most < names.positional_only {
                return Err(parser.abandon(raise!(SystemError, "Empty parameter name after $")));
            }
            if lacking {
                break;
            }
            if most < args.len() {
                // The words depend on whether there was a `|`.
                let least = if least == usize::MAX { most } else { 0 };
                return Err(parser.abandon(too_many_positional(who, least, most, args.len())));
            }
        }
        if ends(parser.peek()) {
            return Err(parser.abandon(raise!(SystemError, "More keyword list entries ({}) than format specifiers ({i})", names.len)));
        }
        if !lacking {
            let given = match args.get(i) {
                Some(given) => Some(*given),
                None if left > 0 && i >= names.positional_only => named.find(names.get(i)).inspect(|_| left -= 1),
                None => None,
            };
            if let Some(given) = given {
                // SAFETY: the caller's word.
                if let Err(problem) = unsafe { parser.item(given) } {
                    return Err(parser.fail(problem, Some(i + 1), who.function(), who.message()));
                }
                i += 1;
                continue;
            }
            if i < least {
                if i >= names.positional_only {
                    return Err(parser.abandon(missing(who, names, i)));
                }
                lacking = true;
            }
            if left == 0 && !lacking {
                parser.keep();
                return Ok(());
            }
        }
        // SAFETY: the caller's word.
        if let Err(what) = unsafe { parser.skip_item() } {
            let raised = bad_skip(what, &parser);
            return Err(parser.abandon(raised));
        }
        i += 1;
    }
    if lacking {
        let least = names.positional_only.min(least);
        return Err(parser.abandon(too_few_positional(who, least, least < i, args.len())));
    }
    if !ends(parser.peek()) && parser.peek() != b'|' && parser.peek() != b'$' {
        let rest = parser.rest().to_string_lossy();
        let raised = raise!(SystemError, "more argument specifiers than keyword list entries (remaining format:'{rest}')");
        return Err(parser.abandon(raised));
    }
    if left > 0 {
        return Err(parser.abandon(left_over(who, names, args.len(), named)));
    }
    parser.keep();
    Ok(())
}

// ---- with a parser ------------------------------------------------------------------------------------------------

/// What a `_PyArg_Parser` says, read anew at each call.
struct Plan<'a> {
    names: Names,
    who: Who<'a>,
}

impl<'a> Plan<'a> {
    /// # Safety
    /// `parser` is a parser of generated code.
    unsafe fn new(parser: &'a _PyArg_Parser) -> Result<Self> {
        // SAFETY: the caller's word.
        unsafe {
            let text = |at: *const c_char| (!at.is_null()).then(|| CStr::from_ptr(at));
            let who = match parser.format.is_null() {
                false => Who::Format(parser.format),
                true => Who::Named { function: text(parser.fname), message: text(parser.custom_msg) },
            };
            if parser.keywords.is_null() {
                return Err(bad_call());
            }
            Ok(Plan { names: Names::new(parser.keywords)?, who })
        }
    }
}

/// How many of a format's parameters are required, and how many may be given by position.
fn bounds(format: *const c_char, names: &Names) -> Result<(usize, usize)> {
    let mut nothing = VaList::EMPTY;
    // SAFETY: units are passed over without their places: the list is empty, and nothing is read through what it gives.
    let mut parser = unsafe { Parser::new(format, &mut nothing) };
    let (mut least, mut most) = (names.len, names.len);
    let (mut bar, mut dollar) = (false, false);
    for i in 0..names.len {
        if parser.skip(b'|') {
            if bar {
                return Err(raise!(SystemError, "Invalid format string (| specified twice)"));
            }
            if dollar {
                return Err(raise!(SystemError, "Invalid format string ($ before |)"));
            }
            (bar, least) = (true, i);
        }
        if parser.skip(b'$') {
            if dollar {
                return Err(raise!(SystemError, "Invalid format string ($ specified twice)"));
            }
            if i < names.positional_only {
                return Err(raise!(SystemError, "Empty parameter name after $"));
            }
            (dollar, most) = (true, i);
        }
        if ends(parser.peek()) {
            return Err(raise!(SystemError, "More keyword list entries ({}) than format specifiers ({i})", names.len));
        }
        if let Err(what) = parser.skip_unit() {
            return Err(bad_skip(what, &parser));
        }
    }
    if !ends(parser.peek()) && parser.peek() != b'|' && parser.peek() != b'$' {
        let rest = parser.rest().to_string_lossy();
        return Err(raise!(SystemError, "more argument specifiers than keyword list entries (remaining format:'{rest}')"));
    }
    Ok((least, most))
}

/// # Safety
/// `parser` is a parser of generated code; `va` holds the places that its format says.
unsafe fn parse_fast(args: Option<&PyObject>, kwargs: Option<&PyObject>, parser: *const _PyArg_Parser, va: *mut VaList) -> Parsed {
    let parse = || {
        let (args, named) = tuple_and_dict(args, kwargs)?;
        // SAFETY: the caller's word.
        unsafe { by_parser(args, &named, parser, va) }
    };
    Parsed(parse())
}

/// # Safety
/// As for [`parse_fast`], and the arguments come by the vectorcall convention.
unsafe fn parse_stack(
    args: *const *mut PyObject,
    count: isize,
    kwnames: Option<&PyTupleObject>,
    parser: *const _PyArg_Parser,
    va: *mut VaList,
) -> Parsed {
    // SAFETY: the caller's word.
    unsafe {
        let args = Args::from_vectorcall(args, count.max(0) as usize, kwnames.map_or(null_mut(), |names| names.as_ptr().cast()));
        let named = args.kwnames.map_or(Named::None, |names| Named::Row(names, args.keywords));
        Parsed(by_parser(args.positional, &named, parser, va))
    }
}

/// # Safety
/// `parser` is a parser of generated code; `va` holds the places that its format says.
unsafe fn by_parser(args: &[&PyObject], named: &Named<'_>, parser: *const _PyArg_Parser, va: *mut VaList) -> Result<()> {
    // SAFETY: the caller's word.
    let (plan, format) = unsafe {
        let parser = parser.as_ref().filter(|p| !p.format.is_null()).ok_or_else(bad_call)?;
        (Plan::new(parser)?, parser.format)
    };
    let Plan { names, who } = plan;
    let (least, most) = bounds(format, &names)?;
    let mut left = named.len();
    if args.len() + left > names.len {
        return Err(too_many(who, names.len, args.len(), left));
    }
    if most < args.len() {
        return Err(too_many_positional(who, least, most, args.len()));
    }
    // SAFETY: the caller's word.
    let mut parser = unsafe { Parser::new(format, va) };
    for i in 0..names.len {
        parser.skip(b'|');
        parser.skip(b'$');
        let given = match args.get(i) {
            Some(given) => Some(*given),
            None if left > 0 && i >= names.positional_only => named.find(names.get(i)).inspect(|_| left -= 1),
            None => None,
        };
        if let Some(given) = given {
            // SAFETY: the caller's word.
            if let Err(problem) = unsafe { parser.item(given) } {
                return Err(parser.fail(problem, Some(i + 1), who.function(), who.message()));
            }
            continue;
        }
        if i < least {
            if i >= names.positional_only {
                return Err(parser.abandon(missing(who, &names, i)));
            }
            let least = names.positional_only.min(least);
            return Err(parser.abandon(too_few_positional(who, least, least < most, args.len())));
        }
        if left == 0 {
            parser.keep();
            return Ok(());
        }
        // SAFETY: the caller's word.
        if let Err(what) = unsafe { parser.skip_item() } {
            let raised = bad_skip(what, &parser);
            return Err(parser.abandon(raised));
        }
    }
    if left > 0 {
        return Err(parser.abandon(left_over(who, &names, args.len(), named)));
    }
    parser.keep();
    Ok(())
}

/// Puts arguments in the order of a parser's names into `buffer` (NULL where one is not given), borrowed, and returns it, or `args`
/// where nothing needs to be put in order. `least` to `most` may be given by position, `least_named` of those after must be given by
/// name; with `varargs` more positional arguments are let through.
#[capi(private)]
pub fn _PyArg_UnpackKeywords(
    args: *const *mut PyObject,
    count: isize,
    kwargs: Option<&PyObject>,
    kwnames: Option<&PyTupleObject>,
    parser: *const _PyArg_Parser,
    least: c_int,
    most: c_int,
    least_named: c_int,
    varargs: c_int,
    buffer: *mut *mut PyObject,
) -> Result<*const *mut PyObject> {
    // SAFETY: C's word.
    unsafe {
        let parser = parser.as_ref().ok_or_else(bad_call)?;
        let count = usize::try_from(count).map_err(|_| bad_call())?;
        let all = Args::from_vectorcall(args, count, kwnames.map_or(null_mut(), |names| names.as_ptr().cast()));
        let named = match (kwargs, all.kwnames) {
            (Some(kwargs), _) => Named::Dict(kwargs.downcast().ok_or_else(bad_call)?),
            (None, Some(names)) => Named::Row(names, all.keywords),
            (None, None) => Named::None,
        };
        let (least, most, least_named, varargs) = (least.max(0) as usize, most.max(0) as usize, least_named.max(0) as usize, varargs != 0);
        let mut left = named.len();
        if left == 0 && least_named == 0 && least <= count && (varargs || count <= most) {
            return Ok(if args.is_null() { buffer } else { args });
        }
        let Plan { names, who } = Plan::new(parser)?;
        let positional_only = names.positional_only;
        if !varargs && count + left > names.len {
            return Err(too_many(who, names.len, count, left));
        }
        if !varargs && count > most {
            return Err(too_many_positional(who, least, most, count));
        }
        let least_positional = positional_only.min(least);
        if count < least_positional {
            return Err(too_few_positional(who, least_positional, least_positional < most, count));
        }
        let required = if least_named > 0 { most + least_named } else { least };
        let positional = count.min(most).min(names.len);
        for (i, given) in all.positional.iter().take(positional).enumerate() {
            *buffer.add(i) = given.as_ptr();
        }
        for i in positional..names.len {
            let given = if left > 0 && i >= positional_only { named.find(names.get(i)).inspect(|_| left -= 1) } else { None };
            *buffer.add(i) = given.map_or(null_mut(), |given| given.as_ptr());
            if given.is_none() && i >= positional_only && (i < least || (most <= i && i < required)) {
                return Err(missing(who, &names, i));
            }
        }
        if left > 0 {
            return Err(left_over(who, &names, positional, &named));
        }
        Ok(buffer)
    }
}
