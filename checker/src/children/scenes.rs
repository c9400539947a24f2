//! The scenes: where an extension is loaded, and what is asked of it there.
//!
//! The main interpreter's is the measure: what does not work there is told of that scene alone. In the others, what an extension's slots
//! promise is held against what happens. That it refuses by an `ImportError`, where it has not promised otherwise, is an answer and no breach.

use std::collections::BTreeSet;
use std::ffi::c_int;
use std::ptr::null_mut;
use std::sync::{Barrier, Mutex};

use super::api::{InterpreterConfig, Object, Raised, lies_in};
use super::exercise::RUNS;
use super::job::Step;
use super::probe::{Child, Refused};

/// `Py_mod_multiple_interpreters`: a GIL each.
const PER_INTERPRETER_GIL: usize = 2;

/// `Py_TPFLAGS_HEAPTYPE`.
pub const HEAP_TYPE: u64 = 1 << 9;

/// # Safety
/// The main interpreter runs, and this thread has its GIL; so of each scene.
pub unsafe fn main(child: &Child) -> Result<(), Step> {
    let (api, told) = (&child.api, child.told);
    // SAFETY: the caller's word.
    unsafe {
        let module = child.load(true)?;
        let dict = (api.PyModule_GetDict)(module);
        let names = if dict.is_null() { -1 } else { (api.PyDict_Size)(dict) };
        api.clear();
        told.tell(&Step::Loaded { names: usize::try_from(names).unwrap_or(0) });
        if let Some(checked) = &api.checked {
            for run in 0..RUNS {
                told.doing("its functions were called");
                child.ask(module);
                told.doing("what the calls left was looked at");
                if run + 3 >= RUNS {
                    (checked.survey)(c_int::from(run + 1 == RUNS));
                }
            }
        }
        if promise(child, module) == Some(PER_INTERPRETER_GIL) {
            static_types(child, module);
        }
        (api.Py_DecRef)(module);
    }
    Ok(())
}

/// What the slots say of sub-interpreters; `None` where they say nothing.
unsafe fn promise(child: &Child, module: Object) -> Option<usize> {
    // SAFETY: the caller's word: the extension's module.
    unsafe {
        let definition = (child.api.PyModule_GetDef)(module);
        child.api.clear();
        let mut slot = if definition.is_null() { std::ptr::null() } else { (*definition).slots };
        while !slot.is_null() && (*slot).id != 0 {
            if (*slot).id == 3 {
                return Some((*slot).value);
            }
            slot = slot.add(1);
        }
    }
    None
}

/// The extension says that interpreters with a GIL each may load it, and gives all of them types that are its own data.
unsafe fn static_types(child: &Child, module: Object) {
    let api = &child.api;
    // SAFETY: the caller's word.
    unsafe {
        for name in child.names(module) {
            let Ok(value) = api.attribute(module, &name) else { continue };
            if api.is_type(value) && (api.PyType_GetFlags)(value) & HEAP_TYPE == 0 {
                let at = lies_in(value as usize).filter(|(file, _)| std::path::Path::new(file) == child.job.file);
                if at.is_some() {
                    let message = format!("the type {name} is static, and the module says that interpreters with a GIL each may load it");
                    child.told.tell(&Step::Broken { rule: "EX809".to_owned(), subject: name, message, at });
                }
            }
            (api.Py_DecRef)(value);
        }
    }
}

/// The rule that an exception breaks: none where it is an `ImportError`, which says that the extension does not do this.
fn refusal(rule: &'static str, raised: &Raised) -> &'static str {
    if raised.kind == "ImportError" { "EX812" } else { rule }
}

/// What is missing of the names that the module has elsewhere, in words.
fn missing(expected: &BTreeSet<String>, found: &[String]) -> Option<String> {
    let missing: Vec<&str> = expected.iter().filter(|name| !found.contains(name)).map(String::as_str).collect();
    (!missing.is_empty()).then(|| format!("lacks {}", missing.join(", ")))
}

/// Loads it twice in one interpreter; the second module works when the first has gone.
pub unsafe fn twice(child: &Child) -> Result<(), Step> {
    let api = &child.api;
    // SAFETY: the caller's word.
    unsafe {
        let first = child.load(false)?;
        child.drive(first);
        let names = child.names(first).into_iter().collect();
        child.forget_module();
        child.told.doing("it was loaded a second time");
        match child.load(false) {
            Ok(second) => {
                if let Some(lacking) = missing(&names, &child.names(second)) {
                    child.told.broken("EX801", &child.job.module, format!("the second time, the module {lacking}"), None);
                }
                child.drive(second);
                (api.Py_DecRef)(first);
                child.told.doing("the first of two modules was gone");
                child.drive(second);
                (api.Py_DecRef)(second);
            }
            Err(Refused { what, raised }) => {
                child.told.broken(refusal("EX801", &raised), what, format!("raised {raised} the second time"), Some(&raised));
                child.drive(first);
                (api.Py_DecRef)(first);
            }
        }
        child.forget_module();
    }
    Ok(())
}

/// Loads it in the main interpreter and in a sub-interpreter that shares the GIL, ends that, and goes on in the first.
pub unsafe fn legacy(child: &Child) -> Result<(), Step> {
    let (api, told) = (&child.api, child.told);
    // SAFETY: the caller's word.
    unsafe {
        let first = child.load(false)?;
        child.drive(first);
        let names = child.names(first).into_iter().collect();
        let promise = promise(child, first);
        let main = (api.PyThreadState_Get)();
        told.doing("a sub-interpreter was made");
        let sub = (api.Py_NewInterpreter)();
        if sub.is_null() {
            return Err(Step::Failed { reason: "no sub-interpreter could be made".to_owned() });
        }
        told.doing("it was loaded in a sub-interpreter");
        match child.load(false) {
            Ok(second) => {
                if let Some(lacking) = missing(&names, &child.names(second)) {
                    told.broken("EX802", &child.job.module, format!("in a sub-interpreter, the module {lacking}"), None);
                }
                look_for_foreign(child, second);
                child.drive(second);
                look_for_foreign(child, second);
                (api.Py_DecRef)(second);
            }
            // Zero says that it will refuse.
            Err(_) if promise == Some(0) => {}
            Err(Refused { what, raised }) => {
                let rule = if promise.is_none() { refusal("EX802", &raised) } else { "EX802" };
                told.broken(rule, what, format!("raised {raised} in a sub-interpreter"), Some(&raised));
            }
        }
        told.doing("the sub-interpreter ended");
        (api.Py_EndInterpreter)(sub);
        (api.PyThreadState_Swap)(main);
        told.doing("the sub-interpreter had ended");
        child.drive(first);
        (api.Py_DecRef)(first);
    }
    Ok(())
}

unsafe fn look_for_foreign(child: &Child, module: Object) {
    if let Some(checked) = &child.api.checked {
        child.told.doing("objects of other interpreters were looked for");
        // SAFETY: the caller's word.
        unsafe { (checked.find_foreign)(module) };
    }
}

/// Loads it in two interpreters that share nothing, in two threads at once.
pub unsafe fn isolated(child: &Child) -> Result<(), Step> {
    struct Shared<'a, 'b>(&'a Child<'b>);
    // SAFETY: functions of the C API may be called by any thread that has a thread state.
    unsafe impl Sync for Shared<'_, '_> {}

    let api = &child.api;
    // SAFETY: the caller's word; each thread makes an interpreter of its own, and ends it.
    unsafe {
        let main = (api.PyEval_SaveThread)();
        let barrier = Barrier::new(2);
        let told = Mutex::new(Vec::new());
        let shared = Shared(child);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                let (barrier, told, shared) = (&barrier, &told, &shared);
                scope.spawn(move || {
                    own_signal_stack();
                    if let Err(step) = in_an_isolated_one(shared.whole(), barrier) {
                        told.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(step);
                    }
                });
            }
        });
        (api.PyEval_RestoreThread)(main);
        match told.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).pop() {
            Some(step) => return Err(step),
            None => return Ok(()),
        }
    }

    impl<'b> Shared<'_, 'b> {
        /// Taken as a whole, so that what a thread captures is this.
        fn whole(&self) -> &Child<'b> {
            self.0
        }
    }
}

/// What tells where a thread was when it was ended needs more room than Rust gives a thread's handlers.
fn own_signal_stack() {
    const ROOM: usize = 256 << 10;
    // SAFETY: memory that is never given back.
    unsafe {
        let stack = libc::stack_t { ss_sp: libc::malloc(ROOM), ss_flags: 0, ss_size: ROOM };
        if !stack.ss_sp.is_null() {
            libc::sigaltstack(&raw const stack, null_mut());
        }
    }
}

/// One of the two threads. Whatever happens, it comes to both of the barrier's meetings.
unsafe fn in_an_isolated_one(child: &Child, barrier: &Barrier) -> Result<(), Step> {
    let (api, told) = (&child.api, child.told);
    // SAFETY: the thread attaches itself to the main interpreter, makes another, and goes back the same way.
    unsafe {
        let outer = (api.PyGILState_Ensure)();
        let main = (api.PyThreadState_Get)();
        let mut own: Object = null_mut();
        let status = (api.Py_NewInterpreterFromConfig)(&raw mut own, InterpreterConfig::ISOLATED);
        let made = status.kind == 0 && !own.is_null();
        if made {
            barrier.wait();
            told.doing("it was loaded in two isolated interpreters");
            let loaded = child.load(false);
            match &loaded {
                Ok(module) => {
                    child.drive(*module);
                    look_for_foreign(child, *module);
                }
                Err(Refused { what, raised }) if !refuses_isolation(raised) => {
                    told.broken("EX803", what, format!("raised {raised} in an isolated interpreter"), Some(raised));
                }
                Err(_) => {}
            }
            // Neither interpreter ends before the other has been looked at. Waiting keeps the interpreter's own GIL, which nobody else wants.
            barrier.wait();
            if let Ok(module) = loaded {
                (api.Py_DecRef)(module);
            }
            told.doing("two isolated interpreters ended");
            (api.Py_EndInterpreter)(own);
            (api.PyThreadState_Swap)(main);
        } else {
            barrier.wait();
            barrier.wait();
        }
        (api.PyGILState_Release)(outer);
        if made { Ok(()) } else { Err(Step::Failed { reason: "no isolated interpreter could be made".to_owned() }) }
    }
}

/// Whether the import machinery, and not the extension, has refused: the module does not say that it can be loaded here.
fn refuses_isolation(raised: &Raised) -> bool {
    raised.kind == "ImportError" && raised.message.contains("does not support loading in subinterpreters")
}

/// Initialises, loads, finalises, and does so again, twice.
pub unsafe fn again(child: &Child) -> Result<(), Step> {
    let (api, told) = (&child.api, child.told);
    // SAFETY: the caller's word: it holds for each interpreter in turn.
    unsafe {
        let first = child.load(false)?;
        child.drive(first);
        let names = child.names(first).into_iter().collect();
        (api.Py_DecRef)(first);
        for _ in 0..2 {
            child.finalise();
            told.doing("the interpreter started again");
            (api.Py_InitializeEx)(0);
            told.doing("it was loaded again after Py_FinalizeEx");
            match child.load(false) {
                Ok(module) => {
                    if let Some(lacking) = missing(&names, &child.names(module)) {
                        told.broken("EX804", &child.job.module, format!("after Py_FinalizeEx, the module {lacking}"), None);
                    }
                    child.drive(module);
                    (api.Py_DecRef)(module);
                }
                Err(Refused { what, raised }) => {
                    told.broken(refusal("EX804", &raised), what, format!("raised {raised} after Py_FinalizeEx"), Some(&raised));
                    break;
                }
            }
        }
    }
    Ok(())
}
