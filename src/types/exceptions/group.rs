//! `BaseExceptionGroup`: exceptions that were raised together, split by type or by a test.

use super::base::{self, no_keywords};
use super::table::{self, object_member, readonly, slots_of};
use super::text::compose;
use crate::boundary::method;
use crate::layout::*;
use crate::object::{Owned, Typed, attribute, id, is_exact, is_instance};
use crate::protocol::sequence;
use crate::raise;
use crate::runtime::errors::{Result, as_class, given_matches};
use crate::runtime::stack;
use crate::types::singletons::none;
use crate::types::{list, tuple, unicode};
use exuvia_macros::capi;
use std::mem::offset_of;

slots_of! { PyBaseExceptionGroupObject: slots(msg, excs, excs_str) }

// SAFETY: instances of BaseExceptionGroup and of its subclasses have this struct.
unsafe impl Typed for PyBaseExceptionGroupObject {
    fn type_object() -> &'static PyTypeObject {
        &super::BaseExceptionGroup
    }
}

impl PyBaseExceptionGroupObject {
    /// The members.
    pub fn members(&self) -> Result<Owned<PyTupleObject>> {
        match self.excs.get().map(Owned::downcast) {
            Some(Ok(members)) => Ok(members),
            _ => tuple::from_owned([]),
        }
    }
    fn message(&self) -> Owned {
        self.msg.get().unwrap_or_else(none)
    }
}

/// The members of a group; `None` for other exceptions.
pub fn members(exception: &PyObject) -> Option<Vec<Owned>> {
    let members = exception.downcast::<PyBaseExceptionGroupObject>()?.members().map_err(crate::runtime::errors::Raised::clear).ok()?;
    Some(members.as_slice().iter().map(|member| member.new_ref()).collect())
}

/// `ExceptionGroup`, which is a class of its own in each interpreter: it has two bases.
pub fn exception_group() -> Result<Owned<PyTypeObject>> {
    let slot = &crate::runtime::interp().exceptions.group;
    if let Some(ty) = slot.get() {
        return Ok(ty);
    }
    let bases = tuple::from_owned([super::BaseExceptionGroup.as_object().new_ref(), super::Exception.as_object().new_ref()])?;
    let dict = crate::types::dict::new()?;
    dict.insert(id::__module__.as_object(), unicode::from_str("builtins")?.as_object())?;
    let name = unicode::from_str("ExceptionGroup")?;
    let ty = crate::object::types::PyType_Type.as_object().call(&[name.as_object(), bases.as_object(), dict.as_object()])?;
    let ty = ty.downcast::<PyTypeObject>().map_err(|_| raise!(SystemError, "type() returned no type"))?;
    slot.set(Some(ty.clone()));
    Ok(ty)
}

pub fn new(class: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let _ = kwargs;
    let [message, given] = args.as_slice() else {
        return Err(raise!(TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", args.len()));
    };
    if !is_instance::<PyUnicodeObject>(message) {
        let word = super::type_word(message);
        return Err(raise!(TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not {word}"));
    }
    let (message, given) = (message.new_ref(), given.new_ref());
    if !sequence::is_sequence(&given) {
        return Err(raise!(TypeError, "second argument (exceptions) must be a sequence"));
    }
    // What is no list and no tuple is shown as it was: its class may say more than its items.
    let shown = match is_exact::<PyTupleObject>(&given) || is_exact_list(&given) {
        true => None,
        false => Some(given.repr()?),
    };
    let members = tuple::from_iterable(&given)?;
    if members.is_empty() {
        return Err(raise!(ValueError, "second argument (exceptions) must be a non-empty sequence"));
    }
    let mut only_exceptions = true;
    for (i, member) in members.as_slice().iter().enumerate() {
        if !is_instance::<PyBaseExceptionObject>(member) {
            return Err(raise!(ValueError, "Item {i} of second argument (exceptions) is not an exception"));
        }
        only_exceptions &= member.ty().is_subtype(&super::Exception);
    }
    let group = exception_group()?;
    let mut class = class;
    if std::ptr::eq(class, &*group) {
        if !only_exceptions {
            return Err(raise!(TypeError, "Cannot nest BaseExceptions in an ExceptionGroup"));
        }
    } else if std::ptr::eq(class, &super::BaseExceptionGroup) {
        if only_exceptions {
            class = &group;
        }
    } else if !only_exceptions && class.is_subtype(&super::Exception) {
        return Err(raise!(TypeError, "Cannot nest BaseExceptions in '{}'", class.name()));
    }
    let made = base::new(class, args, None)?;
    // SAFETY: the class is BaseExceptionGroup or below it.
    let this = unsafe { made.cast_unchecked::<PyBaseExceptionGroupObject>() };
    this.msg.set(Some(message));
    this.excs.set(Some(members.upcast()));
    this.excs_str.set(shown.map(Owned::upcast));
    Ok(made)
}

fn is_exact_list(object: &PyObject) -> bool {
    is_exact::<PyListObject>(object)
}

pub fn init(this: &PyBaseExceptionGroupObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    no_keywords(this.ty(), kwargs)?;
    base::init(this, args, None)
}

pub fn str(this: &PyBaseExceptionGroupObject) -> Result<Owned<PyUnicodeObject>> {
    let count = this.members()?.len();
    let count = unicode::from_display(format_args!("{count} sub-exception{}", if count == 1 { "" } else { "s" }))?;
    compose("% (%)", &[&this.message().str()?, &count])
}

pub fn repr(this: &PyBaseExceptionGroupObject) -> Result<Owned<PyUnicodeObject>> {
    let name = unicode::from_str(base::short_name(this.ty()))?;
    let members = match this.excs_str.get().map(Owned::downcast::<PyUnicodeObject>) {
        Some(Ok(shown)) => shown,
        _ => {
            let members = this.members()?;
            match this.arguments()?.as_slice() {
                [_, given] if is_exact_list(given) => list::from_iterable(members.as_object())?.repr()?,
                _ => members.as_object().repr()?,
            }
        }
    };
    compose("%(%, %)", &[&name, &this.message().repr()?, &members])
}

/// What chooses members.
enum Matcher<'a> {
    /// A class or a tuple of classes.
    Class(&'a PyObject),
    Test(&'a PyObject),
    /// These very exceptions.
    These(&'a [Owned]),
}

impl<'a> Matcher<'a> {
    fn new(value: &'a PyObject) -> Result<Self> {
        if as_class(value).is_some() || value.downcast::<PyTupleObject>().is_some_and(|t| t.as_slice().iter().all(|c| as_class(c).is_some())) {
            return Ok(Matcher::Class(value));
        }
        if value.ty().tp_call.get().is_some() && !is_instance::<PyTypeObject>(value) {
            return Ok(Matcher::Test(value));
        }
        Err(raise!(TypeError, "expected an exception type, a tuple of exception types, or a callable (other than a class)"))
    }
    fn matches(&self, exception: &PyObject) -> Result<bool> {
        match self {
            Matcher::Class(class) => Ok(given_matches(exception, class)),
            Matcher::Test(test) => test.call1(exception)?.is_true(),
            Matcher::These(these) => Ok(these.iter().any(|e| e.is(exception))),
        }
    }
}

/// The part that matches, and, where the rest is wanted, the part that does not.
struct Split {
    matched: Option<Owned>,
    rest: Option<Owned>,
}

fn split_by(exception: &PyObject, matcher: &Matcher<'_>, want_rest: bool) -> Result<Split> {
    if matcher.matches(exception)? {
        return Ok(Split { matched: Some(exception.new_ref()), rest: None });
    }
    let Some(group) = exception.downcast::<PyBaseExceptionGroupObject>() else {
        return Ok(Split { matched: None, rest: want_rest.then(|| exception.new_ref()) });
    };
    let (mut matched, mut rest) = (Vec::new(), Vec::new());
    for member in group.members()?.as_slice() {
        let _guard = stack::enter(" in exceptiongroup_split_recursive")?;
        let part = split_by(member, matcher, want_rest)?;
        matched.extend(part.matched);
        rest.extend(part.rest);
    }
    let matched = subset(group, matched)?;
    let rest = if want_rest { subset(group, rest)? } else { None };
    Ok(Split { matched, rest })
}

/// A group of some of the members that is like the whole in everything else; `None` of none.
fn subset(whole: &PyBaseExceptionGroupObject, members: Vec<Owned>) -> Result<Option<Owned>> {
    if members.is_empty() {
        return Ok(None);
    }
    let list = list::new()?;
    for member in &members {
        list.append(member)?;
    }
    let derive = attribute::get(whole.as_object(), &id::derive)?;
    let part = derive.call1(&list)?;
    let Some(this) = PyObject::downcast::<PyBaseExceptionGroupObject>(&part) else {
        return Err(raise!(TypeError, "derive must return an instance of BaseExceptionGroup"));
    };
    this.traceback.set(whole.traceback.get());
    this.context.set(whole.context.get());
    this.suppress_context.set(1);
    this.cause.set(whole.cause.get());
    this.suppress_context.set(whole.suppress_context.get());
    if let Some(notes) = attribute::get_optional(whole.as_object(), &id::__notes__)?
        && sequence::is_sequence(&notes)
    {
        // A copy: notes that are added to the part are not added to the whole.
        attribute::set(&part, &id::__notes__, Some(&*list::from_iterable(&notes)?))?;
    }
    Ok(Some(part))
}

fn split(this: &PyBaseExceptionGroupObject, value: &PyObject) -> Result<Owned<PyTupleObject>> {
    let parts = split_by(this.as_object(), &Matcher::new(value)?, true)?;
    tuple::from_owned([parts.matched.unwrap_or_else(none), parts.rest.unwrap_or_else(none)])
}

fn subgroup(this: &PyBaseExceptionGroupObject, value: &PyObject) -> Result<Owned> {
    Ok(split_by(this.as_object(), &Matcher::new(value)?, false)?.matched.unwrap_or_else(none))
}

fn derive(this: &PyBaseExceptionGroupObject, members: &PyObject) -> Result<Owned> {
    let args = tuple::from_owned([this.message(), members.new_ref()])?;
    super::BaseExceptionGroup.as_object().call_tuple(&args, None)
}

pub static METHODS: [PyMethodDef; 5] = [
    crate::types::generic_alias::CLASS_GETITEM,
    method::o(c"derive", derive, c"derive($self, excs, /)\n--\n\nA group of other members with the same message."),
    method::o(
        c"split",
        |this: &PyBaseExceptionGroupObject, value: &PyObject| split(this, value).map(Owned::upcast),
        c"split($self, matcher_value, /)\n--\n\nThe part that matches, and the rest.",
    ),
    method::o(c"subgroup", subgroup, c"subgroup($self, matcher_value, /)\n--\n\nThe part that matches, or None."),
    PyMethodDef::END,
];

pub static MEMBERS: [PyMemberDef; 3] = [
    readonly(object_member(c"message", offset_of!(PyBaseExceptionGroupObject, msg))),
    readonly(object_member(c"exceptions", offset_of!(PyBaseExceptionGroupObject, excs))),
    table::END,
];

/// The members of a group, at any depth, that are no groups.
fn leaves(exception: &PyObject, found: &mut Vec<Owned>) -> Result<()> {
    let Some(group) = exception.downcast::<PyBaseExceptionGroupObject>() else {
        found.push(exception.new_ref());
        return Ok(());
    };
    let _guard = stack::enter(" in collect_exception_group_leaf_ids")?;
    for member in group.members()?.as_slice() {
        leaves(member, found)?;
    }
    Ok(())
}

/// What is raised after the `except*` clauses of `original` have run: the exceptions that they raised and those that they
/// left or raised again, the latter in the shape that they had in the original. `None` where nothing is left.
pub fn reraise_star(original: &PyObject, raised: &[&PyObject]) -> Result<Owned> {
    if raised.is_empty() {
        return Ok(none());
    }
    let same_raise = |a: &PyBaseExceptionObject, b: &PyBaseExceptionObject| {
        let of = |f: &Field| f.as_ptr();
        Ok::<bool, crate::runtime::errors::Raised>(
            of(&a.traceback) == of(&b.traceback) && of(&a.cause) == of(&b.cause) && of(&a.context) == of(&b.context),
        )
    };
    let Some(group) = original.downcast::<PyBaseExceptionGroupObject>() else {
        // A naked exception was wrapped for the clauses: it is either raised again or replaced, once.
        return Ok(raised.first().filter(|e| !e.is_none()).map_or_else(none, |e| e.new_ref()));
    };
    let (mut fresh, mut again) = (Vec::new(), Vec::new());
    for exception in raised {
        let Some(this) = exception.downcast::<PyBaseExceptionObject>() else { continue };
        if same_raise(this, group)? {
            leaves(exception, &mut again)?;
        } else {
            fresh.push(exception.new_ref());
        }
    }
    let again = split_by(original, &Matcher::These(&again), false)?.matched;
    if fresh.is_empty() {
        return Ok(again.unwrap_or_else(none));
    }
    fresh.extend(again);
    if let [only] = fresh.as_slice() {
        return Ok(only.clone());
    }
    let list = list::new()?;
    for exception in &fresh {
        list.append(exception)?;
    }
    let args = tuple::from_owned([unicode::from_str("")?.upcast(), list.upcast()])?;
    super::BaseExceptionGroup.as_object().call_tuple(&args, None)
}

/// What is raised after `except*` clauses that were entered by `orig` and left by the exceptions of the list `excs` (or by
/// `None`), new. `orig` must have been raised.
#[capi]
pub fn PyUnstable_Exc_PrepReraiseStar(orig: Option<&PyObject>, excs: Option<&PyObject>) -> Result<Owned> {
    let Some(original) = orig.and_then(|orig| orig.downcast::<PyBaseExceptionObject>()) else {
        return Err(raise!(TypeError, "orig must be an exception instance"));
    };
    let Some(list) = excs.and_then(|excs| excs.downcast::<PyListObject>()) else {
        return Err(raise!(TypeError, "excs must be a list of exception instances"));
    };
    let raised = tuple::from_iterable(list)?;
    for (i, exception) in raised.as_slice().iter().enumerate() {
        if !exception.is_none() && !is_instance::<PyBaseExceptionObject>(exception) {
            return Err(raise!(TypeError, "item {i} of excs is not an exception"));
        }
    }
    if original.traceback.is_null() {
        return Err(raise!(ValueError, "orig must be a raised exception"));
    }
    reraise_star(original.as_object(), raised.as_slice())
}
