//! Driving an extension: by the functions of a file that knows it, or by asking everything that can be asked without knowing it.
//!
//! A file of exercises has functions `int exercise_NAME(PyObject *module)`, which are given the loaded module and answer 0, or -1 with an
//! exception set. Each is repeated: a few times first, so that caches are full; then in two rounds of as many calls as were asked for, with a look at
//! all objects before, between and after them. What both rounds have left anew is no cache.

use std::ffi::{CString, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::api::{Object, dl_error};
use super::job::Step;
use super::probe::Child;

/// How often an extension's functions are called: twice to fill caches, then three times to see what is left.
pub const RUNS: usize = 5;

/// Functions that end the process or wait, as their names say: nothing is learned of them without knowing them.
const LEFT_OUT: [&str; 12] = ["abort", "exit", "_exit", "fork", "forkpty", "vfork", "kill", "killpg", "pause", "wait", "raise_signal", "run_forever"];

/// Whether a function may be called by someone who knows its name and nothing more.
pub fn may_be_called(name: &str) -> bool {
    !LEFT_OUT.contains(&name)
}

/// `exercise_NAME`.
pub type Function = unsafe extern "C" fn(Object) -> c_int;

/// An open file of exercises.
pub struct Exercise {
    pub functions: Vec<(String, Function)>,
}

impl Exercise {
    pub fn open(file: &Path, names: &[String]) -> Result<Exercise, String> {
        let path = CString::new(file.as_os_str().as_bytes()).map_err(|e| e.to_string())?;
        // SAFETY: a path; the file's initializers run. What it asks of the C API is there.
        let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
        if handle.is_null() {
            return Err(format!("the exercises cannot be opened: {}", dl_error()));
        }
        let mut functions = Vec::new();
        for name in names {
            let symbol = CString::new(name.as_bytes()).map_err(|e| e.to_string())?;
            // SAFETY: the file is open.
            let function = unsafe { libc::dlsym(handle, symbol.as_ptr()) };
            if function.is_null() {
                return Err(format!("the exercises have no {name}"));
            }
            // SAFETY: a function of this name has this type: the file says so by naming it.
            functions.push((name.clone(), unsafe { std::mem::transmute::<*mut c_void, Function>(function) }));
        }
        Ok(Exercise { functions })
    }
}

/// # Safety
/// Of all: an interpreter runs, this thread has its GIL, and `module` is the extension in it.
impl Child<'_> {
    /// Calls an exercise once; whether it did what it should.
    pub unsafe fn exercise_once(&self, name: &str, function: Function, module: Object) -> Result<(), String> {
        // SAFETY: the caller's word.
        unsafe {
            match function(module) {
                0 if (self.api.PyErr_Occurred)().is_null() => Ok(()),
                0 => Err(format!("{name} gave 0 and left {}", self.api.raised())),
                _ => Err(format!("raised {}", self.api.raised())),
            }
        }
    }

    /// The scene of the exercises.
    pub unsafe fn exercise_again_and_again(&self) -> Result<(), Step> {
        let Some(exercise) = &self.exercise else { return Ok(()) };
        let repeat = self.job.repeat.max(1);
        // SAFETY: the caller's word.
        unsafe {
            let module = self.load(false)?;
            for (name, function) in &exercise.functions {
                self.told.doing(&format!("{name} ran"));
                let mut rounds = [(repeat / 10).max(3), repeat, repeat].into_iter().enumerate();
                let failed = rounds.find_map(|(round, times)| {
                    let failed = (0..times).find_map(|_| self.exercise_once(name, *function, module).err());
                    if failed.is_none()
                        && let Some(checked) = &self.api.checked
                    {
                        (checked.survey)(if round == 2 { repeat.cast_signed() } else { 0 });
                    }
                    failed
                });
                if let Some(message) = failed {
                    self.told.broken("EX909", name, message, None);
                    if let Some(checked) = &self.api.checked {
                        // What was looked at so far is no part of the next one's rounds.
                        (checked.survey)(-1);
                    }
                }
            }
            (self.api.Py_DecRef)(module);
        }
        Ok(())
    }

    /// Calls every exercise once, or, where there is none, asks what can be asked: in interpreters where only that is looked at which one call shows.
    pub unsafe fn drive(&self, module: Object) {
        // SAFETY: the caller's word.
        unsafe {
            match &self.exercise {
                Some(exercise) => {
                    for (name, function) in &exercise.functions {
                        self.told.doing(&format!("{name} ran"));
                        if let Err(message) = self.exercise_once(name, *function, module) {
                            self.told.broken("EX909", name, message, None);
                        }
                    }
                }
                None => {
                    self.told.doing("its functions were called");
                    self.ask(module);
                }
            }
        }
    }

    /// Asks everything of the module that can be asked without knowing it: what its attributes look like, what is written of them, and what those that
    /// can be called do without arguments, and with such as mean nothing. Exceptions are answers.
    pub unsafe fn ask(&self, module: Object) {
        let api = &self.api;
        // SAFETY: the caller's word.
        unsafe {
            api.forget((api.PyObject_Repr)(module));
            for name in self.names(module) {
                let Ok(value) = api.attribute(module, &name) else { continue };
                self.look_at(value);
                let is_type = api.is_type(value);
                if is_type {
                    for inner in api.dir(value) {
                        if let Ok(inner) = api.attribute(value, &inner) {
                            api.forget((api.PyObject_Repr)(inner));
                            (api.Py_DecRef)(inner);
                        }
                    }
                }
                if (api.PyCallable_Check)(value) != 0 && may_be_called(&name) {
                    let made = (api.PyObject_CallNoArgs)(value);
                    if is_type && !made.is_null() {
                        self.look_into(made);
                    }
                    api.forget(made);
                    for count in 1..=2 {
                        api.forget(self.called_with_none(value, count));
                    }
                }
                (api.Py_DecRef)(value);
            }
        }
    }

    /// What an object looks like and what is written of it.
    unsafe fn look_at(&self, object: Object) {
        let api = &self.api;
        // SAFETY: the caller's word.
        unsafe {
            api.forget((api.PyObject_Repr)(object));
            for name in [c"__doc__", c"__text_signature__", c"__module__", c"__qualname__"] {
                api.forget((api.PyObject_GetAttrString)(object, name.as_ptr()));
            }
        }
    }

    /// What an instance of one of the extension's types has, is as a bool, and the like.
    unsafe fn look_into(&self, object: Object) {
        let api = &self.api;
        // SAFETY: the caller's word.
        unsafe {
            self.look_at(object);
            api.forget((api.PyObject_Str)(object));
            for status in [(api.PyObject_IsTrue)(object) as isize, (api.PyObject_Size)(object), (api.PyObject_Hash)(object)] {
                if status < 0 {
                    api.clear();
                }
            }
            api.forget((api.PyObject_GetIter)(object));
            for name in api.dir(object) {
                if let Ok(value) = api.attribute(object, &name) {
                    (api.Py_DecRef)(value);
                }
            }
        }
    }

    /// `function(None, …)`: a new reference, or NULL with the exception set.
    pub unsafe fn called_with_none(&self, function: Object, count: usize) -> Object {
        let api = &self.api;
        // SAFETY: the caller's word.
        unsafe {
            let none = api.object(c"_Py_NoneStruct");
            for _ in 0..count {
                (api.Py_IncRef)(none);
            }
            let Ok(arguments) = api.tuple(&vec![none; count]) else { return std::ptr::null_mut() };
            let result = (api.PyObject_CallObject)(function, arguments);
            (api.Py_DecRef)(arguments);
            result
        }
    }
}
