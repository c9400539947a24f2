//! `PyMem_*` and `PyObject_Malloc`: three domains over mimalloc, each of which a host may replace.
//!
//! Invariant: as long as nobody has replaced an allocator, [`alloc`] and its like go straight to mimalloc; after
//! `PyMem_SetAllocator` they go through the domain's table. A host that wraps an allocator gets the old table to call.

use crate::layout::{PyMemAllocatorEx, PyObject};
use crate::runtime::errors::{Raised, Result};
use crate::runtime::sync::{AcrossFork, RwLock};
use exuvia_macros::capi;
use libmimalloc_sys as mi;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which of the three families an allocation belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum Domain {
    Raw = 0,
    Mem = 1,
    Object = 2,
}

/// Sizes above this are refused, as CPython does: offsets into a block are signed.
const LARGEST: usize = isize::MAX as usize;

/// What stands below the domains: mimalloc.
#[cfg(not(feature = "checked"))]
mod below {
    use super::Domain;
    use libmimalloc_sys as mi;
    use std::ffi::c_void;

    #[inline(always)]
    pub fn malloc(_: Domain, size: usize) -> *mut c_void {
        // SAFETY: mimalloc takes any size.
        unsafe { mi::mi_malloc(size) }
    }
    #[inline(always)]
    pub fn zalloc(_: Domain, size: usize) -> *mut c_void {
        // SAFETY: mimalloc takes any size.
        unsafe { mi::mi_zalloc(size) }
    }
    /// # Safety
    /// `block` is a block of this module or NULL.
    #[inline(always)]
    pub unsafe fn realloc(_: Domain, block: *mut c_void, size: usize) -> *mut c_void {
        // SAFETY: the caller's word.
        unsafe { mi::mi_realloc(block, size) }
    }
    /// # Safety
    /// `block` is a block of this module or NULL.
    #[inline(always)]
    pub unsafe fn free(_: Domain, block: *mut c_void) {
        // SAFETY: the caller's word.
        unsafe { mi::mi_free(block) }
    }
}
/// What stands below the domains: mimalloc, with a record and guard bytes around each block.
#[cfg(feature = "checked")]
mod below {
    use super::Domain;
    use crate::checked::blocks;
    pub use blocks::{free, realloc};
    use std::ffi::c_void;

    pub fn malloc(domain: Domain, size: usize) -> *mut c_void {
        blocks::alloc(domain, size, false)
    }
    pub fn zalloc(domain: Domain, size: usize) -> *mut c_void {
        blocks::alloc(domain, size, true)
    }
}

/// The domain that a default table is for: its context.
fn domain_of(context: *mut c_void) -> Domain {
    match context as usize {
        0 => Domain::Raw,
        1 => Domain::Mem,
        _ => Domain::Object,
    }
}
unsafe extern "C" fn default_malloc(context: *mut c_void, size: usize) -> *mut c_void {
    below::malloc(domain_of(context), size.max(1))
}
unsafe extern "C" fn default_calloc(context: *mut c_void, count: usize, size: usize) -> *mut c_void {
    match count.checked_mul(size) {
        Some(bytes) => below::zalloc(domain_of(context), bytes.max(1)),
        None => null_mut(),
    }
}
unsafe extern "C" fn default_realloc(context: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: a block of ours or NULL.
    unsafe { below::realloc(domain_of(context), block, size.max(1)) }
}
unsafe extern "C" fn default_free(context: *mut c_void, block: *mut c_void) {
    // SAFETY: a block of ours or NULL.
    unsafe { below::free(domain_of(context), block) }
}

const fn default_table(domain: Domain) -> PyMemAllocatorEx {
    PyMemAllocatorEx {
        ctx: domain as usize as *mut c_void,
        malloc: Some(default_malloc),
        calloc: Some(default_calloc),
        realloc: Some(default_realloc),
        free: Some(default_free),
    }
}

unsafe extern "C" fn system_malloc(_: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the system takes any size.
    unsafe { libc::malloc(size.max(1)) }
}
unsafe extern "C" fn system_calloc(_: *mut c_void, count: usize, size: usize) -> *mut c_void {
    let (count, size) = if count == 0 || size == 0 { (1, 1) } else { (count, size) };
    // SAFETY: the system takes any size.
    unsafe { libc::calloc(count, size) }
}
unsafe extern "C" fn system_realloc(_: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: a block of the system or NULL.
    unsafe { libc::realloc(block, size.max(1)) }
}
unsafe extern "C" fn system_free(_: *mut c_void, block: *mut c_void) {
    // SAFETY: a block of the system or NULL.
    unsafe { libc::free(block) }
}
const SYSTEM_TABLE: PyMemAllocatorEx = PyMemAllocatorEx {
    ctx: null_mut(),
    malloc: Some(system_malloc),
    calloc: Some(system_calloc),
    realloc: Some(system_realloc),
    free: Some(system_free),
};

/// What can stand below the domains by a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    /// The library's own.
    Own,
    /// C's `malloc`.
    System,
}

/// Puts what has a name below all domains.
pub fn choose(named: Named) {
    for domain in DOMAINS {
        set_table(domain, if named == Named::Own { default_table(domain) } else { SYSTEM_TABLE });
    }
}

/// What the domains' tables are named; none where one is a host's.
pub fn name(tables: &[PyMemAllocatorEx; 3]) -> Option<Named> {
    let are = |known: [PyMemAllocatorEx; 3]| tables.iter().zip(&known).all(|(table, known)| addresses(table) == addresses(known));
    if are(DOMAINS.map(default_table)) {
        return Some(Named::Own);
    }
    are([SYSTEM_TABLE; 3]).then_some(Named::System)
}

/// Whether that is what stands below all domains.
pub fn is_named(named: Named) -> bool {
    name(&TABLES.read().0) == Some(named)
}

const DOMAINS: [Domain; 3] = [Domain::Raw, Domain::Mem, Domain::Object];

/// What tells one table from another.
fn addresses(table: &PyMemAllocatorEx) -> [usize; 5] {
    let [malloc, calloc] = [table.malloc.map_or(0, |f| f as usize), table.calloc.map_or(0, |f| f as usize)];
    [table.ctx as usize, malloc, calloc, table.realloc.map_or(0, |f| f as usize), table.free.map_or(0, |f| f as usize)]
}

/// How many blocks are out that the calling thread has made, of the library's own below the domains.
pub fn blocks_of_thread() -> usize {
    unsafe extern "C" fn add(_: *const mi::mi_heap_t, area: *const mi::mi_heap_area_t, _: *mut c_void, _: usize, sum: *mut c_void) -> bool {
        // SAFETY: called with an area of the heap, and the sum that was handed over.
        unsafe { *sum.cast::<usize>() += (*area).used };
        true
    }
    let mut sum = 0usize;
    // SAFETY: the thread's own heap, of which nothing is made or freed meanwhile.
    unsafe { mi::mi_heap_visit_blocks(mi::mi_heap_get_default(), false, Some(add), (&raw mut sum).cast()) };
    sum
}

/// mimalloc's option of that number: how long freed pages wait before the system gets them back, in milliseconds.
const PURGE_DELAY: mi::mi_option_t = 15;

/// Settles how mimalloc works, once a process.
pub fn start() {
    // A list that grows frees a page with every step; asking the clock each time when to give it back costs more than
    // the step. Pages are kept, and go back when whole segments are empty.
    // SAFETY: sets a number.
    unsafe { mi::mi_option_set(PURGE_DELAY, -1) };
}

struct Tables([PyMemAllocatorEx; 3]);
// SAFETY: since 3.12 a table's functions and context must be usable from any thread.
unsafe impl Send for Tables {}
// SAFETY: as above.
unsafe impl Sync for Tables {}

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &TABLES
}

static TABLES: RwLock<Tables> = RwLock::new(Tables([default_table(Domain::Raw), default_table(Domain::Mem), default_table(Domain::Object)]));
static REPLACED: AtomicBool = AtomicBool::new(false);

/// The domain's table.
pub fn table(domain: Domain) -> PyMemAllocatorEx {
    TABLES.read().0[domain as usize]
}
/// Puts a table in the place of the domain's.
pub fn set_table(domain: Domain, table: PyMemAllocatorEx) {
    let mut tables = TABLES.write();
    tables.0[domain as usize] = table;
    let replaced = tables.0.iter().zip(&DOMAINS.map(default_table)).any(|(table, own)| addresses(table) != addresses(own));
    REPLACED.store(replaced, Ordering::Release);
}

/// A block of at least `size` bytes, or NULL.
#[inline(always)]
pub fn alloc(domain: Domain, size: usize) -> *mut c_void {
    if REPLACED.load(Ordering::Relaxed) || size > LARGEST {
        return alloc_slow(domain, size);
    }
    below::malloc(domain, size)
}
#[cold]
fn alloc_slow(domain: Domain, size: usize) -> *mut c_void {
    let t = table(domain);
    match t.malloc {
        // SAFETY: the host's function, called as it asked.
        Some(malloc) if size <= LARGEST => unsafe { malloc(t.ctx, size) },
        _ => null_mut(),
    }
}
/// A zeroed block for `count` items of `size` bytes, or NULL.
#[inline]
pub fn calloc(domain: Domain, count: usize, size: usize) -> *mut c_void {
    if size != 0 && count > LARGEST / size {
        return null_mut();
    }
    let t = if REPLACED.load(Ordering::Relaxed) { table(domain) } else { default_table(domain) };
    // SAFETY: the table's function, called as it asked.
    t.calloc.map_or(null_mut(), |calloc| unsafe { calloc(t.ctx, count, size) })
}
/// The block with a new size, its content kept, or NULL and the block untouched.
///
/// # Safety
/// `block` is NULL or a block of this domain; it is not used again where the result is not NULL.
#[inline]
pub unsafe fn realloc(domain: Domain, block: *mut c_void, size: usize) -> *mut c_void {
    if size > LARGEST {
        return null_mut();
    }
    let t = if REPLACED.load(Ordering::Relaxed) { table(domain) } else { default_table(domain) };
    // SAFETY: the table's function; the block is of this domain.
    t.realloc.map_or(null_mut(), |realloc| unsafe { realloc(t.ctx, block, size) })
}
/// As [`realloc`], for what grows step by step: a block that has to move gets room for half as much again, so that the next steps need not move it.
///
/// # Safety
/// As for [`realloc`].
pub unsafe fn realloc_growing(domain: Domain, block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's word; a block of ours where no allocator was replaced.
    unsafe {
        if REPLACED.load(Ordering::Relaxed) || block.is_null() || size > LARGEST / 2 || size <= mi::mi_usable_size(block) {
            return realloc(domain, block, size);
        }
        realloc(domain, block, size + size / 2)
    }
}
/// Gives a block back.
///
/// # Safety
/// `block` is NULL or a block of this domain, and not used again.
#[inline(always)]
pub unsafe fn free(domain: Domain, block: *mut c_void) {
    if REPLACED.load(Ordering::Relaxed) {
        let t = table(domain);
        if let Some(free) = t.free {
            // SAFETY: the table's function; the block is of this domain.
            unsafe { free(t.ctx, block) };
        }
        return;
    }
    // SAFETY: a block of ours or NULL.
    unsafe { below::free(domain, block) }
}

/// A block for an object, or `MemoryError`.
#[inline(always)]
pub fn alloc_object(size: usize) -> Result<*mut PyObject> {
    let block = alloc(Domain::Object, size);
    if block.is_null() { Err(Raised::no_memory()) } else { Ok(block.cast()) }
}
/// Gives an object's block back.
///
/// # Safety
/// The block came from [`alloc_object`], and the object is dead.
#[inline(always)]
pub unsafe fn free_object(block: *mut PyObject) {
    // SAFETY: the caller's word.
    unsafe { free(Domain::Object, block.cast()) }
}

macro_rules! domain {
    ($domain:expr, $malloc:ident, $calloc:ident, $realloc:ident, $free:ident) => {
        /// A block of at least `size` bytes (1 for 0), or NULL, without an exception.
        #[capi]
        pub fn $malloc(size: usize) -> *mut c_void {
            alloc($domain, size)
        }
        /// A zeroed block for `count` items of `size` bytes, or NULL, without an exception.
        #[capi]
        pub fn $calloc(count: usize, size: usize) -> *mut c_void {
            calloc($domain, count, size)
        }
        /// The block with another size, its content kept; NULL leaves it as it was. A NULL block is allocated.
        #[capi]
        pub fn $realloc(block: *mut c_void, size: usize) -> *mut c_void {
            // SAFETY: C's word.
            unsafe { realloc($domain, block, size) }
        }
        /// Gives a block of this domain back; does nothing for NULL.
        #[capi]
        pub fn $free(block: *mut c_void) {
            // SAFETY: C's word.
            unsafe { free($domain, block) }
        }
    };
}
domain!(Domain::Raw, PyMem_RawMalloc, PyMem_RawCalloc, PyMem_RawRealloc, PyMem_RawFree);
domain!(Domain::Mem, PyMem_Malloc, PyMem_Calloc, PyMem_Realloc, PyMem_Free);
domain!(Domain::Object, PyObject_Malloc, PyObject_Calloc, PyObject_Realloc, PyObject_Free);

/// Copies the domain's allocator into `allocator`; all NULL for a domain that does not exist.
#[capi]
pub fn PyMem_GetAllocator(domain: c_int, allocator: *mut PyMemAllocatorEx) {
    let none = PyMemAllocatorEx { ctx: null_mut(), malloc: None, calloc: None, realloc: None, free: None };
    let found = usize::try_from(domain).ok().and_then(|d| TABLES.read().0.get(d).copied());
    if !allocator.is_null() {
        // SAFETY: C's word.
        unsafe { *allocator = found.unwrap_or(none) };
    }
}

/// Replaces the domain's allocator. Blocks that are out must be such as the new one can free.
#[capi]
pub fn PyMem_SetAllocator(domain: c_int, allocator: *mut PyMemAllocatorEx) {
    // SAFETY: C's word.
    let Some(new) = (unsafe { allocator.as_ref() }) else {
        return;
    };
    match domain {
        0 => set_table(Domain::Raw, *new),
        1 => set_table(Domain::Mem, *new),
        2 => set_table(Domain::Object, *new),
        _ => {}
    }
}
