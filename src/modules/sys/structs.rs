//! The named tuples of `sys`: `version_info`, `flags`, `float_info`, `int_info`, `hash_info`, `thread_info`.

use crate::layout::*;
use crate::object::{Owned, id};
use crate::runtime::errors::Result;
use crate::runtime::interpreter::interp;
use crate::types::bool::from_bool;
use crate::types::float::from_f64;
use crate::types::singletons::none;
use crate::types::{long, structseq, unicode};
use std::ffi::{CStr, c_int};

type Row = (&'static CStr, &'static CStr);

/// A named tuple of a type made for it, of which a program can make no others.
fn only_one(name: &'static CStr, doc: &'static CStr, fields: &[Row], shown: c_int, values: Vec<Owned>) -> Result<Owned> {
    let ty = struct_type(name, doc, fields, shown)?;
    let made = struct_new(&ty, values)?;
    ty.tp_new.set(None);
    ty.tp_flags.set((ty.tp_flags.get() | flags::DISALLOW_INSTANTIATION) & !flags::BASETYPE);
    if let Some(dict) = ty.tp_dict.get() {
        drop(dict.downcast::<PyDictObject>().map(|dict| dict.pop(&crate::object::id::__new__)));
    }
    Ok(made)
}

fn text(value: &str) -> Result<Owned> {
    Ok(unicode::from_str(value)?.upcast())
}

/// The interpreter's type, made where it is not there yet.
fn once(place: &Field<PyTypeObject>, make: impl FnOnce() -> Result<Owned<PyTypeObject>>) -> Result<Owned<PyTypeObject>> {
    if let Some(ty) = place.get() {
        return Ok(ty);
    }
    let ty = make()?;
    place.set(Some(ty.clone()));
    Ok(ty)
}

/// `sys.float_info`, new.
pub fn float_info() -> Result<Owned> {
    let fields: [Row; 11] = [
        (c"max", c"The greatest finite float"),
        (c"max_exp", c"The greatest n for which 2**(n-1) is finite"),
        (c"max_10_exp", c"The greatest n for which 10**n is finite"),
        (c"min", c"The least positive normal float"),
        (c"min_exp", c"The least n for which 2**(n-1) is normal"),
        (c"min_10_exp", c"The least n for which 10**n is normal"),
        (c"dig", c"Decimal digits that survive"),
        (c"mant_dig", c"Digits of the mantissa"),
        (c"epsilon", c"From 1.0 to the next float"),
        (c"radix", c"The base of the exponent"),
        (c"rounds", c"How additions are rounded"),
    ];
    let ty = once(&interp().float_info, || struct_type(c"sys.float_info", c"What floats are.", &fields, 11))?;
    struct_new(
        &ty,
        vec![
            from_f64(f64::MAX)?,
            long::from_i64(i64::from(f64::MAX_EXP))?,
            long::from_i64(i64::from(f64::MAX_10_EXP))?,
            from_f64(f64::MIN_POSITIVE)?,
            long::from_i64(i64::from(f64::MIN_EXP))?,
            long::from_i64(i64::from(f64::MIN_10_EXP))?,
            long::from_i64(i64::from(f64::DIGITS))?,
            long::from_i64(i64::from(f64::MANTISSA_DIGITS))?,
            from_f64(f64::EPSILON)?,
            long::from_i64(i64::from(f64::RADIX))?,
            long::from_i64(1)?,
        ],
    )
}

/// `sys.int_info`, new.
pub fn int_info() -> Result<Owned> {
    let fields: [Row; 4] = [
        (c"bits_per_digit", c"Bits of a digit"),
        (c"sizeof_digit", c"Bytes of a digit"),
        (c"default_max_str_digits", c"The limit of digits in conversions"),
        (c"str_digits_check_threshold", c"Conversions up to so many digits are not limited"),
    ];
    let ty = once(&interp().int_info, || struct_type(c"sys.int_info", c"What ints are.", &fields, 4))?;
    struct_new(&ty, vec![long::from_i64(30)?, long::from_i64(4)?, long::from_i64(4300)?, long::from_i64(640)?])
}

pub fn hash_info() -> Result<Owned> {
    let fields: [Row; 9] = [
        (c"width", c"Bits of a hash"),
        (c"modulus", c"The prime modulus of numeric hashes"),
        (c"inf", c"The hash of infinity"),
        (c"nan", c"Nothing hashes to it"),
        (c"imag", c"What the imaginary part is multiplied with"),
        (c"algorithm", c"The algorithm for str and bytes"),
        (c"hash_bits", c"Bits that the algorithm computes"),
        (c"seed_bits", c"Bits of its key"),
        (c"cutoff", c"Below so many bytes another algorithm is used"),
    ];
    let ty = struct_type(c"sys.hash_info", c"What hashes are.", &fields, 9)?;
    let values = vec![
        long::from_i64(64)?,
        long::from_i64((1 << 61) - 1)?,
        long::from_i64(314_159)?,
        long::from_i64(0)?,
        long::from_i64(1_000_003)?,
        text("siphash13")?,
        long::from_i64(64)?,
        long::from_i64(128)?,
        long::from_i64(0)?,
    ];
    struct_new(&ty, values)
}

pub fn thread_info() -> Result<Owned> {
    let fields: [Row; 3] = [(c"name", c"The implementation"), (c"lock", c"What locks are"), (c"version", c"The library's name and version")];
    let ty = struct_type(c"sys.thread_info", c"What threads are.", &fields, 3)?;
    let mut buffer = [0u8; 128];
    // SAFETY: writes at most as many bytes as the buffer has.
    let length = unsafe { libc::confstr(libc::_CS_GNU_LIBPTHREAD_VERSION, buffer.as_mut_ptr().cast(), buffer.len()) };
    let version = match CStr::from_bytes_until_nul(&buffer) {
        Ok(version) if length > 0 => text(&version.to_string_lossy())?,
        _ => none(),
    };
    struct_new(&ty, vec![text("pthread")?, text("semaphore")?, version])
}

pub fn version_info() -> Result<Owned> {
    let fields: [Row; 5] = [
        (c"major", c"The major release"),
        (c"minor", c"The minor release"),
        (c"micro", c"The patch release"),
        (c"releaselevel", c"'alpha', 'beta', 'candidate' or 'final'"),
        (c"serial", c"The number among these"),
    ];
    let hex = crate::runtime::version::Py_Version;
    let part = |shift: u32| long::from_i64(i64::from((hex >> shift) as u8));
    let level = match hex >> 4 & 15 {
        0xa => "alpha",
        0xb => "beta",
        0xc => "candidate",
        _ => "final",
    };
    only_one(c"sys.version_info", c"The version.", &fields, 5, vec![part(24)?, part(16)?, part(8)?, text(level)?, long::from_i64((hex & 15) as i64)?])
}

/// Where `int_max_str_digits` stands among the flags.
pub const INT_MAX_STR_DIGITS: usize = 17;

/// The flags, as the configuration sets them.
pub fn flags_object() -> Result<Owned> {
    let fields: [Row; 21] = [
        (c"debug", c"-d"),
        (c"inspect", c"-i"),
        (c"interactive", c"-i"),
        (c"optimize", c"-O or -OO"),
        (c"dont_write_bytecode", c"-B"),
        (c"no_user_site", c"-s"),
        (c"no_site", c"-S"),
        (c"ignore_environment", c"-E"),
        (c"verbose", c"-v"),
        (c"bytes_warning", c"-b"),
        (c"quiet", c"-q"),
        (c"hash_randomization", c"-R"),
        (c"isolated", c"-I"),
        (c"dev_mode", c"-X dev"),
        (c"utf8_mode", c"-X utf8"),
        (c"warn_default_encoding", c"-X warn_default_encoding"),
        (c"safe_path", c"-P"),
        (c"int_max_str_digits", c"-X int_max_str_digits"),
        (c"gil", c"-X gil"),
        (c"thread_inherit_context", c"-X thread_inherit_context"),
        (c"context_aware_warnings", c"-X context_aware_warnings"),
    ];
    only_one(c"sys.flags", c"What the program was started with.", &fields, 18, flag_values()?)
}

/// What the flags say, in their order.
fn flag_values() -> Result<Vec<Owned>> {
    let config = interp().py_config.get();
    let number = |n: c_int| long::from_i64(i64::from(n));
    let on = |n: c_int| long::from_i64(i64::from(n != 0));
    let not = |n: c_int| long::from_i64(i64::from(n == 0));
    Ok(vec![
        on(config.parser_debug)?,
        on(config.inspect)?,
        on(config.interactive)?,
        number(config.optimization_level)?,
        not(config.write_bytecode)?,
        not(config.user_site_directory)?,
        not(config.site_import)?,
        not(config.use_environment)?,
        number(config.verbose)?,
        number(config.bytes_warning)?,
        on(config.quiet)?,
        number(c_int::from(config.use_hash_seed == 0 || config.hash_seed != 0))?,
        on(config.isolated)?,
        from_bool(config.dev_mode != 0),
        number(crate::runtime::config::preinit::settled().utf8_mode)?,
        on(config.warn_default_encoding)?,
        from_bool(config.safe_path != 0),
        number(config.int_max_str_digits)?,
        number(1)?,
        number(config.thread_inherit_context)?,
        number(config.context_aware_warnings)?,
    ])
}

/// Puts flags in place of `sys.flags` that say what the configuration says now.
pub fn renew_flags() -> Result<()> {
    let old = crate::runtime::sys::get(&id::flags)?;
    let new = match old.as_deref().and_then(PyObject::downcast::<PyTupleObject>) {
        Some(old) => struct_new(old.ty(), flag_values()?)?,
        None => flags_object()?,
    };
    crate::runtime::sys::set(&id::flags, Some(&new))
}

/// Puts flags in place of `sys.flags` that differ from them in one.
pub fn set_flag(at: usize, value: c_int) -> Result<()> {
    let lost = || crate::raise!(RuntimeError, "lost sys.flags");
    let old = crate::runtime::sys::get(&id::flags)?.ok_or_else(lost)?;
    let Some(old) = PyObject::downcast::<PyTupleObject>(&old) else { return Err(lost()) };
    let new = structseq::PyStructSequence_New(old.ty())?;
    for i in 0..structseq::all_fields(old.ty())? {
        let value = if i == at {
            Some(long::from_i64(i64::from(value))?)
        } else {
            structseq::PyStructSequence_GetItem(old, i as isize).map(PyObject::new_ref)
        };
        structseq::PyStructSequence_SetItem(&new, i as isize, value);
    }
    crate::runtime::sys::set(&id::flags, Some(&new))
}

/// A new type of named tuples: its names and their documentations, of which the first `shown` are items too.
pub fn struct_type(name: &'static CStr, doc: &'static CStr, fields: &[(&'static CStr, &'static CStr)], shown: c_int) -> Result<Owned<PyTypeObject>> {
    let mut rows: Vec<PyStructSequence_Field> =
        fields.iter().map(|(name, doc)| PyStructSequence_Field { name: name.as_ptr(), doc: doc.as_ptr() }).collect();
    rows.push(PyStructSequence_Field { name: std::ptr::null(), doc: std::ptr::null() });
    let desc = PyStructSequence_Desc { name: name.as_ptr(), doc: doc.as_ptr(), fields: rows.as_ptr(), n_in_sequence: shown };
    structseq::new_type(&desc, 0)
}

/// A new named tuple of such a type.
pub fn struct_new(ty: &PyTypeObject, values: Vec<Owned>) -> Result<Owned> {
    let made = structseq::PyStructSequence_New(ty)?;
    for (i, value) in values.into_iter().enumerate() {
        structseq::PyStructSequence_SetItem(&made, i as isize, Some(value));
    }
    Ok(made.upcast())
}
