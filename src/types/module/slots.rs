//! Modules made of slots alone (PEP 793 and 820): what 3.15's stable ABI has in the place of a `PyModuleDef`.
//!
//! What the slots say is copied into a [`FromSlots`], which begins with a definition, so that the module behaves as one that was
//! made of it. It belongs to the module. To whoever asks for the module's definition there is none.

use super::PyModuleObject;
use super::definition::{self, Exec, Interpreters, Plan};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::protocol::call;
use crate::raise;
use crate::runtime::errors::{self, Raised, Result};
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::transmute;
use std::ptr::null_mut;

/// One slot.
#[repr(C)]
pub struct PySlot {
    pub sl_id: u16,
    pub sl_flags: u16,
    pub sl_reserved: u32,
    pub value: *mut c_void,
}
const _: () = assert!(size_of::<PySlot>() == 16);

/// `sl_flags`: an identifier that is not known may be passed over.
pub const OPTIONAL: u16 = 1;
/// `sl_flags`: what the slot points to lives as long as the process.
pub const STATIC: u16 = 2;

/// The identifiers.
mod ids {
    pub const CREATE: u16 = 84;
    pub const EXEC: u16 = 85;
    pub const MULTIPLE_INTERPRETERS: u16 = 86;
    pub const GIL: u16 = 87;
    pub const SUBSLOTS: u16 = 92;
    pub const MOD_SLOTS: u16 = 94;
    pub const NAME: u16 = 100;
    pub const DOC: u16 = 101;
    pub const STATE_SIZE: u16 = 102;
    pub const METHODS: u16 = 103;
    pub const STATE_TRAVERSE: u16 = 104;
    pub const STATE_CLEAR: u16 = 105;
    pub const STATE_FREE: u16 = 106;
    pub const ABI: u16 = 109;
    pub const TOKEN: u16 = 110;
    pub const INVALID: u16 = 0xffff;
}

/// What C calls the slots from 5 on, without `Py_`.
static NAMES: [&str; 106] = [
    "mp_subscript",
    "nb_absolute",
    "nb_add",
    "nb_and",
    "nb_bool",
    "nb_divmod",
    "nb_float",
    "nb_floor_divide",
    "nb_index",
    "nb_inplace_add",
    "nb_inplace_and",
    "nb_inplace_floor_divide",
    "nb_inplace_lshift",
    "nb_inplace_multiply",
    "nb_inplace_or",
    "nb_inplace_power",
    "nb_inplace_remainder",
    "nb_inplace_rshift",
    "nb_inplace_subtract",
    "nb_inplace_true_divide",
    "nb_inplace_xor",
    "nb_int",
    "nb_invert",
    "nb_lshift",
    "nb_multiply",
    "nb_negative",
    "nb_or",
    "nb_positive",
    "nb_power",
    "nb_remainder",
    "nb_rshift",
    "nb_subtract",
    "nb_true_divide",
    "nb_xor",
    "sq_ass_item",
    "sq_concat",
    "sq_contains",
    "sq_inplace_concat",
    "sq_inplace_repeat",
    "sq_item",
    "sq_length",
    "sq_repeat",
    "tp_alloc",
    "tp_base",
    "tp_bases",
    "tp_call",
    "tp_clear",
    "tp_dealloc",
    "tp_del",
    "tp_descr_get",
    "tp_descr_set",
    "tp_doc",
    "tp_getattr",
    "tp_getattro",
    "tp_hash",
    "tp_init",
    "tp_is_gc",
    "tp_iter",
    "tp_iternext",
    "tp_methods",
    "tp_new",
    "tp_repr",
    "tp_richcompare",
    "tp_setattr",
    "tp_setattro",
    "tp_str",
    "tp_traverse",
    "tp_members",
    "tp_getset",
    "tp_free",
    "nb_matrix_multiply",
    "nb_inplace_matrix_multiply",
    "am_await",
    "am_aiter",
    "am_anext",
    "tp_finalize",
    "am_send",
    "tp_vectorcall",
    "tp_token",
    "mod_create",
    "mod_exec",
    "mod_multiple_interpreters",
    "mod_gil",
    "bf_getbuffer",
    "bf_releasebuffer",
    "mp_ass_subscript",
    "mp_length",
    "slot_subslots",
    "tp_slots",
    "mod_slots",
    "tp_name",
    "tp_basicsize",
    "tp_extra_basicsize",
    "tp_itemsize",
    "tp_flags",
    "mod_name",
    "mod_doc",
    "mod_state_size",
    "mod_methods",
    "mod_state_traverse",
    "mod_state_clear",
    "mod_state_free",
    "tp_metaclass",
    "tp_module",
    "mod_abi",
    "mod_token",
];

/// What C calls a slot, without `Py_`.
pub fn name_of(slot: u16) -> &'static str {
    slot.checked_sub(5).and_then(|i| NAMES.get(usize::from(i))).copied().unwrap_or("slot_invalid")
}

/// Slots may hold slots, this many arrays deep.
const DEEPEST: usize = 5;

/// `SystemError` where slots stand in slots too deep.
pub fn check_depth(depth: usize) -> Result<()> {
    if depth > DEEPEST {
        return Err(raise!(SystemError, "Py_slot_subslots (slot {}): too many levels of nested slots", ids::SUBSLOTS));
    }
    Ok(())
}

/// The `m_index` of a definition that belongs to a module of slots.
const MARK: isize = -1;

/// What the slots of a module say.
#[repr(C)]
pub struct FromSlots {
    def: PyModuleDef,
    token: *mut c_void,
    exec: Option<Exec>,
}

impl PyModuleObject {
    /// What the module's slots say, where it was made of slots.
    fn slot_made(&self) -> Option<&FromSlots> {
        // SAFETY: a definition outlives its modules; the mark says that it is the first part of a FromSlots.
        unsafe { self.md_def.get().as_ref().filter(|def| def.m_base.m_index.get() == MARK).map(|def| &*(def as *const PyModuleDef).cast()) }
    }
    /// The definition that the module was made of, as C may see it.
    pub(super) fn public_def(&self) -> *mut PyModuleDef {
        if self.slot_made().is_some() { null_mut() } else { self.md_def.get().cast_mut() }
    }
    /// What tells modules of one kind from others: the slots' token, or the definition.
    pub fn token(&self) -> *mut c_void {
        match self.slot_made() {
            Some(slots) => slots.token,
            None => self.md_def.get().cast_mut().cast(),
        }
    }
    /// Frees what the module holds of its slots. It is dead.
    pub(super) fn drop_slots(&self) {
        if self.slot_made().is_some() {
            // SAFETY: made by `create` below, for this module alone.
            drop(unsafe { Box::from_raw(self.md_def.replace(std::ptr::null()).cast_mut().cast::<FromSlots>()) });
        }
    }
}

/// The slots as they are read, each at most once.
struct Reader<'a> {
    name: &'a str,
    seen: u128,
    made: FromSlots,
    create: Option<*mut c_void>,
    interpreters: Option<Interpreters>,
    has_abi: bool,
}

impl Reader<'_> {
    /// # Safety
    /// An array that ends with a slot of identifier 0, each holding what its identifier says.
    unsafe fn read(&mut self, mut slot: *const PySlot, depth: usize) -> Result<()> {
        check_depth(depth)?;
        // SAFETY: the caller's word.
        unsafe {
            while (*slot).sl_id != 0 {
                let optional = (*slot).sl_flags & OPTIONAL != 0;
                self.one((*slot).sl_id, (*slot).value, optional, (*slot).sl_flags & STATIC != 0, depth)?;
                slot = slot.add(1);
            }
        }
        Ok(())
    }

    /// # Safety
    /// As for [`Reader::read`], of rows as a definition has them.
    unsafe fn read_old(&mut self, mut slot: *const PyModuleDef_Slot, depth: usize) -> Result<()> {
        // SAFETY: the caller's word.
        unsafe {
            while (*slot).slot != 0 {
                let identifier = u16::try_from((*slot).slot).unwrap_or(ids::INVALID);
                self.one(identifier, (*slot).value, false, true, depth)?;
                slot = slot.add(1);
            }
        }
        Ok(())
    }

    /// # Safety
    /// The value is what the identifier says.
    unsafe fn one(&mut self, identifier: u16, value: *mut c_void, optional: bool, is_static: bool, depth: usize) -> Result<()> {
        // The numbers of before 3.15.
        let slot = if identifier < 5 { identifier + ids::CREATE - 1 } else { identifier };
        // SAFETY: the caller's word.
        unsafe {
            match slot {
                ids::SUBSLOTS if value.is_null() => return Ok(()),
                ids::SUBSLOTS => return self.read(value.cast(), depth + 1),
                ids::MOD_SLOTS if value.is_null() => return Ok(()),
                ids::MOD_SLOTS => return self.read_old(value.cast(), depth + 1),
                ids::CREATE..=ids::GIL | ids::NAME..=ids::STATE_FREE | ids::ABI | ids::TOKEN => {}
                _ if optional => return Ok(()),
                ids::INVALID => return Err(raise!(SystemError, "invalid slot (Py_slot_invalid, {slot})")),
                5..=110 => return Err(raise!(SystemError, "invalid module slot {slot} (Py_{})", name_of(slot))),
                _ => return Err(raise!(SystemError, "unknown module slot ID {slot}")),
            }
        }
        let may_be_null = matches!(slot, ids::CREATE | ids::MULTIPLE_INTERPRETERS | ids::GIL | ids::STATE_SIZE);
        if value.is_null() && !may_be_null {
            return Err(raise!(SystemError, "NULL not allowed for slot Py_{}", name_of(slot)));
        }
        if slot == ids::METHODS && !is_static {
            return Err(raise!(SystemError, "Py_mod_methods requires PySlot_STATIC"));
        }
        if slot == ids::ABI {
            // There may be several, and all of them must do.
            self.has_abi = true;
            // SAFETY: what the slot holds.
            return check_abi(unsafe { &*value.cast::<PyABIInfo>() }, Some(self.name));
        }
        if self.seen & (1 << slot) != 0 {
            return Err(match slot {
                ids::EXEC => raise!(SystemError, "module {} has multiple Py_mod_exec slots", self.name),
                _ => raise!(SystemError, "module {} has multiple Py_{} ({slot}) slots", self.name, name_of(slot)),
            });
        }
        self.seen |= 1 << slot;
        let def = &mut self.made.def;
        // SAFETY: the caller's word; functions were looked at for NULL above.
        unsafe {
            match slot {
                ids::CREATE => self.create = (!value.is_null()).then_some(value),
                ids::EXEC => self.made.exec = Some(transmute::<*mut c_void, Exec>(value)),
                ids::MULTIPLE_INTERPRETERS => self.interpreters = Some(Interpreters::of(value)),
                ids::DOC => def.m_doc = value.cast(),
                ids::STATE_SIZE => def.m_size = value as isize,
                ids::METHODS => def.m_methods = value.cast(),
                ids::STATE_TRAVERSE => def.m_traverse = Some(transmute::<*mut c_void, traverseproc>(value)),
                ids::STATE_CLEAR => def.m_clear = Some(transmute::<*mut c_void, inquiry>(value)),
                ids::STATE_FREE => def.m_free = Some(transmute::<*mut c_void, freefunc>(value)),
                ids::TOKEN => self.made.token = value,
                // The module's name is its spec's, and the lock is there whatever the module says.
                _ => {}
            }
        }
        Ok(())
    }
}

/// A new module of slots for the module that a spec describes; it is not executed yet. `token` where the slots give none.
///
/// # Safety
/// An array that ends with a slot of identifier 0, each holding what its identifier says.
pub unsafe fn create(slots: *const PySlot, spec: &PyObject, token: *mut c_void) -> Result<Owned> {
    if slots.is_null() {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    let name_object = attribute::get(spec, &id::name)?;
    let Some(name) = (*name_object).downcast::<PyUnicodeObject>() else {
        return Err(raise!(TypeError, "bad argument type for built-in operation"));
    };
    let name = name.to_text()?;
    let def = PyModuleDef {
        m_base: PyModuleDef_Base {
            ob_base: PyObject::immortal(null_mut()),
            m_init: Cell::new(None),
            m_index: Cell::new(MARK),
            m_copy: Cell::new(null_mut()),
        },
        m_name: std::ptr::null(),
        m_doc: std::ptr::null(),
        m_size: 0,
        m_methods: std::ptr::null(),
        m_slots: std::ptr::null(),
        m_traverse: None,
        m_clear: None,
        m_free: None,
    };
    let made = FromSlots { def, token, exec: None };
    let mut reader = Reader { name, seen: 0, made, create: None, interpreters: None, has_abi: false };
    // SAFETY: the caller's word.
    unsafe { reader.read(slots, 1) }?;
    let Reader { made, create, interpreters, has_abi, .. } = reader;
    if !has_abi {
        return Err(raise!(SystemError, "module {name} does not define Py_mod_abi, which is mandatory for modules defined from slots only."));
    }
    if made.def.m_size < 0 {
        return Err(raise!(SystemError, "module {name}: m_size may not be negative for multi-phase initialization"));
    }
    let plan = Plan { create, executes: made.exec.is_some(), interpreters };
    let own = Box::into_raw(Box::new(made));
    // SAFETY: just made; the module takes it over where there is one.
    unsafe {
        let result = definition::create(&(*own).def, spec, &name_object, name, &plan, std::ptr::null());
        match &result {
            Ok(object) if object.as_object().downcast::<PyModuleObject>().is_some() => {}
            _ => drop(Box::from_raw(own)),
        }
        result
    }
}

/// Gives a module its state and executes it, by its slots or its definition; one that was made of neither is let be.
pub fn exec(module: &PyObject) -> Result<()> {
    let made = expect(module)?;
    let Some(slots) = made.slot_made() else {
        // SAFETY: a definition outlives its modules.
        return match unsafe { made.md_def.get().as_ref() } {
            Some(def) => definition::exec_def(module, def),
            None => Ok(()),
        };
    };
    made.make_state(slots.def.m_size)?;
    let Some(function) = slots.exec else { return Ok(()) };
    // SAFETY: C's function, called as the slot says.
    match (unsafe { foreign!(function(module.as_ptr())) }, errors::occurred()) {
        (0, false) => Ok(()),
        (0, true) => {
            let shown = module.repr()?;
            Err(call::raise_from_pending(format_args!("execution of module {} raised unreported exception", &*shown)))
        }
        (_, true) => Err(Raised::already()),
        (_, false) => Err(raise!(SystemError, "execution of {} failed without setting an exception", &*module.repr()?)),
    }
}

fn expect(module: &PyObject) -> Result<&PyModuleObject> {
    module.downcast().ok_or_else(|| raise!(TypeError, "expected module, got {}", module.ty().name()))
}

// ---- what a module was built for ----------------------------------------------------------------------------------

/// What `Py_mod_abi` holds.
#[repr(C)]
pub struct PyABIInfo {
    major: u8,
    minor: u8,
    flags: u16,
    build_version: u32,
    abi_version: u32,
}

const STABLE: u16 = 1;
const WITH_GIL: u16 = 2;
const FREE_THREADED: u16 = 4;
const INTERNAL: u16 = 8;
/// The newest stable ABI whose names are all here.
const NEWEST_STABLE: u32 = 0x030F;
/// The version whose layouts are here.
const OWN_VERSION: u32 = 0x030E;

/// `ImportError` where the module was built for something else.
fn check_abi(info: &PyABIInfo, module: Option<&str>) -> Result<()> {
    let prefix = module.map_or(String::new(), |module| format!("{module}: "));
    match info.major {
        0 => return Ok(()),
        1 => {}
        _ => return Err(raise!(ImportError, "{prefix}PyABIInfo version too high")),
    }
    if info.flags & (WITH_GIL | FREE_THREADED) == FREE_THREADED {
        return Err(raise!(ImportError, "{prefix}only compatible with free-threaded CPython"));
    }
    if info.abi_version == 0 {
        return Ok(());
    }
    if info.flags & INTERNAL != 0 && info.abi_version != crate::runtime::version::HEX {
        return Err(raise!(ImportError, "{prefix}incompatible internal ABI ({:#x} != {:#x})", info.abi_version, crate::runtime::version::HEX));
    }
    let version = info.abi_version >> 16;
    let shown = format!("{}.{}", version >> 8, version & 0xff);
    if info.flags & STABLE != 0 {
        if version < 0x0302 {
            return Err(raise!(ImportError, "{prefix}invalid stable ABI version ({shown})"));
        }
        if version > NEWEST_STABLE {
            return Err(raise!(ImportError, "{prefix}incompatible future stable ABI version ({shown})"));
        }
    } else if version != OWN_VERSION {
        return Err(raise!(ImportError, "{prefix}incompatible ABI version ({shown})"));
    }
    Ok(())
}

/// Whether what was built for this ABI can be loaded: 0, or -1 with `ImportError`.
#[capi(since = "3.15")]
pub fn PyABIInfo_Check(info: *const PyABIInfo, module_name: *const c_char) -> Result<()> {
    // SAFETY: C's word.
    unsafe {
        let name = (!module_name.is_null()).then(|| CStr::from_ptr(module_name).to_string_lossy());
        match info.as_ref() {
            Some(info) => check_abi(info, name.as_deref()),
            None => Err(raise!(SystemError, "bad argument to internal function")),
        }
    }
}

// ---- moduleobject.h of 3.15 ---------------------------------------------------------------------------------------

/// A new module of slots for the module that a spec describes; it is not executed yet.
#[capi(since = "3.15")]
pub fn PyModule_FromSlotsAndSpec(slots: *const PySlot, spec: &PyObject) -> Result<Owned> {
    // SAFETY: C's word.
    unsafe { create(slots, spec, null_mut()) }
}

/// Gives a module its state and executes it: 0, or -1 with an exception.
#[capi(since = "3.15")]
pub fn PyModule_Exec(module: &PyObject) -> Result<()> {
    exec(module)
}

/// # Safety
/// `place` can be written.
unsafe fn put<T>(place: *mut T, value: T) {
    if !place.is_null() {
        // SAFETY: the caller's word.
        unsafe { *place = value };
    }
}

/// The size of the module's state: 0, or -1 with `TypeError`.
#[capi(since = "3.15")]
pub fn PyModule_GetStateSize(module: &PyObject, result: *mut isize) -> Result<()> {
    // SAFETY: C's word; a definition outlives its modules.
    unsafe {
        put(result, -1);
        let def = expect(module)?.md_def.get().as_ref();
        put(result, def.map_or(0, |def| def.m_size));
    }
    Ok(())
}

/// The module's token, or NULL: 0, or -1 with `TypeError`.
#[capi(since = "3.15")]
pub fn PyModule_GetToken(module: &PyObject, result: *mut *mut c_void) -> Result<()> {
    // SAFETY: C's word.
    unsafe {
        put(result, null_mut());
        put(result, expect(module)?.token());
    }
    Ok(())
}

/// As `PyModule_GetToken`, for `tp_traverse` and the like: -1 without an exception.
#[capi(since = "3.15")]
pub fn PyModule_GetToken_DuringGC(module: &PyObject, result: *mut *mut c_void) -> c_int {
    let module = module.downcast::<PyModuleObject>();
    // SAFETY: C's word.
    unsafe { put(result, module.map_or(null_mut(), PyModuleObject::token)) };
    if module.is_some() { 0 } else { -1 }
}

/// As `PyModule_GetState`, for `tp_traverse` and the like: never with an exception.
#[capi(since = "3.15")]
pub fn PyModule_GetState_DuringGC(module: &PyObject) -> *mut c_void {
    module.downcast::<PyModuleObject>().map_or(null_mut(), |module| module.md_state.get())
}

// ---- types by their module ----------------------------------------------------------------------------------------

/// The module that a type was made for.
fn module_of(ty: &PyTypeObject) -> Option<&PyObject> {
    // SAFETY: a type's module does not change.
    ty.as_heap().and_then(|heap| unsafe { heap.ht_module.peek() })
}

/// The module of the first type along the MRO that was made for a module with this token.
fn module_by_token<'a>(ty: &'a PyTypeObject, token: *const c_void) -> Option<&'a PyObject> {
    // SAFETY: the MRO is looked at only here, and its types live as long as this one.
    let mro: &'a PyTupleObject = unsafe { ty.tp_mro.peek() }?;
    let types = mro.as_slice().iter().filter_map(|ty| ty.downcast::<PyTypeObject>());
    types
        .filter_map(module_of)
        .find(|module| module.downcast::<PyModuleObject>().is_some_and(|module| std::ptr::eq(module.token(), token) && !token.is_null()))
}

/// The module of the first type along the MRO that was made for a module with this token, new; `TypeError` where there is none.
#[capi(since = "3.15")]
pub fn PyType_GetModuleByToken(ty: &PyTypeObject, token: *const c_void) -> Result<Owned> {
    match module_by_token(ty, token) {
        Some(module) => Ok(module.new_ref()),
        None => Err(raise!(TypeError, "PyType_GetModuleByDef: No superclass of '{}' has the given module", ty.name())),
    }
}

/// As `PyType_GetModuleByToken`, for `tp_traverse` and the like: borrowed, and never with an exception.
#[capi(since = "3.15")]
pub fn PyType_GetModuleByToken_DuringGC(ty: &PyTypeObject, token: *const c_void) -> Option<&PyObject> {
    module_by_token(ty, token)
}

/// As `PyType_GetModule`, for `tp_traverse` and the like: borrowed, and never with an exception.
#[capi(since = "3.15")]
pub fn PyType_GetModule_DuringGC(ty: &PyTypeObject) -> Option<&PyObject> {
    module_of(ty)
}

/// As `PyType_GetModuleState`, for `tp_traverse` and the like: never with an exception.
#[capi(since = "3.15")]
pub fn PyType_GetModuleState_DuringGC(ty: &PyTypeObject) -> *mut c_void {
    module_of(ty).map_or(null_mut(), PyModule_GetState_DuringGC)
}
