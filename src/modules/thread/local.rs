//! `_thread._local`: attributes that each thread has its own of.
//!
//! Invariant: a local owns the dicts, by the number of the thread state that each belongs to; the interpreter knows all
//! locals, so that a thread state that is cleared takes its dicts with it.

use crate::boundary::slot;
use crate::layout::*;
use crate::object::attribute;
use crate::object::gc;
use crate::object::{Owned, Typed, types};
use crate::raise;
use crate::runtime::errors::Result;
use crate::runtime::thread_state::Thread;
use crate::runtime::{interp, thread};
use crate::types::object_type::PyBaseObject_Type;
use crate::types::{dict, long, tuple, weakref};
use std::cell::Cell;
use std::mem::offset_of;

/// A `_local`.
#[repr(C)]
pub struct Local {
    ob_base: PyObject,
    /// The dicts, by the thread states' numbers.
    dicts: Field<PyDictObject>,
    /// What `__init__` gets in each thread: a tuple and a dict.
    arguments: Field<PyTupleObject>,
    weak_list: Cell<*mut PyObject>,
    /// The thread state that asked last, and its dict, which `dicts` holds.
    last: Cell<u64>,
    last_dict: Cell<*mut PyDictObject>,
}
// SAFETY: it begins with a PyObject.
unsafe impl IsObject for Local {}
// SAFETY: instances of subclasses begin with a Local.
unsafe impl Typed for Local {
    fn type_object() -> &'static PyTypeObject {
        &LOCAL
    }
}

/// `_thread._local`.
pub static LOCAL: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_thread._local".as_ptr()),
    tp_doc: Cell::new(c"_local()\n--\n\nAttributes that each thread has its own of.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<Local>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_weaklistoffset: Cell::new(offset_of!(Local, weak_list) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_traverse: Cell::new(Some(slot::traverse(|this: &Local, visitor| {
        visitor.field(&this.dicts)?;
        visitor.field(&this.arguments)
    }))),
    tp_clear: Cell::new(Some(slot::clear(clear))),
    tp_getattro: Cell::new(Some(slot::subscript(get))),
    tp_setattro: Cell::new(Some(slot::set_subscript(set))),
    tp_new: Cell::new(Some(slot::new(new))),
    ..PyTypeObject::STATIC
};

fn has_own_init(ty: &PyTypeObject) -> bool {
    ty.tp_init.get().map(|f| f as usize) != PyBaseObject_Type.tp_init.get().map(|f| f as usize)
}

fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let given = !args.is_empty() || kwargs.is_some_and(|kwargs| !kwargs.is_empty());
    if given && !has_own_init(ty) {
        return Err(raise!(TypeError, "Initialization arguments are not supported"));
    }
    let object = types::alloc(ty, 0)?;
    // SAFETY: an instance of `_local` or of a subclass.
    let this = unsafe { object.cast_unchecked::<Local>() };
    this.dicts.set(Some(dict::new()?));
    if given {
        let kwargs = kwargs.map_or_else(crate::types::singletons::none, |kwargs| kwargs.as_object().new_ref());
        this.arguments.set(Some(tuple::from_owned([args.as_object().new_ref(), kwargs])?));
    }
    interp().threads_module.locals.borrow_mut().push(std::ptr::from_ref(this).cast_mut());
    // `__init__` runs by the call that makes the object: the thread has its dict from here on.
    this.add_dict(thread())?;
    Ok(object)
}

impl Local {
    fn add_dict(&self, thread: &Thread) -> Result<Owned<PyDictObject>> {
        let own = dict::new()?;
        let Some(dicts) = self.dicts.get() else { return Ok(own) };
        dicts.insert(&*long::from_u64(thread.id.get())?, &own)?;
        self.last.set(thread.id.get());
        self.last_dict.set(own.as_ptr());
        Ok(own)
    }
    /// The running thread's dict; `__init__` has run in it.
    fn dict(&self) -> Result<Owned<PyDictObject>> {
        let thread = thread();
        if self.last.get() == thread.id.get() {
            // SAFETY: `dicts` holds it.
            return Ok(Owned::from_ref(unsafe { &*self.last_dict.get() }));
        }
        let key = long::from_u64(thread.id.get())?;
        let Some(dicts) = self.dicts.get() else { return dict::new() };
        if let Some(own) = dicts.get(&key)?.and_then(|own| own.downcast::<PyDictObject>().ok()) {
            self.last.set(thread.id.get());
            self.last_dict.set(own.as_ptr());
            return Ok(own);
        }
        let own = self.add_dict(thread)?;
        let ty = self.ob_base.ty();
        if has_own_init(ty)
            && let Some(init) = ty.tp_init.get()
        {
            let (empty, arguments) = (tuple::empty(), self.arguments.get());
            let arguments = arguments.as_ref().map_or(&[][..], |arguments| arguments.as_slice());
            let args = arguments.first().map_or(empty.as_object(), |args| *args);
            let kwargs = arguments.get(1).filter(|kwargs| !kwargs.is_none()).map_or(std::ptr::null_mut(), |kwargs| kwargs.as_ptr());
            // SAFETY: the slot's contract.
            if unsafe { crate::foreign!(init(self.ob_base.as_ptr(), args.as_ptr(), kwargs)) } < 0 {
                self.forget(thread);
                return Err(crate::runtime::errors::Raised::already());
            }
        }
        Ok(own)
    }
    /// Drops a thread state's dict.
    fn forget(&self, thread: &Thread) {
        if self.last.get() == thread.id.get() {
            self.last.set(0);
            self.last_dict.set(std::ptr::null_mut());
        }
        let Some(dicts) = self.dicts.get() else { return };
        match long::from_u64(thread.id.get()).and_then(|key| dicts.pop(&key)) {
            Ok(dropped) => drop(dropped),
            Err(raised) => raised.clear(),
        }
    }
}

/// Drops what a thread state has in locals: it is being cleared.
pub fn forget_thread(thread: &Thread) {
    let locals = &thread.interp().threads_module.locals;
    if locals.borrow().is_empty() {
        return;
    }
    // What is dropped may make and destroy locals.
    // SAFETY: a local on the list is alive, and off it before anything of it is dropped.
    let all: Vec<Owned<Local>> = locals.borrow().iter().map(|local| Owned::from_ref(unsafe { &**local })).collect();
    for local in all {
        local.forget(thread);
    }
}

fn clear(this: &Local) {
    this.last.set(0);
    this.last_dict.set(std::ptr::null_mut());
    this.arguments.set(None);
    if let Some(dicts) = this.dicts.get() {
        dicts.clear();
    }
}

fn dealloc(this: *mut Local) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        let object = this.cast::<PyObject>();
        gc::untrack(object);
        interp().threads_module.locals.borrow_mut().retain(|local| !std::ptr::eq(*local, this));
        weakref::clear_all(&*object);
        clear(&*this);
        (*this).dicts.set(None);
        types::free(object);
    }
}

fn get(this: &Local, name: &PyObject) -> Result<Owned> {
    let own = this.dict()?;
    let text = attribute::name_of(name)?;
    if text.is_text("__dict__") {
        return Ok(own.upcast());
    }
    attribute::generic_get_with(&this.ob_base, text, &own)
}

fn set(this: &Local, name: &PyObject, value: Option<&PyObject>) -> Result<()> {
    let own = this.dict()?;
    let text = attribute::name_of(name)?;
    if text.is_text("__dict__") {
        let message = format_args!("'{}' object attribute '__dict__' is read-only", this.ob_base.ty().name());
        return Err(attribute::error(&this.ob_base, name, message));
    }
    attribute::generic_set(&this.ob_base, text, value, Some(&own))
}
