//! The call protocol.
//!
//! A callable answers by vectorcall (a function pointer in the object itself, where its type says so) or by `tp_call`.
//! Rust calls with [`PyObject::call`] and its sisters; C with the exports below, in the order of abstract.h.
//!
//! Invariant: what a call gives back is a result without an exception, or an exception without a result; a callable
//! that breaks this is answered with `SystemError` by [`checked`].

use crate::boundary::method::Args;
use crate::boundary::new_reference;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute};
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::{stack, thread};
use crate::types::{dict, module, tuple};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int};
use std::ptr::{null, null_mut};

/// `nargsf`: the slot before the arguments is free for the callee to write to, if it puts back what was there.
pub const ARGUMENTS_OFFSET: usize = 1 << (usize::BITS - 1);

/// Room for the arguments of an ordinary call, on the stack.
const SMALL: usize = 6;

impl PyObject {
    /// The object's vectorcall function, if it has one.
    #[inline(always)]
    pub fn vectorcall_function(&self) -> Option<vectorcallfunc> {
        let ty = self.ty();
        if ty.tp_flags.get() & flags::HAVE_VECTORCALL == 0 {
            return None;
        }
        // SAFETY: the flag says that at the offset stands a function pointer or NULL.
        unsafe { *self.as_ptr().byte_offset(ty.tp_vectorcall_offset.get()).cast::<Option<vectorcallfunc>>() }
    }

    /// Calls with what the vectorcall convention passes.
    ///
    /// # Safety
    /// `args` points to as many live objects as `nargsf` and `kwnames` say; `kwnames` is a tuple of `str` or NULL.
    #[inline]
    pub unsafe fn vectorcall(&self, args: *const *mut PyObject, nargsf: usize, kwnames: *mut PyObject) -> Result<Owned> {
        match self.vectorcall_function() {
            // SAFETY: the caller's word.
            Some(function) => checked(self, unsafe { foreign!(function(self.as_ptr(), args, nargsf, kwnames)) }),
            // SAFETY: the caller's word.
            None => unsafe { self.call_by_tuple(args, nargsf & !ARGUMENTS_OFFSET, Keywords::Names(kwnames.cast())) },
        }
    }

    /// `self(*args)`.
    #[inline]
    pub fn call(&self, args: &[&PyObject]) -> Result<Owned> {
        // SAFETY: `&PyObject` is a pointer to a live object.
        unsafe { self.vectorcall(args.as_ptr().cast(), args.len(), null_mut()) }
    }

    /// `self()`.
    #[inline]
    pub fn call0(&self) -> Result<Owned> {
        // SAFETY: no arguments.
        unsafe { self.vectorcall(null(), 0, null_mut()) }
    }

    /// `self(argument)`.
    #[inline]
    pub fn call1(&self, argument: &PyObject) -> Result<Owned> {
        let args = [null_mut(), argument.as_ptr()];
        // SAFETY: one argument, with a free slot before it.
        unsafe { self.vectorcall(args.as_ptr().add(1), 1 | ARGUMENTS_OFFSET, null_mut()) }
    }

    /// `self(*args, **kwargs)` with keyword values in the order of their names.
    pub fn call_args(&self, args: Args<'_>) -> Result<Owned> {
        let Some(names) = args.kwnames.filter(|names| !names.is_empty()) else {
            return self.call(args.positional);
        };
        let stack = Stack::new(args.positional, args.keywords);
        // SAFETY: the stack holds the arguments, with a free slot before them.
        unsafe { self.vectorcall(stack.args(), args.positional.len() | ARGUMENTS_OFFSET, names.as_ptr().cast()) }
    }

    /// `self(*args, **kwargs)`.
    pub fn call_tuple(&self, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
        match self.vectorcall_function() {
            Some(function) => checked(self, vectorcall_tuple(self, function, args, kwargs)),
            None => self.tp_call(args, kwargs),
        }
    }

    /// Calls `tp_call`, guarded and checked.
    fn tp_call(&self, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
        let Some(call) = self.ty().tp_call.get() else {
            return Err(self.not_callable());
        };
        let _guard = stack::enter(" while calling a Python object")?;
        let kwargs = kwargs.map_or(null_mut(), |kwargs| kwargs.as_ptr().cast());
        // SAFETY: the slot's contract.
        checked(self, unsafe { foreign!(call(self.as_ptr(), args.as_ptr().cast(), kwargs)) })
    }

    /// Calls `tp_call` with a tuple and a dict made of the arguments.
    ///
    /// # Safety
    /// As for [`PyObject::vectorcall`].
    #[inline(never)]
    unsafe fn call_by_tuple(&self, args: *const *mut PyObject, count: usize, keywords: Keywords) -> Result<Owned> {
        if self.ty().tp_call.get().is_none() {
            return Err(self.not_callable());
        }
        // SAFETY: the caller's word.
        let all = unsafe { Args::from_vectorcall(args, count, keywords.names()) };
        let positional = tuple::from_slice(all.positional)?;
        match keywords {
            Keywords::Dict(kwargs) => {
                // SAFETY: the caller holds the dict for the call.
                self.tp_call(&positional, unsafe { kwargs.as_ref() })
            }
            Keywords::Names(_) => match all.kwnames.filter(|names| !names.is_empty()) {
                Some(names) => self.tp_call(&positional, Some(&*dict_of_keywords(all.keywords, names)?)),
                None => self.tp_call(&positional, None),
            },
        }
    }

    /// Raises `TypeError: '…' object is not callable`; a module that holds a callable of its own name is asked about.
    #[cold]
    #[inline(never)]
    fn not_callable(&self) -> Raised {
        let ty = self.ty().name();
        if let Some(name) = module::callable_of_same_name(self) {
            return raise!(TypeError, "'{ty}' object is not callable. Did you mean: '{0}.{0}(...)'?", &*name);
        }
        raise!(TypeError, "'{ty}' object is not callable")
    }
}

/// `callable(*args)`.
#[inline]
pub fn vectorcall(callable: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    callable.call(args)
}

/// `callable(*args, **kwargs)`.
#[inline]
pub fn call(callable: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    callable.call_tuple(args, kwargs)
}

/// `callable(first, *args, **kwargs)`.
pub fn call_prepend(callable: &PyObject, first: &PyObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let mut all = Vec::with_capacity(args.len() + 1);
    all.push(first);
    all.extend_from_slice(args.as_slice());
    // SAFETY: live objects, and a dict or NULL.
    unsafe { vectorcall_dict(callable, all.as_ptr().cast(), all.len(), kwargs) }
}

/// Calls with arguments in a row and a dict of keyword arguments.
///
/// # Safety
/// `args` points to as many live objects as `nargsf` says.
unsafe fn vectorcall_dict(callable: &PyObject, args: *const *mut PyObject, nargsf: usize, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let count = nargsf & !ARGUMENTS_OFFSET;
    // SAFETY: the caller's word; the unpacked arguments stand in a row with a free slot before them.
    unsafe {
        let Some(function) = callable.vectorcall_function() else {
            return callable.call_by_tuple(args, count, kwargs.map_or(Keywords::Names(null_mut()), |kwargs| Keywords::Dict(kwargs.as_ptr())));
        };
        let result = match kwargs.filter(|kwargs| kwargs.ma_used.get() != 0) {
            None => foreign!(function(callable.as_ptr(), args, nargsf, null_mut())),
            Some(kwargs) => {
                let unpacked = Unpacked::new(Args::from_vectorcall(args, count, null_mut()).positional, kwargs)?;
                foreign!(function(callable.as_ptr(), unpacked.stack.args(), count | ARGUMENTS_OFFSET, unpacked.names.as_ptr().cast()))
            }
        };
        checked(callable, result)
    }
}

/// How keyword arguments come.
enum Keywords {
    /// A tuple of names, or NULL; the values follow the positional arguments.
    Names(*mut PyTupleObject),
    Dict(*mut PyDictObject),
}

impl Keywords {
    fn names(&self) -> *mut PyObject {
        match self {
            Keywords::Names(names) => names.cast(),
            Keywords::Dict(_) => null_mut(),
        }
    }
}

/// Arguments in a row, with a free slot before them.
struct Stack {
    small: [*mut PyObject; SMALL + 1],
    large: Vec<*mut PyObject>,
}

impl Stack {
    fn new(positional: &[&PyObject], keywords: &[&PyObject]) -> Self {
        let count = positional.len() + keywords.len();
        let mut stack = Stack { small: [null_mut(); SMALL + 1], large: Vec::new() };
        let all = positional.iter().chain(keywords).map(|o| o.as_ptr());
        if count <= SMALL {
            stack.small[1..].iter_mut().zip(all).for_each(|(slot, argument)| *slot = argument);
        } else {
            stack.large.reserve_exact(count + 1);
            stack.large.push(null_mut());
            stack.large.extend(all);
        }
        stack
    }
    fn args(&self) -> *const *mut PyObject {
        let base = if self.large.is_empty() { self.small.as_ptr() } else { self.large.as_ptr() };
        // SAFETY: the arguments follow the first slot.
        unsafe { base.add(1) }
    }
}

/// What a foreign callable gave back, as a result: `SystemError` where it broke its contract.
#[inline(always)]
pub fn checked(callable: &PyObject, result: *mut PyObject) -> Result<Owned> {
    let raised = !thread().current_exception.is_null();
    if raised == result.is_null() {
        // SAFETY: NULL with an exception, or a new reference without one.
        return unsafe { new_reference(result) };
    }
    // SAFETY: a new reference or NULL.
    Err(broken_contract(Caller::Callable(callable), unsafe { Owned::from_ptr(result) }))
}

/// Who is named where a callable breaks its contract.
enum Caller<'a> {
    Callable(&'a PyObject),
    Place(&'a CStr),
}

#[cold]
#[inline(never)]
fn broken_contract(who: Caller<'_>, result: Option<Owned>) -> Raised {
    let cause = errors::take();
    let what = match result {
        Some(_) => "returned a result with an exception set",
        None => "returned NULL without setting an exception",
    };
    drop(result);
    let raised = match who {
        Caller::Callable(callable) => match callable.repr() {
            Ok(repr) => raise!(SystemError, "{} {what}", &*repr),
            Err(raised) => raised,
        },
        Caller::Place(place) => raise!(SystemError, "{} {what}", place.to_string_lossy()),
    };
    match cause {
        Some(cause) => with_cause(raised, cause),
        None => raised,
    }
}

/// Calls a vectorcall function with a tuple and a dict. The result is as the function gave it.
#[inline]
fn vectorcall_tuple(callable: &PyObject, function: vectorcallfunc, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> *mut PyObject {
    let items: *const *mut PyObject = args.as_slice().as_ptr().cast();
    match kwargs.filter(|kwargs| kwargs.ma_used.get() != 0) {
        // SAFETY: the tuple's items are its own for as long as the caller holds it.
        None => unsafe { foreign!(function(callable.as_ptr(), items, args.len(), null_mut())) },
        Some(kwargs) => match Unpacked::new(args.as_slice(), kwargs) {
            // SAFETY: the stack holds the arguments, with a free slot before them.
            Ok(u) => unsafe { foreign!(function(callable.as_ptr(), u.stack.args(), args.len() | ARGUMENTS_OFFSET, u.names.as_ptr().cast())) },
            Err(_) => null_mut(),
        },
    }
}

/// A dict of keyword arguments, unpacked: names and values are held until the call is over.
struct Unpacked {
    stack: Stack,
    names: Owned<PyTupleObject>,
    _values: Vec<Owned>,
}

impl Unpacked {
    /// `TypeError` where a key is not a `str`.
    fn new(positional: &[&PyObject], kwargs: &PyDictObject) -> Result<Self> {
        let (mut position, mut values, mut keys) = (0, Vec::with_capacity(kwargs.len()), Vec::with_capacity(kwargs.len()));
        while let Some((name, value)) = kwargs.next(&mut position) {
            if name.downcast::<PyUnicodeObject>().is_none() {
                return Err(raise!(TypeError, "keywords must be strings"));
            }
            keys.push(name);
            values.push(value.new_ref());
        }
        let names = tuple::from_slice(&keys)?;
        let borrowed: Vec<&PyObject> = values.iter().map(|v| &**v).collect();
        Ok(Unpacked { stack: Stack::new(positional, &borrowed), names, _values: values })
    }
}

/// A dict of keyword arguments as a row of values and their names.
pub struct KeywordRow {
    names: Option<Owned<PyTupleObject>>,
    values: Vec<Owned>,
}

impl KeywordRow {
    /// All arguments of the call.
    pub fn args<'a>(&'a self, positional: &'a [&'a PyObject]) -> Args<'a> {
        // SAFETY: an Owned is a pointer that is not NULL, as a reference is.
        let keywords = unsafe { std::slice::from_raw_parts(self.values.as_ptr().cast::<&PyObject>(), self.values.len()) };
        Args { positional, keywords, kwnames: self.names.as_deref() }
    }
}

/// The keyword arguments of a call by tuple and dict; `TypeError` where a key is not a `str`.
pub fn keywords_of(kwargs: Option<&PyDictObject>) -> Result<KeywordRow> {
    match kwargs.filter(|kwargs| !kwargs.is_empty()) {
        Some(kwargs) => {
            let unpacked = Unpacked::new(&[], kwargs)?;
            Ok(KeywordRow { names: Some(unpacked.names), values: unpacked._values })
        }
        None => Ok(KeywordRow { names: None, values: Vec::new() }),
    }
}

/// A new dict of the names and values of keyword arguments; of equal names the last one's value stays.
pub fn dict_of_keywords(values: &[&PyObject], names: &PyTupleObject) -> Result<Owned<PyDictObject>> {
    let kwargs = dict::new()?;
    for (name, value) in names.as_slice().iter().zip(values) {
        kwargs.insert(name, value)?;
    }
    Ok(kwargs)
}

/// Calls the method `name` of the first argument.
///
/// # Safety
/// As for [`PyObject::vectorcall`], with at least one positional argument.
pub unsafe fn vectorcall_method(name: &PyObject, args: *const *mut PyObject, nargsf: usize, kwnames: *mut PyObject) -> Result<Owned> {
    // SAFETY: the caller's word.
    let receiver = unsafe { &**args };
    let Some(name) = name.downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "attribute name must be string, not '{}'", name.ty().name()));
    };
    let (function, unbound) = attribute::get_method(receiver, name)?;
    if unbound {
        // SAFETY: the caller's word. What stands before the receiver is not ours to lend unless the caller has lent it.
        return unsafe { function.vectorcall(args, nargsf, kwnames) };
    }
    // The receiver is bound in; its slot is free for the callee.
    let count = nargsf & !ARGUMENTS_OFFSET;
    // SAFETY: the arguments after the receiver.
    unsafe { function.vectorcall(args.add(1), (count - 1) | ARGUMENTS_OFFSET, kwnames) }
}

impl PyObject {
    /// `self(receiver, *args)`.
    pub fn call_with_receiver(&self, receiver: &PyObject, args: &[&PyObject]) -> Result<Owned> {
        let stack = Stack::new(&[receiver], args);
        // SAFETY: the receiver and the arguments in a row, with a free slot before them.
        unsafe { self.vectorcall(stack.args(), (args.len() + 1) | ARGUMENTS_OFFSET, null_mut()) }
    }

    /// `self.name(*args)`.
    pub fn call_method(&self, name: &PyUnicodeObject, args: &[&PyObject]) -> Result<Owned> {
        let stack = Stack::new(&[self], args);
        // SAFETY: the receiver and the arguments in a row, with a free slot before them.
        unsafe { vectorcall_method(name, stack.args(), (args.len() + 1) | ARGUMENTS_OFFSET, null_mut()) }
    }
}

/// Raises `SystemError` with the exception that is set as its cause.
#[cold]
pub fn raise_from_pending(message: std::fmt::Arguments<'_>) -> Raised {
    raise_with_cause(&crate::types::exceptions::SystemError, message)
}

/// Raises an exception with the one that is set as its cause.
#[cold]
pub fn raise_with_cause(ty: &'static PyTypeObject, message: std::fmt::Arguments<'_>) -> Raised {
    let cause = errors::take();
    let raised = errors::raise(ty, message);
    match cause {
        Some(cause) => with_cause(raised, cause),
        None => raised,
    }
}

/// Gives the raised exception a cause (and context).
fn with_cause(raised: Raised, cause: Owned) -> Raised {
    let Some(exception) = raised.take() else { return Raised::already() };
    if let Some(exception) = (*exception).downcast::<PyBaseExceptionObject>() {
        exception.cause.set(Some(cause.clone()));
        exception.context.set(Some(cause));
        exception.suppress_context.set(1);
    }
    errors::raise_object(exception)
}

// ---- abstract.h ---------------------------------------------------------------------------------------------------

/// Whether the object can be called: 1 or 0.
#[capi]
pub fn PyCallable_Check(object: Option<&PyObject>) -> c_int {
    c_int::from(object.is_some_and(|object| object.ty().tp_call.get().is_some()))
}

/// `callable()`, new.
#[capi]
pub fn PyObject_CallNoArgs(callable: &PyObject) -> Result<Owned> {
    callable.call0()
}

/// `callable(*args, **kwargs)`, new; `args` is a tuple, `kwargs` a dict or NULL.
#[capi]
pub fn PyObject_Call(callable: &PyObject, args: &PyObject, kwargs: Option<&PyObject>) -> Result<Owned> {
    let (args, kwargs) = tuple_and_dict(args, kwargs)?;
    match callable.vectorcall_function() {
        // Without keywords CPython hands on what the function gave, whatever that is.
        // SAFETY: a new reference or NULL.
        Some(function) if kwargs.is_none_or(|kwargs| kwargs.ma_used.get() == 0) => unsafe {
            new_reference(vectorcall_tuple(callable, function, args, None))
        },
        _ => callable.call_tuple(args, kwargs),
    }
}

/// The arguments of a call by tuple and dict; `TypeError` where they are not.
fn tuple_and_dict<'a>(args: &'a PyObject, kwargs: Option<&'a PyObject>) -> Result<(&'a PyTupleObject, Option<&'a PyDictObject>)> {
    let args = args.downcast().ok_or_else(|| raise!(TypeError, "argument list must be a tuple"))?;
    let kwargs = match kwargs {
        Some(kwargs) => Some(kwargs.downcast().ok_or_else(|| raise!(TypeError, "keyword list must be a dictionary"))?),
        None => None,
    };
    Ok((args, kwargs))
}

/// `callable(*args)`, new; `args` is a tuple, or NULL for no arguments.
#[capi]
pub fn PyObject_CallObject(callable: &PyObject, args: Option<&PyObject>) -> Result<Owned> {
    match args {
        Some(args) => PyObject_Call(callable, args, None),
        None => callable.call0(),
    }
}

/// The number of positional arguments that `nargsf` says.
#[capi]
pub fn PyVectorcall_NARGS(nargsf: usize) -> isize {
    (nargsf & !ARGUMENTS_OFFSET) as isize
}

/// Calls by the vectorcall function of a callable that has one, new; `TypeError` where it has none.
#[capi]
pub fn PyVectorcall_Call(callable: &PyObject, args: &PyObject, kwargs: Option<&PyObject>) -> Result<Owned> {
    let (args, kwargs) = tuple_and_dict(args, kwargs)?;
    let Some(function) = callable.vectorcall_function() else {
        return Err(raise!(TypeError, "'{}' object does not support vectorcall", callable.ty().name()));
    };
    let result = vectorcall_tuple(callable, function, args, kwargs);
    if kwargs.is_none_or(|kwargs| kwargs.ma_used.get() == 0) {
        // SAFETY: a new reference or NULL.
        return unsafe { new_reference(result) };
    }
    checked(callable, result)
}

/// Calls with arguments in a row, new: positional ones, then the values of the keywords in the tuple `kwnames`.
#[capi]
pub fn PyObject_Vectorcall(callable: &PyObject, args: *const *mut PyObject, nargsf: usize, kwnames: Option<&PyObject>) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { callable.vectorcall(args, nargsf, kwnames.map_or(null_mut(), |names| names.as_ptr())) }
}

/// Calls the method `name` of the first of the arguments, new; the rest as `PyObject_Vectorcall`.
#[capi]
pub fn PyObject_VectorcallMethod(name: &PyObject, args: *const *mut PyObject, nargsf: usize, kwnames: Option<&PyObject>) -> Result<Owned> {
    if nargsf & !ARGUMENTS_OFFSET == 0 {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    // SAFETY: C's word.
    unsafe { vectorcall_method(name, args, nargsf, kwnames.map_or(null_mut(), |names| names.as_ptr())) }
}

// ---- cpython/abstract.h -------------------------------------------------------------------------------------------

/// A new dict of the names and values of keyword arguments.
#[capi]
pub fn _PyStack_AsDict(values: *const *mut PyObject, kwnames: &PyTupleObject) -> Result<Owned<PyDictObject>> {
    // SAFETY: as many values as names.
    let values = unsafe { Args::from_vectorcall(values, kwnames.len(), null_mut()) }.positional;
    dict_of_keywords(values, kwnames)
}

/// The object's vectorcall function, or NULL.
#[capi]
pub fn PyVectorcall_Function(callable: &PyObject) -> Option<vectorcallfunc> {
    callable.vectorcall_function()
}

/// As `PyObject_Vectorcall`, with keyword arguments in a dict, or NULL.
#[capi]
pub fn PyObject_VectorcallDict(callable: &PyObject, args: *const *mut PyObject, nargsf: usize, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { vectorcall_dict(callable, args, nargsf, kwargs) }
}

/// `callable(argument)`, new.
#[capi]
pub fn PyObject_CallOneArg(callable: &PyObject, argument: &PyObject) -> Result<Owned> {
    callable.call1(argument)
}

// ---- exported, in no public header --------------------------------------------------------------------------------

/// Calls `tp_call` with a tuple and a dict made of the arguments, new. `keywords` is a dict, a tuple of names, or NULL.
#[capi(private)]
pub fn _PyObject_MakeTpCall(
    _thread: *mut PyThreadState,
    callable: &PyObject,
    args: *const *mut PyObject,
    count: isize,
    keywords: Option<&PyObject>,
) -> Result<Owned> {
    let keywords = match keywords {
        Some(keywords) => match keywords.downcast::<PyDictObject>() {
            Some(kwargs) => Keywords::Dict(kwargs.as_ptr()),
            None => Keywords::Names(keywords.as_ptr().cast()),
        },
        None => Keywords::Names(null_mut()),
    };
    // SAFETY: C's word.
    unsafe { callable.call_by_tuple(args, count as usize, keywords) }
}

/// What a callable gave back, checked: `SystemError` where it is neither a result nor an exception, or both. The callable or,
/// where that is NULL, `place` is named.
#[capi(private)]
pub fn _Py_CheckFunctionResult(
    _thread: *mut PyThreadState,
    callable: Option<&PyObject>,
    result: Option<Owned>,
    place: Option<&CStr>,
) -> Result<Option<Owned>> {
    if result.is_some() != errors::occurred() {
        return if result.is_some() { Ok(result) } else { Err(Raised::already()) };
    }
    let who = match (callable, place) {
        (Some(callable), _) => Caller::Callable(callable),
        (None, place) => Caller::Place(place.unwrap_or(c"a call")),
    };
    Err(broken_contract(who, result))
}

/// Says that a recursion through C goes one call deeper: 0, or -1 with `RecursionError`, whose message `place` ends.
#[capi]
pub fn Py_EnterRecursiveCall(place: &CStr) -> Result<()> {
    stack::enter(&place.to_string_lossy()).map(drop)
}

/// Ends what `Py_EnterRecursiveCall` began.
#[capi]
pub fn Py_LeaveRecursiveCall() {}

/// Says for inline code, which has seen that the stack's end is near, that a call would go too deep: -1 with `RecursionError`, always.
#[capi(private)]
pub fn _Py_CheckRecursiveCall(_thread: *mut PyThreadState, place: &CStr) -> c_int {
    let _: Raised = stack::overflow(&place.to_string_lossy());
    -1
}

// ---- names of older versions --------------------------------------------------------------------------------------

/// As `PyObject_Call`, with `args` NULL for no arguments.
#[capi(private)]
pub fn PyEval_CallObjectWithKeywords(callable: &PyObject, args: Option<&PyObject>, kwargs: Option<&PyObject>) -> Result<Owned> {
    match args {
        Some(args) => {
            let (args, kwargs) = tuple_and_dict(args, kwargs)?;
            callable.call_tuple(args, kwargs)
        }
        None => {
            let none = tuple::from_owned([])?;
            let (args, kwargs) = tuple_and_dict(&none, kwargs)?;
            callable.call_tuple(args, kwargs)
        }
    }
}

/// `PyObject_Call`.
#[capi(private)]
pub fn PyCFunction_Call(callable: &PyObject, args: &PyObject, kwargs: Option<&PyObject>) -> Result<Owned> {
    PyObject_Call(callable, args, kwargs)
}
