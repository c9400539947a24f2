//! How methods written in Rust take their arguments, with CPython's messages.

use crate::boundary::method::Args;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::suggestions;
use crate::types::unicode::Chars;

/// Parameters of a function: their names in order, positional-only ones first, keyword-only ones last.
pub struct Signature<const N: usize> {
    pub function: &'static str,
    /// An empty name stands for a positional-only parameter.
    pub names: [&'static str; N],
    /// How many may be given by position.
    pub positional: usize,
    /// How many of the first must be given.
    pub required: usize,
}

impl<const N: usize> Signature<N> {
    /// The arguments in the order of the names, `None` where one is not given; `TypeError` where they do not fit.
    #[inline]
    pub fn bind<'a>(&self, args: Args<'a>) -> Result<[Option<&'a PyObject>; N]> {
        let names = args.kwnames.map_or(&[][..], |names| names.as_slice());
        self.fill(args.positional, args.keywords.len(), names.iter().copied().zip(args.keywords.iter().copied()))
    }

    /// The same for the arguments of a `tp_new` or `tp_init`. The references are owned: the dict may be the caller's own.
    pub fn bind_call(&self, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<[Option<Owned>; N]> {
        let mut position = 0;
        let keywords = std::iter::from_fn(|| kwargs?.next(&mut position));
        let bound = self.fill(args.as_slice(), kwargs.map_or(0, PyDictObject::len), keywords)?;
        Ok(bound.map(|value| value.map(Owned::from_ref)))
    }

    fn fill<'a>(
        &self,
        positional: &[&'a PyObject],
        named: usize,
        keywords: impl Iterator<Item = (&'a PyObject, &'a PyObject)>,
    ) -> Result<[Option<&'a PyObject>; N]> {
        let function = self.function;
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let given = positional.len() + named;
        if given > N {
            let kind = if positional.is_empty() { "keyword " } else { "" };
            return Err(raise!(TypeError, "{function}() takes at most {N} {kind}argument{} ({given} given)", plural(N)));
        }
        if positional.len() > self.positional {
            if self.positional == 0 {
                return Err(raise!(TypeError, "{function}() takes no positional arguments"));
            }
            let bound = if self.required < self.positional { "at most" } else { "exactly" };
            let (most, given) = (self.positional, positional.len());
            return Err(raise!(TypeError, "{function}() takes {bound} {most} positional argument{} ({given} given)", plural(most)));
        }
        let positional_only = self.names.iter().take_while(|name| name.is_empty()).count();
        if positional.len() < positional_only.min(self.required) {
            let least = positional_only.min(self.required);
            let bound = if least < self.positional { "at least" } else { "exactly" };
            return Err(raise!(TypeError, "{function}() takes {bound} {least} positional argument{} ({} given)", plural(least), positional.len()));
        }
        let mut bound = [None; N];
        for (slot, value) in bound.iter_mut().zip(positional) {
            *slot = Some(*value);
        }
        let mut unexpected = None;
        for (name, value) in keywords {
            let Some(i) = self.names.iter().position(|n| !n.is_empty() && is_text(name, n)) else {
                unexpected = unexpected.or(Some(name));
                continue;
            };
            if bound[i].is_some() {
                return Err(raise!(TypeError, "argument for {function}() given by name ('{}') and position ({})", self.names[i], i + 1));
            }
            bound[i] = Some(value);
        }
        for (i, value) in bound.iter().take(self.required).enumerate() {
            if value.is_none() {
                return Err(raise!(TypeError, "{function}() missing required argument '{}' (pos {})", self.names[i], i + 1));
            }
        }
        // What is missing is said before what is too much.
        if let Some(name) = unexpected {
            let given = display(name);
            let known: Vec<&str> = self.names.iter().copied().filter(|n| !n.is_empty()).collect();
            return Err(match suggestions::nearest(&known, given.as_bytes()) {
                Some(at) => raise!(TypeError, "{function}() got an unexpected keyword argument '{given}'. Did you mean '{}'?", known[at]),
                None => raise!(TypeError, "{function}() got an unexpected keyword argument '{given}'"),
            });
        }
        Ok(bound)
    }
}

/// Whether an object is the `str` of this ASCII text.
fn is_text(object: &PyObject, text: &str) -> bool {
    match object.downcast::<PyUnicodeObject>().map(PyUnicodeObject::chars) {
        Some(Chars::One(bytes)) => bytes == text.as_bytes(),
        _ => false,
    }
}

/// A keyword for a message.
fn display(object: &PyObject) -> String {
    let c = |c: u32| char::from_u32(c).unwrap_or('?');
    match object.downcast::<PyUnicodeObject>().map(PyUnicodeObject::chars) {
        Some(Chars::One(text)) => text.iter().map(|b| char::from(*b)).collect(),
        Some(Chars::Two(text)) => text.iter().map(|u| c(u32::from(*u))).collect(),
        Some(Chars::Four(text)) => text.iter().map(|u| c(*u)).collect(),
        None => "?".to_owned(),
    }
}

/// Counts positional arguments: `TypeError` in CPython's words where there are fewer than `least` or more than `most`.
#[inline]
pub fn check_positional(function: &str, given: usize, least: usize, most: usize) -> Result<()> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let (bound, n) = if given < least { ("at least ", least) } else { ("at most ", most) };
    let bound = if least == most { "" } else { bound };
    Err(raise!(TypeError, "{function} expected {bound}{n} argument{}, got {given}", if n == 1 { "" } else { "s" }))
}

/// Runs `f` on the arguments of a call that came as a tuple and a dict.
pub fn with_dict<R>(args: &PyTupleObject, kwargs: Option<&PyDictObject>, f: impl FnOnce(Args<'_>) -> Result<R>) -> Result<R> {
    let Some(kwargs) = kwargs.filter(|kwargs| !kwargs.is_empty()) else {
        return f(Args::positional(args.as_slice()));
    };
    let (mut names, mut values) = (Vec::new(), Vec::new());
    let mut position = 0;
    while let Some((name, value)) = kwargs.next(&mut position) {
        if name.downcast::<PyUnicodeObject>().is_none() {
            return Err(raise!(TypeError, "keywords must be strings"));
        }
        names.push(name.new_ref());
        values.push(value.new_ref());
    }
    let names = crate::types::tuple::from_exact(names.len(), names.into_iter())?;
    let keywords: Vec<&PyObject> = values.iter().map(|value| &**value).collect();
    f(Args { positional: args.as_slice(), keywords: &keywords, kwnames: Some(&names) })
}
