//! What `_tracemalloc` knows: each block that the three domains gave out since tracing began, and what `PyTraceMalloc_Track` was told of.
//!
//! Tracing puts a table of its own before each domain's, and takes them out again when it stops; nothing is paid before and after.
//!
//! Invariant: a block is in the map only as long as it is out, and [`State::size`] is the sum of what is there. The map's own memory is
//! Rust's, which no domain gives. A thread that is inside of a traced call, or lists what was traced, is not traced again.

use super::memory::{self, Domain};
use super::sync::{AcrossFork, Mutex};
use crate::layout::*;
use crate::object::{Owned, gc};
use crate::runtime::errors::Result;
use crate::types::{long, singletons, tuple, unicode};
use exuvia_macros::capi;
use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::{c_int, c_uint, c_void};
use std::ptr::null_mut;

/// The largest number of frames that a traceback may be asked to have.
pub const MOST_FRAMES: c_int = u16::MAX as c_int;
const DOMAINS: [Domain; 3] = [Domain::Raw, Domain::Mem, Domain::Object];
const NONE: PyMemAllocatorEx = PyMemAllocatorEx { ctx: null_mut(), malloc: None, calloc: None, realloc: None, free: None };

struct State {
    tracing: bool,
    /// How many frames a traceback has at most.
    limit: c_int,
    /// Sizes, by domain and address.
    blocks: Option<HashMap<(c_uint, usize), usize>>,
    size: usize,
    peak: usize,
    /// The domains' own tables; kept after the end for who is inside of one.
    below: [PyMemAllocatorEx; 3],
}
// SAFETY: a table's functions and context can be used from any thread.
unsafe impl Send for State {}

static STATE: Mutex<State> = Mutex::new(State { tracing: false, limit: 1, blocks: None, size: 0, peak: 0, below: [NONE; 3] });

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &STATE
}

thread_local! {
    /// Whether the thread is inside of a traced call.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    /// The traced block that the thread is giving back or resizing; 0 for none. It is not in the map meanwhile.
    static LEAVING: Cell<usize> = const { Cell::new(0) };
}

/// While it lives the thread's blocks are not traced.
pub struct Untraced(bool);
impl Untraced {
    pub fn begin() -> Untraced {
        Untraced(INSIDE.replace(true))
    }
}
impl Drop for Untraced {
    fn drop(&mut self) {
        INSIDE.set(self.0);
    }
}

impl State {
    /// Notes a block; false where there is no memory for that.
    fn add(&mut self, domain: c_uint, block: usize, size: usize) -> bool {
        let blocks = self.blocks.get_or_insert_default();
        if blocks.try_reserve(1).is_err() {
            return false;
        }
        let old = blocks.insert((domain, block), size).unwrap_or(0);
        self.size = self.size.wrapping_sub(old).wrapping_add(size);
        self.peak = self.peak.max(self.size);
        true
    }
    fn remove(&mut self, domain: c_uint, block: usize) -> Option<usize> {
        let size = self.blocks.as_mut()?.remove(&(domain, block))?;
        self.size = self.size.wrapping_sub(size);
        Some(size)
    }
    fn clear(&mut self) {
        self.blocks = None;
        (self.size, self.peak) = (0, 0);
    }
}

fn below(context: *mut c_void) -> PyMemAllocatorEx {
    STATE.lock().below[context as usize % 3]
}
/// Notes a new block, and gives it back where that cannot be noted.
fn noted(table: &PyMemAllocatorEx, block: *mut c_void, size: usize) -> *mut c_void {
    let mut state = STATE.lock();
    if block.is_null() || !state.tracing || state.add(0, block as usize, size) {
        return block;
    }
    drop(state);
    if let Some(free) = table.free {
        // SAFETY: a block of this table.
        unsafe { free(table.ctx, block) };
    }
    null_mut()
}
unsafe extern "C" fn traced_malloc(context: *mut c_void, size: usize) -> *mut c_void {
    let table = below(context);
    let Some(malloc) = table.malloc else { return null_mut() };
    if INSIDE.get() {
        // SAFETY: the table's function, called as it asks.
        return unsafe { malloc(table.ctx, size) };
    }
    let _untraced = Untraced::begin();
    // SAFETY: as above.
    noted(&table, unsafe { malloc(table.ctx, size) }, size)
}
unsafe extern "C" fn traced_calloc(context: *mut c_void, count: usize, size: usize) -> *mut c_void {
    let table = below(context);
    let Some(calloc) = table.calloc else { return null_mut() };
    if INSIDE.get() {
        // SAFETY: the table's function, called as it asks.
        return unsafe { calloc(table.ctx, count, size) };
    }
    let _untraced = Untraced::begin();
    // SAFETY: as above.
    noted(&table, unsafe { calloc(table.ctx, count, size) }, count.saturating_mul(size))
}
unsafe extern "C" fn traced_realloc(context: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    let table = below(context);
    let Some(realloc) = table.realloc else { return null_mut() };
    // The address may be another thread's block as soon as the old one is gone: it is forgotten before, and put back where nothing moved.
    let known = if block.is_null() { None } else { STATE.lock().remove(0, block as usize) };
    let inside = INSIDE.get();
    let _untraced = Untraced::begin();
    LEAVING.set(if known.is_some() { block as usize } else { 0 });
    // SAFETY: the table's function, called as it asks.
    let new = unsafe { realloc(table.ctx, block, size) };
    LEAVING.set(0);
    let mut state = STATE.lock();
    if new.is_null() {
        if let Some(known) = known {
            state.add(0, block as usize, known);
        }
    } else if state.tracing && (!inside || known.is_some()) && !state.add(0, new as usize, size) && block.is_null() {
        drop(state);
        if let Some(free) = table.free {
            // SAFETY: a block of this table.
            unsafe { free(table.ctx, new) };
        }
        return null_mut();
    }
    new
}
unsafe extern "C" fn traced_free(context: *mut c_void, block: *mut c_void) {
    let mut state = STATE.lock();
    let table = state.below[context as usize % 3];
    let known = !block.is_null() && state.remove(0, block as usize).is_some();
    drop(state);
    if let Some(free) = table.free {
        LEAVING.set(if known { block as usize } else { 0 });
        // SAFETY: a block of this table.
        unsafe { free(table.ctx, block) };
        LEAVING.set(0);
    }
}

/// Begins, where tracing has not begun; tracebacks will have up to `limit` frames.
pub fn start(limit: c_int) {
    let mut state = STATE.lock();
    if state.tracing {
        return;
    }
    state.limit = limit;
    for (i, domain) in DOMAINS.into_iter().enumerate() {
        state.below[i] = memory::table(domain);
    }
    state.tracing = true;
    drop(state);
    for (i, domain) in DOMAINS.into_iter().enumerate() {
        let table = PyMemAllocatorEx {
            ctx: i as *mut c_void,
            malloc: Some(traced_malloc),
            calloc: Some(traced_calloc),
            realloc: Some(traced_realloc),
            free: Some(traced_free),
        };
        memory::set_table(domain, table);
    }
}
/// Ends, and forgets what was traced.
pub fn stop() {
    let mut state = STATE.lock();
    if !state.tracing {
        return;
    }
    state.tracing = false;
    state.clear();
    let below = state.below;
    drop(state);
    for (domain, table) in DOMAINS.into_iter().zip(below) {
        memory::set_table(domain, table);
    }
}
pub fn is_tracing() -> bool {
    STATE.lock().tracing
}
/// How many frames a traceback has at most.
pub fn limit() -> c_int {
    STATE.lock().limit
}
/// What is out now, and the most that was out at once.
pub fn sizes() -> (usize, usize) {
    let state = STATE.lock();
    (state.size, state.peak)
}
/// Begins anew to look for the most.
pub fn reset_peak() {
    let mut state = STATE.lock();
    state.peak = state.size;
}
/// Forgets what was traced so far.
pub fn clear() {
    STATE.lock().clear();
}
/// The bytes that the map takes.
pub fn own_size() -> usize {
    STATE.lock().blocks.as_ref().map_or(0, |blocks| blocks.capacity() * (size_of::<((c_uint, usize), usize)>() + 1))
}
/// Domain, address and size of all that is traced; `None` where there is no memory to list it.
pub fn all() -> Option<Vec<(c_uint, usize)>> {
    let state = STATE.lock();
    let mut all = Vec::new();
    if let Some(blocks) = &state.blocks {
        all.try_reserve_exact(blocks.len()).ok()?;
        all.extend(blocks.iter().map(|((domain, _), size)| (*domain, *size)));
    }
    Some(all)
}

/// The traceback of a block, as file names and lines: there is one place only, because no Python code runs that could have asked for it.
pub fn unknown_place() -> Result<Owned> {
    let frame = tuple::from_owned([unicode::intern::intern_str("<unknown>")?.upcast(), long::from_i64(0)?])?;
    Ok(tuple::from_owned([frame.upcast()])?.upcast())
}
/// Whether a block of one of the domains is traced, or was until the thread began to give it back.
pub fn knows(block: usize) -> bool {
    LEAVING.get() == block || STATE.lock().blocks.as_ref().is_some_and(|blocks| blocks.contains_key(&(0, block)))
}
/// The traceback of a block; `None` (the object) for one that is not traced.
pub fn traceback(domain: c_uint, block: usize) -> Result<Owned> {
    let known = STATE.lock().blocks.as_ref().is_some_and(|blocks| blocks.contains_key(&(domain, block)));
    if known { unknown_place() } else { Ok(singletons::none()) }
}
/// The address of an object's block.
pub fn block_of(object: &PyObject) -> usize {
    object.as_ptr() as usize - gc::before(object.ty())
}

// ---- cpython/tracemalloc.h ----------------------------------------------------------------------------------------

/// Traces a block that no domain gave; one that is traced already gets the new size. 0, -1 where there is no memory for it, -2 while nothing is
/// traced. Needs no attached thread state, and raises nothing.
#[capi]
pub fn PyTraceMalloc_Track(domain: c_uint, ptr: usize, size: usize) -> c_int {
    let mut state = STATE.lock();
    if !state.tracing {
        return -2;
    }
    if state.add(domain, ptr, size) { 0 } else { -1 }
}

/// Forgets a block that `PyTraceMalloc_Track` was told of. 0, or -2 while nothing is traced.
#[capi]
pub fn PyTraceMalloc_Untrack(domain: c_uint, ptr: usize) -> c_int {
    let mut state = STATE.lock();
    if !state.tracing {
        return -2;
    }
    state.remove(domain, ptr);
    0
}

/// The traceback of a block, a new tuple of file names and lines; `None` for one that is not traced.
#[capi(private)]
pub fn _PyTraceMalloc_GetTraceback(domain: c_uint, ptr: usize) -> Result<Owned> {
    traceback(domain, ptr)
}
