//! The child: opens the library, starts it, and imports one extension, telling each step before it is made.
//!
//! All that is known of Exuvia here is its C API, resolved by name.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::fs::File;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::ExitCode;
use std::ptr::null_mut;

use serde::{Deserialize, Serialize};

/// What the child tells, a line of JSON each.
#[derive(Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "lowercase")]
pub enum Step {
    /// What comes next; the last of these is where a crash was.
    Doing {
        what: String,
    },
    /// The module's definition; a single-phase module's has no array of slots, a multi-phase module's need not have one.
    Definition {
        has_slots: bool,
        slots: Vec<String>,
    },
    Loaded {
        names: usize,
    },
    /// An exception came out of a step.
    Raised {
        what: String,
        exception: String,
    },
    Failed {
        reason: String,
    },
    Ended,
}

type Object = *mut c_void;

macro_rules! api {
    ($($name:ident($($parameter:ty),*) -> $result:ty;)*) => {
        /// The functions of the C API that importing takes.
        #[allow(non_snake_case, reason = "the C API's names")]
        struct Api { $($name: unsafe extern "C" fn($($parameter),*) -> $result,)* }

        #[allow(non_snake_case, reason = "the C API's names")]
        impl Api {
            /// Opens a library and resolves the functions; an error says which it lacks.
            fn open(library: &Path) -> Result<(Api, Option<Checked>), String> {
                let path = CString::new(library.as_os_str().as_bytes()).map_err(|e| e.to_string())?;
                // SAFETY: a path; the library's initializers run.
                let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL) };
                if handle.is_null() {
                    return Err(dl_error());
                }
                $(
                    // SAFETY: the name ends with NUL.
                    let $name = unsafe { libc::dlsym(handle, concat!(stringify!($name), "\0").as_ptr().cast()) };
                    if $name.is_null() {
                        return Err(format!("{} does not have {}", library.display(), stringify!($name)));
                    }
                )*
                let api = Api { $(
                    // SAFETY: a function of this name has this type in every Python's C API.
                    $name: unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($parameter),*) -> $result>($name) },
                )* };
                Ok((api, Checked::of(handle)))
            }
        }
    };
}

api! {
    PyDict_Size(Object) -> isize;
    PyErr_GetRaisedException() -> Object;
    PyErr_Occurred() -> Object;
    PyImport_GetModuleDict() -> Object;
    PyImport_ImportModule(*const c_char) -> Object;
    PyModule_GetDef(Object) -> *mut ModuleDef;
    PyModule_GetDict(Object) -> Object;
    PyModule_New(*const c_char) -> Object;
    PyObject_CallObject(Object, Object) -> Object;
    PyObject_GetAttrString(Object, *const c_char) -> Object;
    PyObject_SetAttrString(Object, *const c_char, Object) -> c_int;
    PyObject_SetItem(Object, Object, Object) -> c_int;
    PyObject_Str(Object) -> Object;
    PyObject_Type(Object) -> Object;
    PyTuple_New(isize) -> Object;
    PyTuple_SetItem(Object, isize, Object) -> c_int;
    PyType_GetName(Object) -> Object;
    PyUnicode_AsUTF8AndSize(Object, *mut isize) -> *const c_char;
    PyUnicode_FromString(*const c_char) -> Object;
    PyCallable_Check(Object) -> c_int;
    PyDict_Copy(Object) -> Object;
    PyDict_Next(Object, *mut isize, *mut Object, *mut Object) -> c_int;
    PyObject_CallNoArgs(Object) -> Object;
    PyObject_Repr(Object) -> Object;
    Py_DecRef(Object) -> ();
    Py_FinalizeEx() -> c_int;
    Py_IncRef(Object) -> ();
    Py_InitializeEx(c_int) -> ();
}

/// `PyModuleDef`, as far as its slots.
#[repr(C)]
struct ModuleDef {
    base: [usize; 5],
    name: *const c_char,
    doc: *const c_char,
    size: isize,
    methods: *const c_void,
    slots: *const Slot,
}

#[repr(C)]
struct Slot {
    id: c_int,
    value: usize,
}

fn dl_error() -> String {
    // SAFETY: the text is this thread's until its next call of dl… functions.
    let text = unsafe { libc::dlerror() };
    if text.is_null() {
        return "unknown error".to_owned();
    }
    // SAFETY: as above, and it ends with NUL.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// Where the steps go: a file, written line by line.
struct Told(File);

impl Told {
    fn tell(&mut self, step: &Step) {
        let line = serde_json::to_string(step).unwrap_or_default();
        let _ = writeln!(self.0, "{line}");
    }

    fn doing(&mut self, what: &str) {
        self.tell(&Step::Doing { what: what.to_owned() });
    }
}

pub fn run(library: &Path, module: &str, file: &Path, report: &Path) -> ExitCode {
    let Ok(out) = File::options().append(true).open(report) else { return ExitCode::FAILURE };
    // SAFETY: no other thread runs yet. The checked build writes what it finds among the steps.
    unsafe { std::env::set_var("EXUVIA_FINDINGS", report) };
    for signal in [libc::SIGSEGV, libc::SIGBUS] {
        // Rust watches these for overflowing stacks, and lets one that is raised pass by.
        // SAFETY: the default action is always there.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    let mut told = Told(out);
    match import(library, module, file, &mut told) {
        Ok(()) => told.tell(&Step::Ended),
        Err(step) => told.tell(&step),
    }
    ExitCode::SUCCESS
}

fn import(library: &Path, module: &str, file: &Path, told: &mut Told) -> Result<(), Step> {
    let failed = |reason: String| Step::Failed { reason };
    told.doing("the library was opened");
    let (api, checked) = Api::open(library).map_err(failed)?;
    if let Some(checked) = &checked {
        // SAFETY: a function of the checked build.
        unsafe { (checked.watch_signals)() };
    }
    told.doing("the interpreter started");
    // SAFETY: the first call of the library.
    unsafe { (api.Py_InitializeEx)(0) };
    let name = CString::new(module).map_err(|e| failed(e.to_string()))?;
    let path = CString::new(file.as_os_str().as_bytes()).map_err(|e| failed(e.to_string()))?;
    // SAFETY: the interpreter runs, this thread has its GIL, and each reference is given up once.
    unsafe {
        let imp = api.made("import of _imp", (api.PyImport_ImportModule)(c"_imp".as_ptr()))?;
        let spec = api.made("the spec", (api.PyModule_New)(c"spec".as_ptr()))?;
        for (attribute, value) in [(c"name", &name), (c"origin", &path)] {
            let text = api.made("the spec", (api.PyUnicode_FromString)(value.as_ptr()))?;
            api.done("the spec", (api.PyObject_SetAttrString)(spec, attribute.as_ptr(), text))?;
            (api.Py_DecRef)(text);
        }
        told.doing("the module was created");
        let created = api.call(imp, c"create_dynamic", spec, "create")?;
        let definition = (api.PyModule_GetDef)(created);
        if !definition.is_null() {
            let array = (*definition).slots;
            told.tell(&Step::Definition { has_slots: !array.is_null(), slots: slots(array) });
        } else if !(api.PyErr_Occurred)().is_null() {
            // What a create slot made need not be a module.
            (api.Py_DecRef)((api.PyErr_GetRaisedException)());
        }
        let modules = (api.PyImport_GetModuleDict)();
        let key = api.made("sys.modules", (api.PyUnicode_FromString)(name.as_ptr()))?;
        api.done("sys.modules", (api.PyObject_SetItem)(modules, key, created))?;
        (api.Py_DecRef)(key);
        told.doing("the module was executed");
        let result = api.call(imp, c"exec_dynamic", created, "exec")?;
        let dict = (api.PyModule_GetDict)(created);
        let names = if dict.is_null() { -1 } else { (api.PyDict_Size)(dict) };
        if names < 0 && !(api.PyErr_Occurred)().is_null() {
            (api.Py_DecRef)((api.PyErr_GetRaisedException)());
        }
        told.tell(&Step::Loaded { names: usize::try_from(names).unwrap_or(0) });
        if let Some(checked) = &checked
            && !dict.is_null()
        {
            for run in 0..RUNS {
                told.doing("its functions were called");
                api.ask(dict);
                told.doing("what the calls left was looked at");
                if run + 3 >= RUNS {
                    (checked.survey)(c_int::from(run + 1 == RUNS));
                }
            }
        }
        for object in [result, created, spec, imp] {
            (api.Py_DecRef)(object);
        }
        told.doing("the interpreter ended");
        (api.Py_FinalizeEx)();
        if let Some(checked) = &checked {
            told.doing("what was left was looked at");
            (checked.finish)();
        }
    }
    Ok(())
}

/// How often an extension's functions are called: twice to fill caches, then three times to see what is left.
const RUNS: usize = 5;

/// What only the checked build exports.
struct Checked {
    survey: unsafe extern "C" fn(c_int),
    finish: unsafe extern "C" fn(),
    watch_signals: unsafe extern "C" fn(),
}

impl Checked {
    fn of(library: *mut c_void) -> Option<Checked> {
        // SAFETY: names that end with NUL; functions of these names have these types in every checked build.
        unsafe {
            let survey = libc::dlsym(library, c"_PyExuvia_Survey".as_ptr());
            let finish = libc::dlsym(library, c"_PyExuvia_Finish".as_ptr());
            let watch = libc::dlsym(library, c"_PyExuvia_WatchSignals".as_ptr());
            if survey.is_null() || finish.is_null() || watch.is_null() {
                return None;
            }
            Some(Checked {
                survey: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(c_int)>(survey),
                finish: std::mem::transmute::<*mut c_void, unsafe extern "C" fn()>(finish),
                watch_signals: std::mem::transmute::<*mut c_void, unsafe extern "C" fn()>(watch),
            })
        }
    }
}

impl Api {
    /// Asks everything of the module that can be asked without knowing it: what its attributes look like, and what those that can be
    /// called do without arguments. Exceptions are answers.
    ///
    /// # Safety
    /// The interpreter runs; `dict` is the module's.
    unsafe fn ask(&self, dict: Object) {
        // SAFETY: the caller's word. A copy of the dict does not change while it is gone through.
        unsafe {
            let copy = (self.PyDict_Copy)(dict);
            if copy.is_null() {
                return self.forget(copy);
            }
            let (mut at, mut name, mut value) = (0, null_mut(), null_mut());
            while (self.PyDict_Next)(copy, &raw mut at, &raw mut name, &raw mut value) != 0 {
                if self.text_of(name).starts_with("__") {
                    continue;
                }
                self.forget((self.PyObject_Repr)(value));
                if (self.PyCallable_Check)(value) != 0 {
                    self.forget((self.PyObject_CallNoArgs)(value));
                }
            }
            (self.Py_DecRef)(copy);
        }
    }

    /// Drops a result, or the exception that came instead.
    unsafe fn forget(&self, result: Object) {
        // SAFETY: the caller's word: a new reference, or NULL.
        unsafe { (self.Py_DecRef)(if result.is_null() { (self.PyErr_GetRaisedException)() } else { result }) }
    }

    /// A str's text; borrows it.
    unsafe fn text_of(&self, object: Object) -> String {
        // SAFETY: the caller's word: a str.
        unsafe {
            (self.Py_IncRef)(object);
            self.text(object)
        }
    }

    /// A new reference, or the exception that was raised instead.
    unsafe fn made(&self, what: &str, object: Object) -> Result<Object, Step> {
        // SAFETY: the caller's word: the interpreter runs.
        if object.is_null() { Err(unsafe { self.raised(what) }) } else { Ok(object) }
    }

    unsafe fn done(&self, what: &str, status: c_int) -> Result<(), Step> {
        // SAFETY: the caller's word: the interpreter runs.
        if status < 0 { Err(unsafe { self.raised(what) }) } else { Ok(()) }
    }

    /// `module.function(argument)`, a new reference; borrows all.
    unsafe fn call(&self, module: Object, function: &CStr, argument: Object, what: &str) -> Result<Object, Step> {
        // SAFETY: the caller's word: the interpreter runs, and these are objects.
        unsafe {
            let function = self.made(what, (self.PyObject_GetAttrString)(module, function.as_ptr()))?;
            let arguments = self.made(what, (self.PyTuple_New)(1))?;
            (self.Py_IncRef)(argument);
            self.done(what, (self.PyTuple_SetItem)(arguments, 0, argument))?;
            let result = (self.PyObject_CallObject)(function, arguments);
            (self.Py_DecRef)(arguments);
            (self.Py_DecRef)(function);
            self.made(what, result)
        }
    }

    /// The raised exception as a step, cleared.
    unsafe fn raised(&self, what: &str) -> Step {
        // SAFETY: the caller's word: the interpreter runs.
        unsafe {
            let exception = (self.PyErr_GetRaisedException)();
            if exception.is_null() {
                return Step::Failed { reason: format!("{what} failed without an exception") };
            }
            let kind = (self.PyObject_Type)(exception);
            let mut text = self.text((self.PyType_GetName)(kind));
            let message = self.text((self.PyObject_Str)(exception));
            if !message.is_empty() {
                text = format!("{text}: {message}");
            }
            Step::Raised { what: what.to_owned(), exception: text }
        }
    }

    /// A str's text; steals it, and takes NULL, with an exception, for no text.
    unsafe fn text(&self, object: Object) -> String {
        // SAFETY: the caller's word: the interpreter runs, and this is a str.
        unsafe {
            let utf8 = if object.is_null() { null_mut() } else { (self.PyUnicode_AsUTF8AndSize)(object, null_mut()).cast_mut() };
            if utf8.is_null() {
                (self.Py_DecRef)((self.PyErr_GetRaisedException)());
                return String::new();
            }
            let text = CStr::from_ptr(utf8).to_string_lossy().into_owned();
            (self.Py_DecRef)(object);
            text
        }
    }
}

/// The slots of a definition, in words.
///
/// # Safety
/// `slot` is NULL or an array that ends with id 0.
unsafe fn slots(mut slot: *const Slot) -> Vec<String> {
    let mut words = Vec::new();
    // SAFETY: the caller's word.
    while !slot.is_null() && unsafe { (*slot).id } != 0 {
        // SAFETY: as above; the slot is not the last.
        let (id, value) = unsafe { ((*slot).id, (*slot).value) };
        words.push(match (id, value) {
            (1, _) => "create".to_owned(),
            (2, _) => "exec".to_owned(),
            (3, 0) => "no sub-interpreters".to_owned(),
            (3, 1) => "sub-interpreters that share a GIL".to_owned(),
            (3, 2) => "sub-interpreters with a GIL each".to_owned(),
            (4, 0) => "needs the GIL".to_owned(),
            (4, 1) => "needs no GIL".to_owned(),
            _ => format!("slot {id}"),
        });
        // SAFETY: as above.
        slot = unsafe { slot.add(1) };
    }
    words
}
