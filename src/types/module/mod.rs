//! Module objects.
//!
//! A module is a dict with a name, and for one made of a definition the definition and the state that it asks for. The
//! definition's functions may look at the state once it is there; with `m_size` above zero that is once the module was
//! executed.

pub mod definition;
mod getattr;
mod members;
mod repr;
pub mod slots;

pub use definition::{PyModuleDef_Type, def_init, from_def_and_spec};
pub use getattr::callable_of_same_name;

use crate::args::Signature;
use crate::boundary::slot;
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, Typed, gc, id, types};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::runtime::memory::{self, Domain};
use crate::types::{builtin_function, dict, singletons, unicode, weakref};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};
use std::mem::offset_of;

/// A module; no header shows it.
#[repr(C)]
pub struct PyModuleObject {
    ob_base: PyObject,
    pub(crate) md_dict: Field<PyDictObject>,
    pub(crate) md_def: Cell<*const PyModuleDef>,
    /// Of the mem domain, `m_size` bytes; NULL before the module is executed.
    pub(crate) md_state: Cell<*mut c_void>,
    md_weaklist: Cell<*mut PyObject>,
    /// For messages.
    md_name: Field,
}
object_structs! { PyModuleObject: ob_base -> PyObject }
const _: () = assert!(size_of::<PyModuleObject>() == 56);

// SAFETY: instances of module and of its subclasses begin with a PyModuleObject.
unsafe impl Typed for PyModuleObject {
    fn type_object() -> &'static PyTypeObject {
        &PyModule_Type
    }
}

/// `module`.
#[capi]
pub static PyModule_Type: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"module".as_ptr()),
    tp_doc: Cell::new(c"module(name, doc=None)\n--\n\nA namespace with a name and a docstring.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyModuleObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::HAVE_GC | flags::BASETYPE),
    tp_dictoffset: Cell::new(offset_of!(PyModuleObject, md_dict) as isize),
    tp_weaklistoffset: Cell::new(offset_of!(PyModuleObject, md_weaklist) as isize),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr::repr))),
    tp_getattro: Cell::new(Some(slot::subscript(getattr::getattr))),
    tp_traverse: Cell::new(Some(traverse)),
    tp_clear: Cell::new(Some(clear)),
    tp_methods: Cell::new(members::METHODS.as_ptr()),
    tp_members: Cell::new(members::MEMBERS.as_ptr()),
    tp_getset: Cell::new(members::GETSETS.as_ptr()),
    tp_init: Cell::new(Some(slot::init(init))),
    tp_new: Cell::new(Some(slot::new(|ty, _, _| alloc(ty)))),
    ..PyTypeObject::STATIC
};

// ---- making, destroying -------------------------------------------------------------------------------------------

/// A module with an empty dict and no name.
fn alloc(ty: &PyTypeObject) -> Result<Owned> {
    let dict = dict::new()?;
    let module = types::alloc(ty, 0)?;
    // SAFETY: an instance of the type or of a subclass.
    unsafe { module.cast_unchecked::<PyModuleObject>() }.md_dict.set(Some(dict));
    Ok(module)
}

/// A new module of this name.
pub fn new(name: &PyObject) -> Result<Owned<PyModuleObject>> {
    let module = alloc(&PyModule_Type)?;
    // SAFETY: just made.
    let module = unsafe { module.cast::<PyModuleObject>() };
    module.fill(name, &singletons::_Py_NoneStruct)?;
    Ok(module)
}

/// A new module of this name.
pub fn new_named(name: &str) -> Result<Owned<PyModuleObject>> {
    new(&*unicode::from_str(name)?)
}

fn init(this: &PyModuleObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    static SIGNATURE: Signature<2> = Signature { function: "module", names: ["name", "doc"], positional: 2, required: 1 };
    let keywords = crate::protocol::call::keywords_of(kwargs)?;
    let [name, doc] = SIGNATURE.bind(keywords.args(args.as_slice()))?;
    let name = name.ok_or_else(|| raise!(SystemError, "bad argument to internal function"))?;
    if name.downcast::<PyUnicodeObject>().is_none() {
        return Err(raise!(TypeError, "module() argument 'name' must be str, not {}", name.ty().name()));
    }
    if this.md_dict.is_null() {
        this.md_dict.set(Some(dict::new()?));
    }
    this.fill(name, doc.unwrap_or(&singletons::_Py_NoneStruct))
}

impl PyModuleObject {
    /// The names that every module begins with.
    fn fill(&self, name: &PyObject, doc: &PyObject) -> Result<()> {
        let dict = self.dict()?;
        let none: &PyObject = &singletons::_Py_NoneStruct;
        dict.insert(&id::__name__, name)?;
        dict.insert(&id::__doc__, doc)?;
        dict.insert(&id::__package__, none)?;
        dict.insert(&id::__loader__, none)?;
        dict.insert(&id::__spec__, none)?;
        self.md_name.set(name.downcast_exact::<PyUnicodeObject>().map(|name| name.new_ref()));
        Ok(())
    }

    /// The module's dict.
    pub fn dict(&self) -> Result<Owned<PyDictObject>> {
        self.md_dict.get().ok_or_else(|| raise!(SystemError, "bad argument to internal function"))
    }

    fn def(&self) -> Option<&PyModuleDef> {
        // SAFETY: a definition outlives its modules.
        unsafe { self.md_def.get().as_ref() }
    }

    /// The definition, where its functions may look at the module.
    fn def_with_state(&self) -> Option<&PyModuleDef> {
        self.def().filter(|def| def.m_size <= 0 || !self.md_state.get().is_null())
    }

    /// Gives the module its state, zeroed, if it has none.
    fn make_state(&self, size: isize) -> Result<()> {
        if self.md_state.get().is_null() {
            let state = memory::calloc(Domain::Mem, 1, size.max(0) as usize);
            if state.is_null() {
                return Err(errors::Raised::no_memory());
            }
            self.md_state.set(state.cast());
        }
        Ok(())
    }
}

fn dealloc(this: *mut PyModuleObject) {
    // SAFETY: dead, but whole until its fields are dropped; the definition's functions are C's.
    unsafe {
        gc::untrack(this.cast());
        let module = &*this;
        if !module.md_weaklist.get().is_null() {
            weakref::clear_all(module);
        }
        if let Some(free) = module.def_with_state().and_then(|def| def.m_free) {
            foreign!(loose free(this.cast()));
        }
        module.md_dict.set(None);
        module.md_name.set(None);
        if !module.md_state.get().is_null() {
            memory::free(Domain::Mem, module.md_state.get().cast());
        }
        module.drop_slots();
        types::free(this.cast());
    }
}

unsafe extern "C" fn traverse(this: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: a module; the definition's functions are C's.
    unsafe {
        let module = &*this.cast::<PyModuleObject>();
        if let Some(traverse) = module.def_with_state().and_then(|def| def.m_traverse) {
            match foreign!(loose traverse(this, visit, arg)) {
                0 => {}
                stop => return stop,
            }
        }
        gc::Visitor::new(visit, arg).field(&module.md_dict).err().unwrap_or(0)
    }
}

unsafe extern "C" fn clear(this: *mut PyObject) -> c_int {
    // SAFETY: a module; the definition's functions are C's.
    unsafe {
        let module = &*this.cast::<PyModuleObject>();
        if let Some(clear) = module.def_with_state().and_then(|def| def.m_clear)
            && foreign!(loose clear(this)) != 0
        {
            errors::report_unraisable(None, None);
        }
        module.md_dict.set(None);
        0
    }
}

// ---- moduleobject.h -----------------------------------------------------------------------------------------------

/// A new module.
#[capi]
pub fn PyModule_NewObject(name: &PyObject) -> Result<Owned<PyModuleObject>> {
    new(name)
}

/// A new module.
#[capi]
pub fn PyModule_New(name: &CStr) -> Result<Owned<PyModuleObject>> {
    new(&*unicode::codecs::utf8::decode_strict(name.to_bytes())?)
}

/// The module's dict, borrowed.
#[capi]
pub fn PyModule_GetDict(module: &PyObject) -> Result<*mut PyObject> {
    match module.downcast::<PyModuleObject>() {
        Some(module) => Ok(module.md_dict.as_ptr().cast()),
        None => Err(raise!(SystemError, "bad argument to internal function")),
    }
}

fn expect(module: &PyObject) -> Result<&PyModuleObject> {
    module.downcast().ok_or_else(|| raise!(TypeError, "bad argument type for built-in operation"))
}

/// A `str` that stands in the module's dict under a name.
fn text_of(module: &PyModuleObject, name: &PyUnicodeObject, missing: &str) -> Result<Owned<PyUnicodeObject>> {
    let found = match module.md_dict.get() {
        Some(dict) => dict.get(name)?,
        None => None,
    };
    found.and_then(|found| found.downcast::<PyUnicodeObject>().ok()).ok_or_else(|| raise!(SystemError, "{missing}"))
}

/// The module's `__name__`.
pub fn name(module: &PyModuleObject) -> Result<Owned<PyUnicodeObject>> {
    text_of(module, &id::__name__, "nameless module")
}

/// The module's `__name__`, new; `SystemError` where that is no `str`.
#[capi]
pub fn PyModule_GetNameObject(module: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    name(expect(module)?)
}

/// The module's `__name__` in UTF-8: the module's own text, good as long as it keeps the name.
#[capi]
pub fn PyModule_GetName(module: &PyObject) -> Result<*const std::ffi::c_char> {
    unicode::api::PyUnicode_AsUTF8(&*PyModule_GetNameObject(module)?)
}

/// The module's `__file__`, new; `SystemError` where that is no `str`.
#[capi]
pub fn PyModule_GetFilenameObject(module: &PyObject) -> Result<Owned<PyUnicodeObject>> {
    text_of(expect(module)?, &id::__file__, "module filename missing")
}

/// The module's `__file__` in UTF-8: the module's own text, good as long as it keeps the name.
#[capi]
pub fn PyModule_GetFilename(module: &PyObject) -> Result<*const std::ffi::c_char> {
    unicode::api::PyUnicode_AsUTF8(&*PyModule_GetFilenameObject(module)?)
}

/// The definition that the module was made of, or NULL.
#[capi]
pub fn PyModule_GetDef(module: &PyObject) -> Result<*mut PyModuleDef> {
    Ok(expect(module)?.public_def())
}

/// The module's state, or NULL.
#[capi]
pub fn PyModule_GetState(module: &PyObject) -> Result<*mut c_void> {
    Ok(expect(module)?.md_state.get())
}

// ---- modsupport.h: adding -----------------------------------------------------------------------------------------

fn add(module: &PyObject, name: &CStr, value: Option<&PyObject>) -> Result<()> {
    let Some(module) = module.downcast::<PyModuleObject>() else {
        return Err(raise!(TypeError, "PyModule_AddObjectRef() first argument must be a module"));
    };
    let Some(value) = value else {
        if errors::occurred() {
            return Err(errors::Raised::already());
        }
        return Err(raise!(SystemError, "PyModule_AddObjectRef() must be called with an exception raised if value is NULL"));
    };
    let name = unicode::intern::intern(unicode::codecs::utf8::decode_strict(name.to_bytes())?);
    module.dict()?.insert(&name, value)
}

/// Adds an object, which is borrowed: 0, or -1 with an exception.
#[capi]
pub fn PyModule_AddObjectRef(module: &PyObject, name: &CStr, value: Option<&PyObject>) -> Result<()> {
    add(module, name, value)
}

/// Adds an object, which is stolen in any case: 0, or -1 with an exception.
#[capi]
pub fn PyModule_Add(module: &PyObject, name: &CStr, value: Option<Owned>) -> Result<()> {
    add(module, name, value.as_deref())
}

/// Adds an object, which is stolen where that succeeds: 0, or -1 with an exception.
#[capi]
pub fn PyModule_AddObject(module: &PyObject, name: &CStr, value: *mut PyObject) -> Result<()> {
    // SAFETY: an object or NULL; its reference becomes ours where it was added.
    unsafe {
        add(module, name, value.as_ref())?;
        drop(Owned::from_ptr(value));
    }
    Ok(())
}

/// Adds an int: 0, or -1 with an exception.
#[capi]
pub fn PyModule_AddIntConstant(module: &PyObject, name: &CStr, value: i64) -> Result<()> {
    let value = crate::types::long::from_i64(value)?;
    add(module, name, Some(&value))
}

/// Adds a `str`: 0, or -1 with an exception.
#[capi]
pub fn PyModule_AddStringConstant(module: &PyObject, name: &CStr, value: &CStr) -> Result<()> {
    let value = unicode::codecs::utf8::decode_strict(value.to_bytes())?;
    add(module, name, Some(&*value))
}

/// Readies a type and adds it under the last part of its name: 0, or -1 with an exception.
#[capi]
pub fn PyModule_AddType(module: &PyObject, ty: &PyTypeObject) -> Result<()> {
    types::ready(ty)?;
    let name = ty.tp_name.get();
    if name.is_null() {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    // SAFETY: a type's name is a C string; what follows the last dot is one too.
    let name = unsafe {
        let text = CStr::from_ptr(name).to_bytes();
        CStr::from_ptr(name.add(memchr::memrchr(b'.', text).map_or(0, |dot| dot + 1)))
    };
    add(module, name, Some(ty))
}

/// Adds functions to a module, or to what stands for one.
///
/// # Safety
/// The table ends with a row without a name, and outlives the functions.
pub(crate) unsafe fn add_functions(module: &PyObject, name: &PyObject, functions: *const PyMethodDef) -> Result<()> {
    // SAFETY: the caller's word.
    let mut row = functions;
    while let Some(def) = unsafe { row.as_ref() }.filter(|def| !def.ml_name.is_null()) {
        if def.ml_flags & (meth::CLASS | meth::STATIC) != 0 {
            return Err(raise!(ValueError, "module functions cannot set METH_CLASS or METH_STATIC"));
        }
        // SAFETY: the caller's word.
        unsafe {
            let function = builtin_function::new(def, Some(module), Some(name), None)?;
            crate::object::attribute::PyObject_SetAttrString(module, CStr::from_ptr(def.ml_name), Some(&function))?;
            row = row.add(1);
        }
    }
    Ok(())
}

/// Adds functions to the module: 0, or -1 with an exception. The table outlives the module.
#[capi]
pub fn PyModule_AddFunctions(module: &PyObject, functions: *mut PyMethodDef) -> Result<()> {
    let name = PyModule_GetNameObject(module)?;
    // SAFETY: C's word.
    unsafe { add_functions(module, &name, functions) }
}

/// Sets `__doc__`: 0, or -1 with an exception.
#[capi]
pub fn PyModule_SetDocString(module: &PyObject, doc: &CStr) -> Result<()> {
    let doc = unicode::codecs::utf8::decode_strict(doc.to_bytes())?;
    crate::object::attribute::PyObject_SetAttr(module, &id::__doc__, Some(&*doc))
}
