//! All that is known of a Python here: functions of its C API, resolved by name from the library that is named.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::null_mut;

/// `PyObject *`.
pub type Object = *mut c_void;

/// An exception that came out of a call, cleared.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Raised {
    /// Its type's name; empty where a call failed and no exception was set.
    pub kind: String,
    pub message: String,
    /// Where the extension made it: an address; 0 where nobody knows.
    pub site: usize,
}

impl std::fmt::Display for Raised {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.kind.is_empty(), self.message.is_empty()) {
            (true, _) => out.write_str("no exception"),
            (_, true) => out.write_str(&self.kind),
            _ => write!(out, "{}: {}", self.kind, self.message),
        }
    }
}

macro_rules! api {
    ($($name:ident($($parameter:ty),*) -> $result:ty;)*) => {
        /// The functions of the C API that loading and driving an extension takes.
        #[allow(non_snake_case, reason = "the C API's names")]
        pub struct Api {
            handle: *mut c_void,
            pub checked: Option<Checked>,
            $(pub $name: unsafe extern "C" fn($($parameter),*) -> $result,)*
        }

        #[allow(non_snake_case, reason = "the C API's names")]
        impl Api {
            /// Opens a library and resolves the functions; an error says which it lacks.
            pub fn open(library: &Path) -> Result<Api, String> {
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
                Ok(Api { handle, checked: Checked::of(handle), $(
                    // SAFETY: a function of this name has this type in every Python's C API.
                    $name: unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($parameter),*) -> $result>($name) },
                )* })
            }
        }
    };
}

api! {
    PyBytes_FromStringAndSize(*const c_char, isize) -> Object;
    PyCallable_Check(Object) -> c_int;
    PyDict_New() -> Object;
    PyDict_Size(Object) -> isize;
    PyErr_GetRaisedException() -> Object;
    PyErr_Occurred() -> Object;
    PyErr_SetString(Object, *const c_char) -> ();
    PyEval_RestoreThread(Object) -> ();
    PyEval_SaveThread() -> Object;
    PyFloat_FromDouble(f64) -> Object;
    PyGILState_Ensure() -> c_int;
    PyGILState_Release(c_int) -> ();
    PyImport_GetModuleDict() -> Object;
    PyImport_ImportModule(*const c_char) -> Object;
    PyList_Append(Object, Object) -> c_int;
    PyList_GetItem(Object, isize) -> Object;
    PyList_New(isize) -> Object;
    PyList_SetSlice(Object, isize, isize, Object) -> c_int;
    PyList_Size(Object) -> isize;
    PyLong_FromLong(isize) -> Object;
    PyLong_FromString(*const c_char, *mut *mut c_char, c_int) -> Object;
    PyMem_GetAllocator(c_int, *mut Allocator) -> ();
    PyMem_SetAllocator(c_int, *mut Allocator) -> ();
    PyModule_GetDef(Object) -> *mut ModuleDef;
    PyModule_GetDict(Object) -> Object;
    PyModule_New(*const c_char) -> Object;
    PyObject_Call(Object, Object, Object) -> Object;
    PyObject_CallNoArgs(Object) -> Object;
    PyObject_CallObject(Object, Object) -> Object;
    PyObject_DelItem(Object, Object) -> c_int;
    PyObject_Dir(Object) -> Object;
    PyObject_GetAttrString(Object, *const c_char) -> Object;
    PyObject_GetIter(Object) -> Object;
    PyObject_Hash(Object) -> isize;
    PyObject_IsTrue(Object) -> c_int;
    PyObject_Repr(Object) -> Object;
    PyObject_SetAttrString(Object, *const c_char, Object) -> c_int;
    PyObject_SetItem(Object, Object, Object) -> c_int;
    PyObject_Size(Object) -> isize;
    PyObject_Str(Object) -> Object;
    PyObject_Type(Object) -> Object;
    PyThreadState_Get() -> Object;
    PyThreadState_Swap(Object) -> Object;
    PyTuple_New(isize) -> Object;
    PyTuple_SetItem(Object, isize, Object) -> c_int;
    PyType_FromSpec(*mut TypeSpec) -> Object;
    PyType_GetFlags(Object) -> u64;
    PyType_GetName(Object) -> Object;
    PyUnicode_AsUTF8AndSize(Object, *mut isize) -> *const c_char;
    PyUnicode_FromString(*const c_char) -> Object;
    PyUnicode_FromStringAndSize(*const c_char, isize) -> Object;
    Py_DecRef(Object) -> ();
    Py_EndInterpreter(Object) -> ();
    Py_FinalizeEx() -> c_int;
    Py_IncRef(Object) -> ();
    Py_InitializeEx(c_int) -> ();
    Py_NewInterpreter() -> Object;
    Py_NewInterpreterFromConfig(*mut Object, *const InterpreterConfig) -> Status;
}

/// `PyModuleDef`, as far as its slots.
#[repr(C)]
pub struct ModuleDef {
    base: [usize; 5],
    name: *const c_char,
    doc: *const c_char,
    size: isize,
    methods: *const c_void,
    pub slots: *const Slot,
}

#[repr(C)]
pub struct Slot {
    pub id: c_int,
    pub value: usize,
}

/// `PyType_Spec`.
#[repr(C)]
pub struct TypeSpec {
    pub name: *const c_char,
    pub basicsize: c_int,
    pub itemsize: c_int,
    pub flags: u32,
    pub slots: *const Slot,
}

/// `PyMemAllocatorEx`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Allocator {
    pub ctx: *mut c_void,
    pub malloc: Option<unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void>,
    pub calloc: Option<unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void>,
    pub realloc: Option<unsafe extern "C" fn(*mut c_void, *mut c_void, usize) -> *mut c_void>,
    pub free: Option<unsafe extern "C" fn(*mut c_void, *mut c_void)>,
}

/// `PyInterpreterConfig`.
#[repr(C)]
pub struct InterpreterConfig {
    pub use_main_obmalloc: c_int,
    pub allow_fork: c_int,
    pub allow_exec: c_int,
    pub allow_threads: c_int,
    pub allow_daemon_threads: c_int,
    pub check_multi_interp_extensions: c_int,
    pub gil: c_int,
}

impl InterpreterConfig {
    /// An interpreter with a GIL of its own, as isolated as they come.
    pub const ISOLATED: &'static InterpreterConfig = &InterpreterConfig {
        use_main_obmalloc: 0,
        allow_fork: 0,
        allow_exec: 0,
        allow_threads: 1,
        allow_daemon_threads: 0,
        check_multi_interp_extensions: 1,
        gil: 2,
    };
}

/// `PyStatus`.
#[repr(C)]
pub struct Status {
    pub kind: c_int,
    func: *const c_char,
    message: *const c_char,
    exitcode: c_int,
}

/// What only the checked build exports.
pub struct Checked {
    pub survey: unsafe extern "C" fn(c_int),
    pub finish: unsafe extern "C" fn(),
    pub watch_signals: unsafe extern "C" fn(),
    /// Where the extension made an object; 0 where nobody knows.
    pub made_at: unsafe extern "C" fn(Object) -> usize,
    /// Reports what can be reached from a module and belongs to another interpreter than the one that runs.
    pub find_foreign: unsafe extern "C" fn(Object),
}

impl Checked {
    fn of(library: *mut c_void) -> Option<Checked> {
        // SAFETY: names that end with NUL; functions of these names have these types in every checked build.
        unsafe {
            let found = |name: &CStr| Some(libc::dlsym(library, name.as_ptr())).filter(|f| !f.is_null());
            Some(Checked {
                survey: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(c_int)>(found(c"_PyExuvia_Survey")?),
                finish: std::mem::transmute::<*mut c_void, unsafe extern "C" fn()>(found(c"_PyExuvia_Finish")?),
                watch_signals: std::mem::transmute::<*mut c_void, unsafe extern "C" fn()>(found(c"_PyExuvia_WatchSignals")?),
                made_at: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Object) -> usize>(found(c"_PyExuvia_MadeAt")?),
                find_foreign: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Object)>(found(c"_PyExuvia_FindForeign")?),
            })
        }
    }
}

/// What `dlopen` and `dlsym` say was wrong.
pub fn dl_error() -> String {
    // SAFETY: the text is this thread's until its next call of dl… functions.
    let text = unsafe { libc::dlerror() };
    if text.is_null() {
        return "unknown error".to_owned();
    }
    // SAFETY: as above, and it ends with NUL.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// The file that an address of code or data belongs to, and the offset in it.
pub fn lies_in(address: usize) -> Option<(String, u64)> {
    // SAFETY: asks about an address; the record is filled in where the answer is not 0.
    unsafe {
        let mut info: libc::Dl_info = std::mem::zeroed();
        if libc::dladdr(address as *const c_void, &raw mut info) == 0 || info.dli_fname.is_null() {
            return None;
        }
        let offset = address.checked_sub(info.dli_fbase as usize)?;
        Some((CStr::from_ptr(info.dli_fname).to_string_lossy().into_owned(), offset as u64))
    }
}

/// Results of calls are new references, arguments are borrowed, and an exception is always cleared.
///
/// # Safety
/// Of all: an interpreter runs, this thread has its GIL, and what is given are its objects.
impl Api {
    /// A data symbol that holds an object, such as `PyExc_ValueError`: borrowed.
    pub unsafe fn global(&self, name: &CStr) -> Object {
        // SAFETY: the library is open; the caller says what the name stands for.
        unsafe {
            let variable = libc::dlsym(self.handle, name.as_ptr()).cast::<Object>();
            if variable.is_null() { null_mut() } else { *variable }
        }
    }

    /// The object that a data symbol is, such as `_Py_NoneStruct` or `PyType_Type`: borrowed.
    pub unsafe fn object(&self, name: &CStr) -> Object {
        // SAFETY: the library is open.
        unsafe { libc::dlsym(self.handle, name.as_ptr()) }
    }

    /// Drops a result, or the exception that came instead.
    pub unsafe fn forget(&self, result: Object) {
        // SAFETY: the caller's word: a new reference, or NULL.
        unsafe { (self.Py_DecRef)(if result.is_null() { (self.PyErr_GetRaisedException)() } else { result }) }
    }

    /// Clears an exception, if there is one.
    pub unsafe fn clear(&self) {
        // SAFETY: the caller's word.
        unsafe { (self.Py_DecRef)((self.PyErr_GetRaisedException)()) }
    }

    /// A new reference, or the exception that was raised instead.
    pub unsafe fn made(&self, object: Object) -> Result<Object, Raised> {
        // SAFETY: the caller's word.
        if object.is_null() { Err(unsafe { self.raised() }) } else { Ok(object) }
    }

    pub unsafe fn done(&self, status: c_int) -> Result<(), Raised> {
        // SAFETY: the caller's word.
        if status < 0 { Err(unsafe { self.raised() }) } else { Ok(()) }
    }

    /// A tuple; steals its items.
    pub unsafe fn tuple(&self, items: &[Object]) -> Result<Object, Raised> {
        // SAFETY: the caller's word; each item is put once.
        unsafe {
            let tuple = self.made((self.PyTuple_New)(items.len().cast_signed()))?;
            for (i, item) in items.iter().enumerate() {
                self.done((self.PyTuple_SetItem)(tuple, i.cast_signed(), *item))?;
            }
            Ok(tuple)
        }
    }

    /// `object.name(argument)`.
    pub unsafe fn call_method(&self, object: Object, name: &CStr, argument: Object) -> Result<Object, Raised> {
        // SAFETY: the caller's word.
        unsafe {
            let function = self.made((self.PyObject_GetAttrString)(object, name.as_ptr()))?;
            (self.Py_IncRef)(argument);
            let arguments = self.tuple(&[argument])?;
            let result = (self.PyObject_CallObject)(function, arguments);
            (self.Py_DecRef)(arguments);
            (self.Py_DecRef)(function);
            self.made(result)
        }
    }

    /// The raised exception, cleared.
    pub unsafe fn raised(&self) -> Raised {
        // SAFETY: the caller's word.
        unsafe {
            let exception = (self.PyErr_GetRaisedException)();
            if exception.is_null() {
                return Raised::default();
            }
            let site = self.checked.as_ref().map_or(0, |checked| (checked.made_at)(exception));
            let raised = Raised { kind: self.type_name(exception), message: self.text((self.PyObject_Str)(exception)), site };
            (self.Py_DecRef)(exception);
            raised
        }
    }

    /// The name of an object's type.
    pub unsafe fn type_name(&self, object: Object) -> String {
        // SAFETY: the caller's word.
        unsafe {
            let ty = (self.PyObject_Type)(object);
            let name = self.text((self.PyType_GetName)(ty));
            (self.Py_DecRef)(ty);
            name
        }
    }

    /// A str's text; steals it, and takes NULL, with an exception, for no text.
    pub unsafe fn text(&self, object: Object) -> String {
        // SAFETY: the caller's word: a str, or NULL.
        unsafe {
            let mut size = 0;
            let utf8 = if object.is_null() { null_mut() } else { (self.PyUnicode_AsUTF8AndSize)(object, &raw mut size).cast_mut() };
            if utf8.is_null() {
                self.clear();
                (self.Py_DecRef)(object);
                return String::new();
            }
            let text = String::from_utf8_lossy(std::slice::from_raw_parts(utf8.cast::<u8>(), size.cast_unsigned())).into_owned();
            (self.Py_DecRef)(object);
            text
        }
    }

    /// A str's text; borrows it.
    pub unsafe fn text_of(&self, object: Object) -> String {
        // SAFETY: the caller's word: a str.
        unsafe {
            (self.Py_IncRef)(object);
            self.text(object)
        }
    }

    /// The names that `dir` gives, sorted.
    pub unsafe fn dir(&self, object: Object) -> Vec<String> {
        // SAFETY: the caller's word; `dir` gives a list of str.
        unsafe {
            let list = (self.PyObject_Dir)(object);
            if list.is_null() {
                self.clear();
                return Vec::new();
            }
            let names = (0..(self.PyList_Size)(list)).map(|i| self.text_of((self.PyList_GetItem)(list, i))).collect();
            (self.Py_DecRef)(list);
            names
        }
    }

    /// `getattr(object, name)`.
    pub unsafe fn attribute(&self, object: Object, name: &str) -> Result<Object, Raised> {
        let Ok(name) = CString::new(name) else { return Err(Raised::default()) };
        // SAFETY: the caller's word.
        unsafe { self.made((self.PyObject_GetAttrString)(object, name.as_ptr())) }
    }

    /// Whether an object is a type.
    pub unsafe fn is_type(&self, object: Object) -> bool {
        const TYPE_SUBCLASS: u64 = 1 << 31;
        // SAFETY: the caller's word.
        unsafe {
            let ty = (self.PyObject_Type)(object);
            let flags = (self.PyType_GetFlags)(ty);
            (self.Py_DecRef)(ty);
            flags & TYPE_SUBCLASS != 0
        }
    }
}
