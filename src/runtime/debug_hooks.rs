//! `PyMem_SetupDebugHooks`: guard bytes around each block of the three domains, and a look at them when it comes back.
//!
//! In memory, eight bytes each: the size asked for (the highest byte first); the domain's letter and seven guard bytes; the block; guard
//! bytes. Fresh bytes are 0xCD, those given back 0xDD. Tools know this layout from CPython.
//!
//! Invariant: a hook that was put in place is never freed: blocks that were made through it may be out.

use super::fatal::{fatal, put};
use super::memory::{self, Domain};
use super::{lifecycle, thread_state, tracemalloc};
use crate::layout::PyMemAllocatorEx;
use exuvia_macros::capi;
use std::ffi::{CStr, c_void};
use std::fmt::Write;
use std::ptr::null_mut;

const WORD: usize = 8;
/// Before the block, and in all.
const BEFORE: usize = 2 * WORD;
const AROUND: usize = 3 * WORD;
const GUARD: u8 = 0xFD;
const FRESH: u8 = 0xCD;
const DEAD: u8 = 0xDD;
/// So much of each end of a block is made unreadable before it is resized: who kept its old address sees that.
const ERASED: usize = 64;

/// A domain's table as it was, and the letter of the domain.
struct Hook {
    letter: u8,
    below: PyMemAllocatorEx,
}

impl Hook {
    /// # Safety
    /// A table's context of this module.
    unsafe fn of<'a>(context: *mut c_void) -> &'a Hook {
        // SAFETY: the caller's word; hooks are never freed.
        unsafe { &*context.cast::<Hook>() }
    }
    /// Raw memory is for all; the rest is used by who is attached.
    fn hold_to_attached(&self, function: &str) {
        if self.letter != b'r' && lifecycle::asks_for_thread_state() && thread_state::try_thread().is_none() {
            fatal(function, "Python memory allocator called without holding the GIL");
        }
    }
    /// Lays a block out in fresh memory; `fresh` of its bytes, from its end, are nobody's yet.
    ///
    /// # Safety
    /// Memory for a block of that size and what is around it.
    unsafe fn lay_out(&self, memory: *mut u8, size: usize, fresh: usize) -> *mut c_void {
        // SAFETY: all within the memory.
        unsafe {
            memory.copy_from_nonoverlapping(size.to_be_bytes().as_ptr(), WORD);
            memory.add(WORD).write(self.letter);
            memory.add(WORD + 1).write_bytes(GUARD, WORD - 1);
            let block = memory.add(BEFORE);
            block.add(size - fresh).write_bytes(FRESH, fresh);
            block.add(size).write_bytes(GUARD, WORD);
            block.cast()
        }
    }
    /// Fatal where a block's surroundings are not whole; its size otherwise.
    ///
    /// # Safety
    /// The block came from a hook, or is not whole.
    unsafe fn hold_to_whole(&self, function: &str, block: *mut u8) -> usize {
        // SAFETY: the caller's word.
        unsafe {
            let letter = block.sub(WORD).read();
            if letter != self.letter {
                let (own, found) = (char::from(self.letter), char::from(letter));
                tell(block);
                fatal(function, &format!("bad ID: Allocated using API '{found}', verified using API '{own}'"));
            }
            if (1..WORD).any(|at| block.sub(at).read() != GUARD) {
                tell(block);
                fatal(function, "bad leading pad byte");
            }
            let size = size_of_block(block);
            if (0..WORD).any(|at| block.add(size + at).read() != GUARD) {
                tell(block);
                fatal(function, "bad trailing pad byte");
            }
            size
        }
    }
}

/// # Safety
/// The block came from a hook.
unsafe fn size_of_block(block: *const u8) -> usize {
    let mut bytes = [0; WORD];
    // SAFETY: the caller's word.
    unsafe { bytes.as_mut_ptr().copy_from_nonoverlapping(block.sub(BEFORE), WORD) };
    usize::from_be_bytes(bytes)
}

/// Whether so many bytes are mapped. A size that was written over may lead anywhere.
fn is_mapped(at: usize, bytes: usize) -> bool {
    const PAGE: usize = 4096;
    let Some(end) = at.checked_add(bytes) else { return false };
    (at / PAGE..end.div_ceil(PAGE)).all(|page| {
        let mut resident = 0u8;
        // SAFETY: asks about a page.
        unsafe { libc::mincore((page * PAGE) as *mut c_void, PAGE, &mut resident) == 0 }
    })
}

/// Prints what there is to tell of a block that is not whole.
///
/// # Safety
/// The bytes before the block can be read.
unsafe fn tell(block: *const u8) {
    // SAFETY: the caller's word; what is behind is read where it is mapped.
    unsafe {
        let size = size_of_block(block);
        let mut text = format!("Debug memory block at address p={block:p}: API '").into_bytes();
        text.push(block.sub(WORD).read());
        let mut more = format!("'\n    {size} bytes originally requested\n");
        let before: Vec<u8> = (1..WORD).rev().map(|at| block.sub(at).read()).collect();
        let _ = write!(more, "    The 7 pad bytes at p-7 are ");
        tell_guards(&mut more, &before, |at| format!("p-{}", 7 - at));
        if before.iter().any(|byte| *byte != GUARD) {
            more.push_str("    Because memory is corrupted at the start, the count of bytes requested\n       may be bogus, and checking the trailing pad bytes may segfault.\n");
        }
        let tail = (block as usize).wrapping_add(size);
        if is_mapped(tail, WORD) {
            let after: Vec<u8> = (0..WORD).map(|at| ((tail + at) as *const u8).read()).collect();
            let _ = write!(more, "    The 8 pad bytes at tail={tail:#x} are ");
            tell_guards(&mut more, &after, |at| format!("tail+{at}"));
        }
        if size > 0 && is_mapped(block as usize, size.min(WORD)) && is_mapped(tail.wrapping_sub(WORD), WORD) {
            more.push_str("    Data at p:");
            let mut show = |at: usize| {
                let _ = write!(more, " {:02x}", block.add(at).read());
            };
            if size <= 2 * WORD {
                (0..size).for_each(show);
            } else {
                (0..WORD).for_each(&mut show);
                more.push_str(" ...");
                for at in size - WORD..size {
                    let _ = write!(more, " {:02x}", block.add(at).read());
                }
            }
            more.push('\n');
        }
        text.extend_from_slice(more.as_bytes());
        put(&text);
        put(b"\n");
        if !tracemalloc::is_tracing() {
            put(b"Enable tracemalloc to get the memory block allocation traceback\n\n");
        } else if tracemalloc::knows(block as usize) {
            put(b"Memory block allocated at (most recent call first):\n  File \"<unknown>\", line 0\n\n");
        }
    }
}

fn tell_guards(text: &mut String, bytes: &[u8], name: impl Fn(usize) -> String) {
    if bytes.iter().all(|byte| *byte == GUARD) {
        text.push_str("FORBIDDENBYTE, as expected.\n");
        return;
    }
    let _ = writeln!(text, "not all FORBIDDENBYTE ({GUARD:#04x}):");
    for (at, byte) in bytes.iter().enumerate() {
        let _ = writeln!(text, "        at {}: {byte:#04x}{}", name(at), if *byte == GUARD { "" } else { " *** OUCH" });
    }
}

/// The bytes that a block and what is around it take; `None` where that is too much.
fn bytes_for(size: usize) -> Option<usize> {
    (size <= isize::MAX as usize - AROUND).then_some(size + AROUND)
}

unsafe extern "C" fn debug_malloc(context: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: called as the table's own function.
    unsafe {
        let hook = Hook::of(context);
        hook.hold_to_attached("_PyMem_DebugMalloc");
        let (Some(bytes), Some(malloc)) = (bytes_for(size), hook.below.malloc) else { return null_mut() };
        let memory = malloc(hook.below.ctx, bytes).cast::<u8>();
        if memory.is_null() { null_mut() } else { hook.lay_out(memory, size, size) }
    }
}

unsafe extern "C" fn debug_calloc(context: *mut c_void, count: usize, size: usize) -> *mut c_void {
    // SAFETY: called as the table's own function.
    unsafe {
        let hook = Hook::of(context);
        hook.hold_to_attached("_PyMem_DebugCalloc");
        let Some(size) = count.checked_mul(size) else { return null_mut() };
        let (Some(bytes), Some(calloc)) = (bytes_for(size), hook.below.calloc) else { return null_mut() };
        let memory = calloc(hook.below.ctx, 1, bytes).cast::<u8>();
        if memory.is_null() { null_mut() } else { hook.lay_out(memory, size, 0) }
    }
}

unsafe extern "C" fn debug_realloc(context: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: called as the table's own function.
    unsafe {
        let hook = Hook::of(context);
        hook.hold_to_attached("_PyMem_DebugRealloc");
        if block.is_null() {
            return debug_malloc(context, size);
        }
        let block = block.cast::<u8>();
        let old = hook.hold_to_whole("_PyMem_DebugRawRealloc", block);
        let (Some(bytes), Some(realloc)) = (bytes_for(size), hook.below.realloc) else { return null_mut() };
        let kept = old.min(size);
        // The first bytes that are kept and the last ones, which may be the same.
        let (head, end) = (kept.min(ERASED), kept - (kept - kept.min(ERASED)).min(ERASED));
        let (mut first, mut last) = ([0u8; ERASED], [0u8; ERASED]);
        first.as_mut_ptr().copy_from_nonoverlapping(block, head);
        last.as_mut_ptr().copy_from_nonoverlapping(block.add(end), kept - end);
        let (word, tail) = (block.sub(BEFORE).cast::<[u8; BEFORE]>().read(), old.saturating_sub(ERASED).max(kept));
        let mut beyond = [0u8; ERASED];
        beyond.as_mut_ptr().copy_from_nonoverlapping(block.add(tail), old - tail);
        let put_back = |block: *mut u8| {
            block.copy_from_nonoverlapping(first.as_ptr(), head);
            block.add(end).copy_from_nonoverlapping(last.as_ptr(), kept - end);
        };
        block.sub(BEFORE).write_bytes(DEAD, BEFORE + head);
        block.add(end).write_bytes(DEAD, kept - end);
        block.add(tail).write_bytes(DEAD, old - tail + WORD);
        let memory = realloc(hook.below.ctx, block.sub(BEFORE).cast(), bytes).cast::<u8>();
        if memory.is_null() {
            // The block is the caller's still, as it was.
            block.sub(BEFORE).cast::<[u8; BEFORE]>().write(word);
            put_back(block);
            block.add(tail).copy_from_nonoverlapping(beyond.as_ptr(), old - tail);
            block.add(old).write_bytes(GUARD, WORD);
            return null_mut();
        }
        put_back(memory.add(BEFORE));
        hook.lay_out(memory, size, size - kept)
    }
}

unsafe extern "C" fn debug_free(context: *mut c_void, block: *mut c_void) {
    // SAFETY: called as the table's own function.
    unsafe {
        let hook = Hook::of(context);
        hook.hold_to_attached("_PyMem_DebugFree");
        if block.is_null() {
            return;
        }
        let block = block.cast::<u8>();
        let size = hook.hold_to_whole("_PyMem_DebugRawFree", block);
        let memory = block.sub(BEFORE);
        memory.write_bytes(DEAD, size + AROUND);
        if let Some(free) = hook.below.free {
            free(hook.below.ctx, memory.cast());
        }
    }
}

/// Whether a table is a hook.
fn is_hook(table: &PyMemAllocatorEx) -> bool {
    table.malloc.is_some_and(|malloc| std::ptr::fn_addr_eq(malloc, debug_malloc as unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void))
}

/// The table under a hook; none where it is not one.
fn below(table: &PyMemAllocatorEx) -> Option<PyMemAllocatorEx> {
    // SAFETY: the context of a hook.
    is_hook(table).then(|| unsafe { Hook::of(table.ctx) }.below)
}

/// Has each domain's blocks guarded from now on; does nothing for a domain whose are. Blocks that are out must not come back through it.
#[capi]
pub fn PyMem_SetupDebugHooks() {
    for (domain, letter) in [(Domain::Raw, b'r'), (Domain::Mem, b'm'), (Domain::Object, b'o')] {
        let below = memory::table(domain);
        if is_hook(&below) {
            continue;
        }
        let hook = Box::leak(Box::new(Hook { letter, below }));
        let table = PyMemAllocatorEx {
            ctx: std::ptr::from_mut(hook).cast(),
            malloc: Some(debug_malloc),
            calloc: Some(debug_calloc),
            realloc: Some(debug_realloc),
            free: Some(debug_free),
        };
        memory::set_table(domain, table);
    }
}

/// Takes the hooks out again: what was made through them must not come back.
pub fn take_away() {
    for domain in [Domain::Raw, Domain::Mem, Domain::Object] {
        while let Some(table) = below(&memory::table(domain)) {
            memory::set_table(domain, table);
        }
    }
}

/// What stands below the three domains, as `PYTHONMALLOC` names it; NULL where a host has put something else there.
#[capi(private)]
pub fn _PyMem_GetCurrentAllocatorName() -> *const std::ffi::c_char {
    let tables = [Domain::Raw, Domain::Mem, Domain::Object].map(memory::table);
    let under = tables.each_ref().map(below);
    let name: Option<&CStr> = match under {
        [None, None, None] => memory::name(&tables).map(|name| if name == memory::Named::Own { c"mimalloc" } else { c"malloc" }),
        [Some(raw), Some(mem), Some(object)] => {
            memory::name(&[raw, mem, object]).map(|name| if name == memory::Named::Own { c"mimalloc_debug" } else { c"malloc_debug" })
        }
        _ => None,
    };
    name.map_or(std::ptr::null(), CStr::as_ptr)
}
