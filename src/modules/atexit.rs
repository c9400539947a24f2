//! `atexit`, and the functions that are called when an interpreter ends: a program's, last first, while everything is in place; C's
//! (`PyUnstable_AtExit`) when its modules have gone.

use crate::boundary::method::{self, Args};
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interp;
use crate::runtime::interpreter::PyInterpreterState;
use crate::types::singletons::none;
use crate::types::{dict, long, module, tuple};
use exuvia_macros::capi;
use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

/// A function that waits for the end, with its arguments.
struct Callback {
    function: Owned,
    args: Owned<PyTupleObject>,
    keywords: Option<Owned<PyDictObject>>,
}

/// What waits for an interpreter's end.
#[derive(Default)]
pub struct State {
    /// In the order in which they came. Each is shared with who walks over them: a call or a comparison may change the list.
    callbacks: RefCell<Vec<Rc<Callback>>>,
    c_callbacks: RefCell<Vec<(unsafe extern "C" fn(*mut c_void), *mut c_void)>>,
}

impl State {
    fn snapshot(&self) -> Vec<Rc<Callback>> {
        self.callbacks.borrow().clone()
    }
    fn clear(&self) {
        drop(self.callbacks.take());
    }
    /// Calls a program's functions, last first; then none is left, whatever they have registered. What they raise is reported.
    pub fn run(&self) {
        for callback in self.snapshot().iter().rev() {
            let called = crate::protocol::call::PyObject_Call(&callback.function, &callback.args, callback.keywords.as_ref().map(|k| k.as_object()));
            if let Err(raised) = called {
                let exception = raised.take();
                let shown = callback.function.repr().map_err(Raised::clear);
                errors::restore(exception);
                match shown {
                    Ok(shown) => errors::unraisable(format_args!("Exception ignored in atexit callback {}", &*shown)),
                    Err(()) => errors::unraisable(format_args!("Exception ignored in atexit callback")),
                }
            }
        }
        self.clear();
    }
    /// Calls C's functions, last first.
    pub fn run_c(&self) {
        loop {
            let Some((function, data)) = self.c_callbacks.borrow_mut().pop() else { break };
            // SAFETY: C's function, called as it asked.
            unsafe { function(data) };
        }
    }
}

fn register(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let Some((function, rest)) = args.positional.split_first() else {
        return Err(raise!(TypeError, "register() takes at least 1 argument (0 given)"));
    };
    if crate::protocol::call::PyCallable_Check(Some(function)) == 0 {
        return Err(raise!(TypeError, "the first argument must be callable"));
    }
    let keywords = match args.kwnames {
        Some(names) if !args.keywords.is_empty() => {
            let all = dict::new()?;
            for (name, value) in names.as_slice().iter().zip(args.keywords) {
                all.insert(name, value)?;
            }
            Some(all)
        }
        _ => None,
    };
    let callback = Rc::new(Callback { function: function.new_ref(), args: tuple::from_slice(rest)?, keywords });
    interp().atexit.callbacks.borrow_mut().push(callback);
    Ok(function.new_ref())
}

fn unregister(_: &PyObject, function: &PyObject) -> Result<Owned> {
    let state = &interp().atexit;
    for callback in state.snapshot() {
        if callback.function.equals(function)? {
            let gone = {
                let mut callbacks = state.callbacks.borrow_mut();
                callbacks.iter().position(|other| Rc::ptr_eq(other, &callback)).map(|at| callbacks.remove(at))
            };
            drop(gone);
        }
    }
    Ok(none())
}

static METHODS: [PyMethodDef; 6] = [
    method::keywords(
        c"register",
        register,
        c"register($module, func, /, *args, **kwargs)\n--\n\nHas a function called when the interpreter ends; returns it.",
    ),
    method::noargs(
        c"_clear",
        |_: &PyObject| {
            interp().atexit.clear();
            none()
        },
        c"_clear($module, /)\n--\n\nForgets all functions.",
    ),
    method::o(c"unregister", unregister, c"unregister($module, func, /)\n--\n\nForgets a function, however often it was registered."),
    method::noargs(
        c"_run_exitfuncs",
        |_: &PyObject| {
            interp().atexit.run();
            none()
        },
        c"_run_exitfuncs($module, /)\n--\n\nCalls all functions now.",
    ),
    method::noargs(
        c"_ncallbacks",
        |_: &PyObject| long::from_i64(interp().atexit.callbacks.borrow().len() as i64),
        c"_ncallbacks($module, /)\n--\n\nHow many functions wait.",
    ),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 3] = [PyModuleDef_Slot::PER_INTERPRETER_GIL, PyModuleDef_Slot::GIL_NOT_USED, PyModuleDef_Slot::END];

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"atexit".as_ptr(),
    m_doc: c"Functions that are called when the interpreter ends.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `atexit`.
pub extern "C" fn init() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

/// Has `func(data)` called when the interpreter has ended its modules, last first: 0, or -1 with an exception.
#[capi]
pub fn PyUnstable_AtExit(interp: *mut PyInterpreterState, func: Option<unsafe extern "C" fn(*mut c_void)>, data: *mut c_void) -> Result<()> {
    // SAFETY: C's word: the attached thread state's interpreter.
    match (unsafe { interp.as_ref() }, func) {
        (Some(interp), Some(func)) => {
            interp.atexit.c_callbacks.borrow_mut().push((func, data));
            Ok(())
        }
        _ => Err(raise!(SystemError, "null argument to internal routine")),
    }
}
