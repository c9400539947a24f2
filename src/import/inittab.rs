//! The table of modules that are part of the program: those of the library, and what a host adds before start-up.

use crate::layout::PyObject;
use crate::runtime::sync::{AcrossFork, Mutex};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int};
use std::ptr::null;
use std::sync::atomic::{AtomicPtr, Ordering};

/// What makes a module.
pub type Init = unsafe extern "C" fn() -> *mut PyObject;

/// One row (`struct _inittab`); the one without a name ends the table.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Row {
    pub name: *const c_char,
    pub initfunc: Option<Init>,
}
// SAFETY: names are C strings that live as long as the process.
unsafe impl Send for Row {}
// SAFETY: as above.
unsafe impl Sync for Row {}

const END: Row = Row { name: null(), initfunc: None };

/// The library's own modules. Those that start-up makes have no init function.
static OWN: [Row; 21] = [
    Row { name: c"_codecs".as_ptr(), initfunc: Some(crate::modules::codecs::PyInit__codecs) },
    Row { name: c"_contextvars".as_ptr(), initfunc: Some(crate::modules::contextvars::PyInit__contextvars) },
    Row { name: c"_imp".as_ptr(), initfunc: Some(crate::modules::imp::PyInit__imp) },
    Row { name: c"_interpchannels".as_ptr(), initfunc: Some(crate::modules::interpchannels::init) },
    Row { name: c"_interpqueues".as_ptr(), initfunc: Some(crate::modules::interpqueues::init) },
    Row { name: c"_interpreters".as_ptr(), initfunc: Some(crate::modules::interpreters::init) },
    Row { name: c"_io".as_ptr(), initfunc: Some(crate::modules::io::PyInit__io) },
    Row { name: c"_operator".as_ptr(), initfunc: Some(crate::modules::operator::init_private) },
    Row { name: c"_string".as_ptr(), initfunc: Some(crate::modules::string::PyInit__string) },
    Row { name: c"_struct".as_ptr(), initfunc: Some(crate::modules::structs::PyInit__struct) },
    Row { name: c"_tracemalloc".as_ptr(), initfunc: Some(crate::modules::tracemalloc::PyInit__tracemalloc) },
    Row { name: c"_warnings".as_ptr(), initfunc: Some(crate::modules::warnings::PyInit__warnings) },
    Row { name: c"_thread".as_ptr(), initfunc: Some(crate::modules::thread::PyInit__thread) },
    Row { name: c"_types".as_ptr(), initfunc: Some(crate::modules::types::init_private) },
    Row { name: c"atexit".as_ptr(), initfunc: Some(crate::modules::atexit::init) },
    Row { name: c"builtins".as_ptr(), initfunc: None },
    Row { name: c"struct".as_ptr(), initfunc: Some(crate::modules::structs::init_public) },
    Row { name: c"operator".as_ptr(), initfunc: Some(crate::modules::operator::init) },
    Row { name: c"sys".as_ptr(), initfunc: None },
    Row { name: c"types".as_ptr(), initfunc: Some(crate::modules::types::init) },
    END,
];

/// The table that is in use; a host may put its own in place before start-up.
#[capi]
pub static PyImport_Inittab: AtomicPtr<Row> = AtomicPtr::new((&raw const OWN).cast_mut().cast());

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &EXTENDING
}

/// One at a time extends the table. (Tables that were replaced are kept: somebody may be walking them.)
static EXTENDING: Mutex<()> = Mutex::new(());

/// The rows up to the last.
fn rows() -> impl Iterator<Item = Row> {
    let mut at = PyImport_Inittab.load(Ordering::Acquire).cast_const();
    std::iter::from_fn(move || {
        // SAFETY: a table that ends with a row without a name, or NULL.
        let row = *unsafe { at.as_ref() }?;
        if row.name.is_null() {
            return None;
        }
        // SAFETY: not the last row.
        at = unsafe { at.add(1) };
        Some(row)
    })
}

/// The init function of a name: `Some(None)` for a module that start-up makes.
pub fn find(name: &str) -> Option<Option<Init>> {
    // SAFETY: names are C strings.
    rows().find(|row| unsafe { CStr::from_ptr(row.name) }.to_bytes() == name.as_bytes()).map(|row| row.initfunc)
}

/// Whether an init function is the library's own.
pub fn is_own(init: Init) -> bool {
    OWN.iter().any(|row| row.initfunc.is_some_and(|own| std::ptr::fn_addr_eq(own, init)))
}

/// All names, in the table's order.
pub fn names() -> Vec<String> {
    // SAFETY: names are C strings.
    rows().map(|row| unsafe { CStr::from_ptr(row.name) }.to_string_lossy().into_owned()).collect()
}

/// Adds the rows of a table that ends with a row without a name: 0. Before start-up only; names must stay.
#[capi]
pub fn PyImport_ExtendInittab(newtab: *mut Row) -> c_int {
    let _extending = EXTENDING.lock();
    let mut table: Vec<Row> = rows().collect();
    let mut at = newtab;
    // SAFETY: C's table.
    while let Some(row) = unsafe { at.as_ref() }.filter(|row| !row.name.is_null()) {
        table.push(*row);
        // SAFETY: not the last row.
        at = unsafe { at.add(1) };
    }
    table.push(END);
    PyImport_Inittab.store(Box::leak(table.into_boxed_slice()).as_mut_ptr(), Ordering::Release);
    0
}

/// Adds one module to the table: 0. Before start-up only; the name must stay.
#[capi]
pub fn PyImport_AppendInittab(name: *const c_char, initfunc: Option<Init>) -> c_int {
    let mut rows = [Row { name, initfunc }, END];
    PyImport_ExtendInittab(rows.as_mut_ptr())
}
