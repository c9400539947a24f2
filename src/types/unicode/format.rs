//! `str.format` and `str.format_map`: fields in braces, and the forms that values take in them.
//!
//! [`Markup`] takes a template apart into literals and fields, [`Path`] a field's name into attributes and items. Both know nothing of values.

use super::chars::{Chars, TextBuf};
use super::{ascii, exact, expect_str, from_buf, from_chars};
use crate::boundary::method::Args;
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::protocol::format_spec::{self, Align};
use crate::protocol::{mapping, object, sequence};
use crate::raise;
use crate::runtime::errors::{Raised, Result, key_error};
use crate::types::long;

// ---- taking templates apart ---------------------------------------------------------------------------------------

/// What stands in braces.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    pub name: Chars<'a>,
    pub conversion: Option<u32>,
    pub spec: Chars<'a>,
    /// The specification has fields of its own.
    pub nested: bool,
}

/// A template that is being taken apart: an iterator over literals, each with the field that follows it.
pub struct Markup<'a> {
    text: Chars<'a>,
    at: usize,
}

fn value_error<T>(message: &str) -> Result<T> {
    Err(raise!(ValueError, "{message}"))
}

impl<'a> Markup<'a> {
    pub fn new(text: Chars<'a>) -> Self {
        Markup { text, at: 0 }
    }
    /// Goes on where another has stopped.
    pub fn from(text: Chars<'a>, at: usize) -> Self {
        Markup { text, at }
    }
    /// Where it stands.
    pub fn position(&self) -> usize {
        self.at
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).map(|c| u8::try_from(c).unwrap_or(0xFF))
    }
    fn read(&mut self) -> Option<u8> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// The next literal and the field after it, if one follows.
    pub fn part(&mut self) -> Result<Option<(Chars<'a>, Option<Field<'a>>)>> {
        let start = self.at;
        if start >= self.text.len() {
            return Ok(None);
        }
        let brace = loop {
            match self.read() {
                Some(brace @ (b'{' | b'}')) => break brace,
                Some(_) => {}
                None => return Ok(Some((self.text.slice(start, self.at), None))),
            }
        };
        if self.peek() == Some(brace) {
            // A doubled brace stands for itself.
            let literal = self.text.slice(start, self.at);
            self.at += 1;
            return Ok(Some((literal, None)));
        }
        if brace == b'}' {
            return value_error("Single '}' encountered in format string");
        }
        if self.peek().is_none() {
            return value_error("Single '{' encountered in format string");
        }
        let literal = self.text.slice(start, self.at - 1);
        Ok(Some((literal, Some(self.field()?))))
    }

    fn field(&mut self) -> Result<Field<'a>> {
        let start = self.at;
        let end = loop {
            match self.read() {
                Some(b'{') => return value_error("unexpected '{' in field name"),
                Some(b'[') => {
                    while self.peek().is_some_and(|b| b != b']') {
                        self.at += 1;
                    }
                }
                Some(end @ (b'}' | b':' | b'!')) => break end,
                Some(_) => {}
                None => return value_error("expected '}' before end of string"),
            }
        };
        let name = self.text.slice(start, self.at - 1);
        let mut field = Field { name, conversion: None, spec: Chars::One(b""), nested: false };
        if end == b'}' {
            return Ok(field);
        }
        if end == b'!' {
            field.conversion = self.text.get(self.at);
            if self.read().is_none() {
                return value_error("end of string while looking for conversion specifier");
            }
            match self.read() {
                Some(b'}') => return Ok(field),
                Some(b':') | None => {}
                Some(_) => return value_error("expected ':' after conversion specifier"),
            }
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(b) = self.read() {
            match b {
                b'{' => {
                    field.nested = true;
                    depth += 1;
                }
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        field.spec = self.text.slice(start, self.at - 1);
                        return Ok(field);
                    }
                }
                _ => {}
            }
        }
        value_error("unmatched '{' in format spec")
    }
}

/// An integer that fills a text; `None` where it is none.
pub fn integer(text: Chars<'_>) -> Result<Option<isize>> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut value = 0isize;
    for c in text.iter() {
        let Some(digit) = super::ctype::to_decimal(c) else { return Ok(None) };
        value = match value.checked_mul(10).and_then(|v| v.checked_add(digit.into())) {
            Some(value) => value,
            None => return value_error("Too many decimal digits in format string"),
        };
    }
    Ok(Some(value))
}

/// A step from a value to a part of it.
#[derive(Clone, Copy)]
pub enum Step<'a> {
    Attribute(Chars<'a>),
    Item(Chars<'a>),
}

/// The steps of a field's name after its first part.
pub struct Path<'a> {
    text: Chars<'a>,
    at: usize,
}

/// A field's name as its first part and the steps after that.
pub fn split_name(name: Chars<'_>) -> (Chars<'_>, Path<'_>) {
    let first = name.iter().position(|c| c == u32::from(b'.') || c == u32::from(b'[')).unwrap_or(name.len());
    (name.slice(0, first), Path { text: name.slice(first, name.len()), at: 0 })
}

impl<'a> Path<'a> {
    /// Goes on where another has stopped.
    pub fn from(text: Chars<'a>, at: usize) -> Self {
        Path { text, at }
    }
    /// Where it stands.
    pub fn position(&self) -> usize {
        self.at
    }
    pub fn step(&mut self) -> Result<Option<Step<'a>>> {
        let Some(kind) = self.text.get(self.at) else { return Ok(None) };
        self.at += 1;
        let start = self.at;
        let rest = self.text.slice(start, self.text.len());
        let step = if kind == u32::from(b'.') {
            let len = rest.iter().position(|c| c == u32::from(b'.') || c == u32::from(b'[')).unwrap_or(rest.len());
            self.at += len;
            Step::Attribute(rest.slice(0, len))
        } else if kind == u32::from(b'[') {
            let Some(len) = rest.iter().position(|c| c == u32::from(b']')) else { return value_error("Missing ']' in format string") };
            self.at += len + 1;
            Step::Item(rest.slice(0, len))
        } else {
            return value_error("Only '.' or '[' may follow ']' in format field specifier");
        };
        match step {
            Step::Attribute(name) | Step::Item(name) if name.is_empty() => value_error("Empty attribute in format string"),
            step => Ok(Some(step)),
        }
    }
}

// ---- filling them in ----------------------------------------------------------------------------------------------

/// Where fields get their values.
enum Source<'a> {
    Args(Args<'a>),
    Mapping(&'a PyObject),
}

/// How fields are numbered: nobody has said, as they come, or by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Open,
    Automatic,
    Manual,
}

struct Filling<'a> {
    source: Source<'a>,
    numbering: Numbering,
    next: usize,
}

impl Filling<'_> {
    fn build(&mut self, text: Chars<'_>, depth: u32, out: &mut TextBuf) -> Result<()> {
        if depth == 0 {
            return value_error("Max string recursion exceeded");
        }
        let mut markup = Markup::new(text);
        while let Some((literal, field)) = markup.part()? {
            out.push_chars(literal);
            if let Some(field) = field {
                self.fill(&field, depth, out)?;
            }
        }
        Ok(())
    }

    fn fill(&mut self, field: &Field<'_>, depth: u32, out: &mut TextBuf) -> Result<()> {
        let mut value = self.value(field.name)?;
        if let Some(conversion) = field.conversion {
            value = convert(&value, conversion)?;
        }
        let mut expanded = TextBuf::new();
        let spec = if field.nested {
            self.build(field.spec, depth - 1, &mut expanded)?;
            expanded.chars()
        } else {
            field.spec
        };
        if spec.is_empty()
            && let Some(text) = value.as_object().downcast_exact::<PyUnicodeObject>()
        {
            out.push_chars(text.chars());
            return Ok(());
        }
        if spec.is_empty()
            && let Some(number) = value.as_object().downcast_exact::<PyLongObject>()
        {
            out.push_latin1(&long::methods::decimal(number)?);
            return Ok(());
        }
        let text = object::format(&value, Some(from_chars(spec)?.as_object()))?;
        out.push_chars(expect_str(&text)?.chars());
        Ok(())
    }

    /// The value of a field's name.
    fn value(&mut self, name: Chars<'_>) -> Result<Owned> {
        let (first, mut path) = split_name(name);
        let mut value = match integer(first)? {
            None if !first.is_empty() => self.named(first)?,
            number => {
                let wanted = if first.is_empty() { Numbering::Automatic } else { Numbering::Manual };
                match (self.numbering, wanted) {
                    (Numbering::Manual, Numbering::Automatic) => {
                        return value_error("cannot switch from manual field specification to automatic field numbering");
                    }
                    (Numbering::Automatic, Numbering::Manual) => {
                        return value_error("cannot switch from automatic field numbering to manual field specification");
                    }
                    _ => self.numbering = wanted,
                }
                let at = number.unwrap_or_else(|| {
                    self.next += 1;
                    self.next as isize - 1
                });
                self.numbered(at)?
            }
        };
        while let Some(step) = path.step()? {
            value = match step {
                Step::Attribute(name) => attribute::get(&value, &*from_chars(name)?)?,
                Step::Item(key) => match integer(key)? {
                    Some(at) if sequence::is_sequence(&value) => sequence::get_item(&value, at)?,
                    Some(at) => mapping::get_item(&value, &*long::from_isize(at)?)?,
                    None => mapping::get_item(&value, &*from_chars(key)?)?,
                },
            };
        }
        Ok(value)
    }

    fn numbered(&self, at: isize) -> Result<Owned> {
        match &self.source {
            Source::Mapping(_) => value_error("Format string contains positional fields"),
            Source::Args(args) => match args.positional.get(at as usize) {
                Some(value) => Ok(value.new_ref()),
                None => Err(raise!(IndexError, "Replacement index {at} out of range for positional args tuple")),
            },
        }
    }

    fn named(&self, name: Chars<'_>) -> Result<Owned> {
        match &self.source {
            Source::Mapping(mapping) => mapping::get_item(mapping, &*from_chars(name)?),
            Source::Args(args) => {
                let names = args.kwnames.map_or(&[][..], PyTupleObject::as_slice);
                let found = names.iter().position(|n| n.downcast::<PyUnicodeObject>().is_some_and(|n| n.chars().equals(name)));
                match found.and_then(|at| args.keywords.get(at)) {
                    Some(value) => Ok(value.new_ref()),
                    None => Err(key_error(&*from_chars(name)?)),
                }
            }
        }
    }
}

fn convert(value: &PyObject, conversion: u32) -> Result<Owned> {
    let text = match u8::try_from(conversion) {
        Ok(b'r') => value.repr()?,
        Ok(b's') => value.str()?,
        Ok(b'a') => ascii(value)?,
        Ok(c @ 33..127) => return Err(raise!(ValueError, "Unknown conversion specifier {}", char::from(c))),
        _ => return Err(raise!(ValueError, "Unknown conversion specifier \\x{conversion:x}")),
    };
    Ok(text.upcast())
}

fn filled(template: &PyUnicodeObject, source: Source<'_>) -> Result<Owned<PyUnicodeObject>> {
    let mut out = TextBuf::with_capacity(template.len() + 16);
    Filling { source, numbering: Numbering::Open, next: 0 }.build(template.chars(), 2, &mut out)?;
    from_buf(&out)
}

/// `str.format`.
pub fn format_method(template: &PyUnicodeObject, args: Args<'_>) -> Result<Owned<PyUnicodeObject>> {
    filled(template, Source::Args(args))
}

/// `str.format_map`.
pub fn format_map(template: &PyUnicodeObject, mapping: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    filled(template, Source::Mapping(mapping))
}

// ---- str's own specifications -------------------------------------------------------------------------------------

/// `str.__format__`.
pub fn format_with(string: &PyUnicodeObject, spec: &PyObject) -> Result<Owned> {
    let Some(text) = spec.downcast::<PyUnicodeObject>() else { return Err(super::bad_type("__format__", None, spec)) };
    if text.is_empty() {
        return if string.is_exact_str() { Ok(exact(string)?.upcast()) } else { Ok(string.as_object().str()?.upcast()) };
    }
    let parsed = format_spec::parse(text, string.as_object(), b's', Align::Left)?;
    if let Err(error) = parsed.check_str() {
        return Err(error.raise(text, string.as_object()));
    }
    let chars = string.chars().slice(0, parsed.precision.unwrap_or(usize::MAX));
    let (before, behind) = parsed.padding(chars.len());
    if before == 0 && behind == 0 && chars.len() == string.len() {
        return exact(string).map(Owned::upcast);
    }
    let mut out = TextBuf::new();
    if before.checked_add(behind).is_none_or(|n| !out.try_reserve_wide(n.saturating_add(chars.len()), if n > 0 { parsed.fill } else { 0 })) {
        return Err(Raised::no_memory());
    }
    out.push_n(parsed.fill, before);
    out.push_chars(chars);
    out.push_n(parsed.fill, behind);
    from_buf(&out).map(Owned::upcast)
}
