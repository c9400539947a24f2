//! Cross-interpreter data: what an object is outside of all interpreters, so that another can make an equal one of it.
//!
//! A type is shareable when it has a function here that derives the data; `None`, `bool`, `int`, `float`, `str`, `bytes` and
//! `tuple` have one from the start, others are registered with an interpreter. What has none may travel as a pickle.
//!
//! Invariant: data that hold a reference are released in the interpreter they come from.

pub mod basic;
mod capi;

use crate::boundary::{CType, FromC, IntoC};
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::memory::{self, Domain};
use crate::runtime::{guards, interp, interpreters, thread};
use crate::types::{exceptions, unicode};
use std::cell::RefCell;
use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

/// Makes a new object of data, in the current interpreter.
pub type NewObject = unsafe extern "C" fn(*mut XIData) -> *mut PyObject;
/// Frees data.
pub type Free = unsafe extern "C" fn(*mut c_void);
/// Derives an object's data: 0, or -1 with an exception.
pub type Get = unsafe extern "C" fn(*mut PyThreadState, *mut PyObject, *mut XIData) -> c_int;
/// The same, told what to do about parts that are not shareable.
pub type GetWithFallback = unsafe extern "C" fn(*mut PyThreadState, *mut PyObject, c_int, *mut XIData) -> c_int;

/// What is not shareable is refused.
pub const ONLY_SHAREABLE: c_int = 0;
/// What is not shareable travels as a pickle.
pub const PICKLED: c_int = 1;

/// `_PyXIData_t`.
#[repr(C)]
pub struct XIData {
    pub data: *mut c_void,
    /// What the data are bound to, owned, or NULL.
    pub obj: *mut PyObject,
    pub interpid: i64,
    pub new_object: Option<NewObject>,
    pub free: Option<Free>,
}
// SAFETY: data are made to cross; the object is touched in its own interpreter only.
unsafe impl Send for XIData {}

impl XIData {
    pub const EMPTY: Self = XIData { data: null_mut(), obj: null_mut(), interpid: -1, new_object: None, free: None };

    /// Fills data that the current interpreter made; they hold a reference to the object where there is one.
    pub fn fill(&mut self, data: *mut c_void, object: Option<&PyObject>, new_object: NewObject) {
        self.data = data;
        self.obj = object.map_or(null_mut(), |object| object.new_ref().into_ptr());
        self.interpid = interp().id;
        self.new_object = Some(new_object);
        self.free = None;
    }
    /// The same with a fresh block of the raw domain for the data.
    pub fn fill_with<T>(&mut self, value: T, object: Option<&PyObject>, new_object: NewObject) -> Result<()> {
        let block = memory::alloc(Domain::Raw, size_of::<T>().max(1)).cast::<T>();
        if block.is_null() {
            return Err(Raised::no_memory());
        }
        // SAFETY: a fresh block of that size.
        unsafe { block.write(value) };
        self.fill(block.cast(), object, new_object);
        self.free = Some(free_raw);
        Ok(())
    }
    /// Frees the data and drops the object; its interpreter is the current one, or there is no object.
    pub fn clear(&mut self) {
        if !self.data.is_null() {
            if let Some(free) = self.free {
                // SAFETY: the function that belongs to the data.
                unsafe { foreign!(free(self.data)) };
            }
            self.data = null_mut();
        }
        // SAFETY: the data's own reference.
        drop(unsafe { Owned::from_ptr(std::mem::replace(&mut self.obj, null_mut())) });
    }
    /// Makes a new object of the data, in the current interpreter.
    pub fn object(&mut self) -> Result<Owned> {
        let Some(new_object) = self.new_object else {
            return Err(raise!(SystemError, "missing new_object func"));
        };
        // SAFETY: the function that belongs to the data.
        unsafe { crate::boundary::new_reference(foreign!(new_object(self))) }
    }
    /// Frees the data, in the interpreter that they come from; `InterpreterNotFoundError` where that is gone and something of it
    /// would have to be touched.
    pub fn release(&mut self) -> Result<()> {
        if (self.data.is_null() || self.free.is_none()) && self.obj.is_null() {
            self.data = null_mut();
            return Ok(());
        }
        let id = self.interpid;
        if thread().interp().id == id {
            self.clear();
            return Ok(());
        }
        visit(id, || self.clear()).ok_or_else(|| not_found(id))
    }
}

/// # Safety
/// A block of the raw domain.
pub unsafe extern "C" fn free_raw(block: *mut c_void) {
    // SAFETY: the caller's word.
    unsafe { memory::free(Domain::Raw, block) };
}

/// Runs something in another interpreter, which cannot end meanwhile; `None` where it is ending or gone.
pub fn visit<R>(id: i64, body: impl FnOnce() -> R) -> Option<R> {
    let guard = guards::of_id(id)?;
    let result = interpreters::within(guard.interp(), |_| body());
    drop(guard);
    Some(result)
}

/// `InterpreterNotFoundError` for a number that no interpreter has.
pub fn not_found(id: i64) -> Raised {
    raise!(InterpreterNotFoundError, "unrecognized interpreter ID {id}")
}

// ---- which types --------------------------------------------------------------------------------------------------

/// `_PyXIData_getdata_t`: one of the two, or neither.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct GetData {
    pub basic: Option<Get>,
    pub fallback: Option<GetWithFallback>,
}
impl CType for GetData {
    const CLASS: char = '?';
}
impl FromC for GetData {
    type C = Self;
    unsafe fn from_c(argument: Self) -> Option<Self> {
        Some(argument)
    }
}
impl IntoC for GetData {
    type C = Self;
    fn into_c(self) -> Self {
        self
    }
    fn failure() -> Option<Self> {
        Some(GetData::default())
    }
}

/// What an interpreter keeps for crossing.
#[derive(Default)]
pub struct State {
    classes: RefCell<Vec<Class>>,
    /// The class of queues, and what is raised for empty and full ones, once they are registered.
    pub queue: Field<PyTypeObject>,
    pub queue_empty: Field<PyTypeObject>,
    pub queue_full: Field<PyTypeObject>,
    not_shareable: Field,
    queue_error: Field,
    queue_not_found: Field,
    /// What `_interpchannels` keeps.
    pub channels: crate::modules::interpchannels::State,
}

/// An exception class of the interpreter's own, made when it is first asked for.
pub fn class_of(place: &Field, name: &CStr, base: impl FnOnce() -> Result<Owned>) -> Result<Owned> {
    if let Some(class) = place.get() {
        return Ok(class);
    }
    let class = errors::new_exception(name, Some(&*base()?), None)?;
    place.set(Some(class.clone()));
    Ok(class)
}

/// `NotShareableError`.
pub fn not_shareable_error() -> Result<Owned> {
    class_of(&interp().xi.not_shareable, c"concurrent.interpreters.NotShareableError", || Ok(exceptions::TypeError.as_object().new_ref()))
}

/// `QueueError`.
pub fn queue_error() -> Result<Owned> {
    class_of(&interp().xi.queue_error, c"concurrent.interpreters.QueueError", || Ok(exceptions::RuntimeError.as_object().new_ref()))
}

/// `QueueNotFoundError`.
pub fn queue_not_found_error() -> Result<Owned> {
    class_of(&interp().xi.queue_not_found, c"concurrent.interpreters.QueueNotFoundError", queue_error)
}

/// Raises an exception of a class that may have to be made first.
#[cold]
pub fn raise_of(class: Result<Owned>, message: std::fmt::Arguments<'_>) -> Raised {
    let raised = class.and_then(|class| Ok(errors::set_object(&class, Some(&*unicode::from_str(&message.to_string())?))));
    raised.unwrap_or_else(|raised| raised)
}

struct Class {
    class: *mut PyTypeObject,
    /// A weak reference to a heap type.
    alive: Option<Owned>,
    get: GetData,
    registered: usize,
}

impl State {
    /// Drops the objects: the interpreter ends.
    pub fn clear(&self) {
        drop(self.classes.take());
        self.queue.set(None);
        self.queue_empty.set(None);
        self.queue_full.set(None);
        self.not_shareable.set(None);
        self.queue_error.set(None);
        self.queue_not_found.set(None);
        self.channels.clear();
    }
}

fn is_alive(class: &Class) -> bool {
    class.alive.as_ref().is_none_or(|reference| (**reference).downcast::<PyWeakReference>().is_some_and(|reference| !reference.is_dead()))
}

/// How the data of a class's instances are derived.
pub fn register(class: &PyTypeObject, get: GetData) -> Result<()> {
    let classes = &interp().xi.classes;
    if let Some(known) = classes.borrow_mut().iter_mut().find(|known| std::ptr::eq(known.class, class) && is_alive(known)) {
        known.registered += 1;
        return Ok(());
    }
    let alive = match class.has_flag(flags::HEAPTYPE) {
        true => Some(crate::types::weakref::PyWeakref_NewRef(class, None)?),
        false => None,
    };
    let mut classes = classes.borrow_mut();
    classes.retain(is_alive);
    classes.push(Class { class: class.as_ptr(), alive, get, registered: 1 });
    Ok(())
}

/// Takes one registration back; false where there is none.
pub fn unregister(class: &PyTypeObject) -> bool {
    let gone;
    {
        let mut classes = interp().xi.classes.borrow_mut();
        let Some(at) = classes.iter().position(|known| std::ptr::eq(known.class, class)) else { return false };
        let Some(known) = classes.get_mut(at) else { return false };
        known.registered -= 1;
        if known.registered > 0 {
            return true;
        }
        gone = classes.remove(at);
    }
    drop(gone);
    true
}

/// How an object's data are derived; neither function where it is not shareable.
pub fn lookup(object: &PyObject) -> GetData {
    if let Some(get) = basic::of(object.ty()) {
        return get;
    }
    let classes = interp().xi.classes.borrow();
    let known = classes.iter().find(|known| std::ptr::eq(known.class, object.ty()) && is_alive(known));
    known.map(|known| known.get).unwrap_or_default()
}

/// Whether an object may cross as it is.
pub fn is_shareable(object: &PyObject) -> bool {
    let get = lookup(object);
    get.basic.is_some() || get.fallback.is_some()
}

/// `NotShareableError` for the object, with what was raised as its cause.
#[cold]
fn not_shareable(object: &PyObject) -> Raised {
    let cause = errors::take();
    let raised = match object.repr() {
        Ok(shown) => raise_of(not_shareable_error(), format_args!("{} does not support cross-interpreter data", &*shown)),
        Err(raised) => raised,
    };
    let Some(cause) = cause else { return raised };
    if let Some(error) = raised.take() {
        exceptions::base::PyException_SetCause(&error, Some(cause));
        errors::restore(Some(error));
    }
    Raised::already()
}

/// Derives an object's data by its type's own function.
fn derive(object: &PyObject, fallback: c_int, data: &mut XIData) -> Result<()> {
    let get = lookup(object);
    let state: *mut PyThreadState = (&raw const **thread()).cast_mut();
    // SAFETY: functions that were registered for this type.
    let code = unsafe {
        match (get.basic, get.fallback) {
            (Some(basic), _) => foreign!(basic(state, object.as_ptr(), data)),
            (None, Some(with_fallback)) => foreign!(with_fallback(state, object.as_ptr(), fallback, data)),
            (None, None) => -1,
        }
    };
    if code != 0 {
        data.clear();
        return Err(not_shareable(object));
    }
    if data.interpid < 0 {
        return Err(raise!(SystemError, "missing interp"));
    }
    if data.new_object.is_none() {
        return Err(raise!(SystemError, "missing new_object func"));
    }
    Ok(())
}

/// Derives an object's data; `NotShareableError` where it may not cross.
pub fn get(object: &PyObject, fallback: c_int, data: &mut XIData) -> Result<()> {
    match fallback {
        ONLY_SHAREABLE => derive(object, fallback, data),
        PICKLED => {
            let Err(raised) = derive(object, fallback, data) else { return Ok(()) };
            let why = raised.take();
            if let Err(raised) = basic::pickled(object, data) {
                raised.clear();
                errors::restore(why);
                return Err(Raised::already());
            }
            Ok(())
        }
        _ => Err(raise!(ValueError, "unsupported xidata fallback option")),
    }
}
