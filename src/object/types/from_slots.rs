//! `PyType_FromSlots` (PEP 820): a type from slots alone, which say what a `PyType_Spec` says and more.
//!
//! The slots are sorted into the spec that they stand for, under the numbers that a spec has, and the spec makes the type.

use super::spec;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::exceptions;
use crate::types::module::slots::{self, OPTIONAL, PySlot, STATIC, name_of};
use exuvia_macros::capi;
use std::ffi::{CStr, c_int, c_uint, c_void};
use std::ptr::null_mut;

/// The identifiers that mean something here; most others are those of a spec.
mod ids {
    pub const BASES: u16 = 49;
    pub const DOC: u16 = 56;
    pub const METHODS: u16 = 64;
    pub const MEMBERS: u16 = 72;
    pub const GETSET: u16 = 73;
    pub const TOKEN: u16 = 83;
    pub const MOD_CREATE: u16 = 84;
    pub const MOD_GIL: u16 = 87;
    pub const BF_GETBUFFER: u16 = 88;
    pub const MP_LENGTH: u16 = 91;
    pub const SUBSLOTS: u16 = 92;
    pub const SLOTS: u16 = 93;
    pub const NAME: u16 = 95;
    pub const BASICSIZE: u16 = 96;
    pub const EXTRA_BASICSIZE: u16 = 97;
    pub const ITEMSIZE: u16 = 98;
    pub const FLAGS: u16 = 99;
    pub const METACLASS: u16 = 107;
    pub const MODULE: u16 = 108;
    pub const LAST: u16 = 110;
    pub const INVALID: u16 = 0xffff;
}

#[derive(Default)]
struct Reader<'a> {
    name: Option<&'a CStr>,
    seen: u128,
    slots: Vec<PyType_Slot>,
    bases: Option<&'a PyObject>,
    metaclass: Option<&'a PyObject>,
    module: Option<&'a PyObject>,
    basicsize: isize,
    extra: isize,
    itemsize: isize,
    flags: u64,
}

impl Reader<'_> {
    /// The type's name for messages, with a space before it.
    fn shown(&self) -> String {
        self.name.map_or(String::new(), |name| format!(" {}", name.to_string_lossy()))
    }

    /// # Safety
    /// An array that ends with a slot of identifier 0, each holding what its identifier says.
    unsafe fn read(&mut self, mut slot: *const PySlot, depth: usize) -> Result<()> {
        slots::check_depth(depth)?;
        // SAFETY: the caller's word.
        while let Some(PySlot { sl_id: id @ 1.., sl_flags, value, .. }) = unsafe { slot.as_ref() } {
            // SAFETY: the caller's word.
            unsafe {
                self.one(*id, *sl_flags, *value, depth)?;
                slot = slot.add(1);
            }
        }
        Ok(())
    }

    /// # Safety
    /// As for [`Reader::read`], of rows as a spec has them.
    unsafe fn read_old(&mut self, mut slot: *const PyType_Slot, depth: usize) -> Result<()> {
        // SAFETY: the caller's word.
        while let Some(row) = unsafe { slot.as_ref() }.filter(|row| row.slot != 0) {
            // SAFETY: the caller's word.
            unsafe {
                self.one(u16::try_from(row.slot).unwrap_or(ids::INVALID), STATIC, row.pfunc, depth)?;
                slot = slot.add(1);
            }
        }
        Ok(())
    }

    /// # Safety
    /// The value is what the identifier says.
    unsafe fn one(&mut self, id: u16, flags: u16, value: *mut c_void, depth: usize) -> Result<()> {
        // The numbers of before 3.15.
        let id = if id < 5 { id + ids::BF_GETBUFFER - 1 } else { id };
        match id {
            ids::SUBSLOTS | ids::SLOTS if value.is_null() => return Ok(()),
            // SAFETY: the caller's word.
            ids::SUBSLOTS => return unsafe { self.read(value.cast(), depth + 1) },
            // SAFETY: the caller's word.
            ids::SLOTS => return unsafe { self.read_old(value.cast(), depth + 1) },
            5..=ids::TOKEN | ids::BF_GETBUFFER..=ids::MP_LENGTH | ids::NAME..=ids::FLAGS | ids::METACLASS | ids::MODULE => {}
            _ if flags & OPTIONAL != 0 => return Ok(()),
            ids::INVALID => return Err(raise!(SystemError, "invalid slot (Py_slot_invalid, {id})")),
            ids::MOD_CREATE..=ids::MOD_GIL | ids::SUBSLOTS..=ids::LAST => {
                return Err(raise!(SystemError, "invalid type slot {id} (Py_{})", name_of(id)));
            }
            _ => return Err(raise!(SystemError, "unknown type slot ID {id}")),
        }
        let (name, is_new) = (name_of(id), id >= ids::NAME);
        if value.is_null() {
            match id {
                ids::DOC => {}
                ids::TOKEN => return Err(raise!(SystemError, "Py_tp_token: Py_TP_USE_SPEC (NULL) can only be used with PyType_Spec")),
                ids::BASICSIZE..=ids::FLAGS => {}
                ids::MEMBERS => return Err(raise!(SystemError, "NULL not allowed for slot Py_{name}")),
                _ if is_new => return Err(raise!(SystemError, "NULL not allowed for slot Py_{name}")),
                _ => deprecated(&format!("NULL value in slot Py_{name} is deprecated"))?,
            }
        }
        if matches!(id, ids::METHODS | ids::MEMBERS | ids::GETSET) && flags & STATIC == 0 {
            return Err(raise!(SystemError, "Py_{name} requires PySlot_STATIC"));
        }
        if self.seen & (1 << id) != 0 {
            let twice = format!("type{} has multiple Py_{name} ({id}) slots", self.shown());
            if is_new || matches!(id, ids::DOC | ids::MEMBERS | ids::TOKEN) {
                return Err(raise!(SystemError, "{twice}"));
            }
            deprecated(&format!("{twice}. This is deprecated."))?;
        }
        self.seen |= 1 << id;
        let positive = |value: *mut c_void| match value as isize {
            size @ 1.. => Ok(size),
            _ => Err(raise!(SystemError, "Py_{name} must be positive")),
        };
        // SAFETY: the caller's word.
        unsafe {
            match id {
                ids::NAME => self.name = Some(CStr::from_ptr(value.cast())),
                ids::BASICSIZE => self.basicsize = positive(value)?,
                ids::EXTRA_BASICSIZE => self.extra = positive(value)?,
                ids::ITEMSIZE => self.itemsize = positive(value)?,
                ids::FLAGS => self.flags = value as u64,
                ids::METACLASS => self.metaclass = value.cast::<PyObject>().as_ref(),
                ids::MODULE => self.module = value.cast::<PyObject>().as_ref(),
                ids::BASES => self.bases = value.cast::<PyObject>().as_ref(),
                ids::BF_GETBUFFER..=ids::MP_LENGTH => self.slots.push(PyType_Slot { slot: c_int::from(id - ids::BF_GETBUFFER + 1), pfunc: value }),
                _ => self.slots.push(PyType_Slot { slot: c_int::from(id), pfunc: value }),
            }
        }
        Ok(())
    }
}

fn deprecated(message: &str) -> Result<()> {
    crate::modules::warnings::warn_text(&exceptions::DeprecationWarning, message)
}

/// A type from slots, new.
#[capi(since = "3.15")]
pub fn PyType_FromSlots(slots: *const PySlot) -> Result<Owned> {
    let mut reader = Reader { flags: flags::DEFAULT, ..Reader::default() };
    // SAFETY: C's word.
    unsafe { reader.read(slots, 1) }?;
    let Some(name) = reader.name else {
        return Err(raise!(SystemError, "Py_tp_name slot is required."));
    };
    if reader.basicsize != 0 && reader.extra != 0 {
        let message = "Py_tp_basicsize and Py_tp_extra_basicsize are mutually exclusive";
        return Err(raise!(SystemError, "type {}: {message}", name.to_string_lossy()));
    }
    let metaclass = match reader.metaclass.map(|metaclass| (metaclass, metaclass.downcast::<PyTypeObject>())) {
        Some((given, None)) => return Err(raise!(TypeError, "Metaclass '{}' is not a subclass of 'type'.", given.repr()?.to_lossy())),
        Some((_, metaclass)) => metaclass,
        None => None,
    };
    reader.slots.push(PyType_Slot { slot: 0, pfunc: null_mut() });
    let mut spec = PyType_Spec {
        name: name.as_ptr(),
        // A spec's sizes are ints; what goes past them is cut.
        basicsize: if reader.extra != 0 { -(reader.extra as c_int) } else { reader.basicsize as c_int },
        itemsize: reader.itemsize as c_int,
        flags: reader.flags as c_uint,
        slots: reader.slots.as_mut_ptr(),
    };
    spec::PyType_FromMetaclass(metaclass, reader.module, &mut spec, reader.bases)
}
