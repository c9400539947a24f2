//! Memory of Rust's own values: the global allocator, and what becomes of a request that cannot be met.
//!
//! Rust ends the process where a `Vec` or a `Box` gets no memory. Two things keep that from happening. What grows with a
//! caller's input is a [`Buf`](super::buf::Buf), or asks with `try_reserve`: no memory there unwinds to the boundary as
//! [`OutOfMemory`], which raises `MemoryError`. What is small (a message, a list of names, a table's row) comes from a
//! reserve inside of the library where the system has nothing left, so that it succeeds and the next object raises.
//!
//! Invariant: no request that may end the process is larger than [`LARGEST`].

use std::alloc::{GlobalAlloc, Layout, System};
use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// The largest block that the reserve gives.
pub const LARGEST: usize = 64 << 10;
/// What the system aligns every block to, so that one is given back by whatever layout.
const SPARE_ALIGN: usize = 16;
const UNIT: usize = 64;
const UNITS: usize = (1 << 20) / UNIT;

/// Blocks of units, found by first fit. Its pages are touched only when the system has refused memory.
#[repr(align(64))]
struct Reserve {
    memory: UnsafeCell<[u8; UNITS * UNIT]>,
    /// A bit for each unit: set while it is in use.
    used: UnsafeCell<[u64; UNITS / 64]>,
    /// A spin lock: one that waits would ask for memory itself.
    locked: AtomicBool,
}
// SAFETY: `used` is touched under the lock, `memory` by the owners of the blocks.
unsafe impl Sync for Reserve {}

static RESERVE: Reserve =
    Reserve { memory: UnsafeCell::new([0; UNITS * UNIT]), used: UnsafeCell::new([0; UNITS / 64]), locked: AtomicBool::new(false) };

impl Reserve {
    fn start(&self) -> *mut u8 {
        self.memory.get().cast()
    }
    #[inline(always)]
    fn holds(&self, block: *mut u8) -> bool {
        (block as usize).wrapping_sub(self.start() as usize) < UNITS * UNIT
    }
    fn with<R>(&self, work: impl FnOnce(&mut [u64; UNITS / 64]) -> R) -> R {
        while self.locked.compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed).is_err() {
            std::thread::yield_now();
        }
        // SAFETY: the lock is ours.
        let result = work(unsafe { &mut *self.used.get() });
        self.locked.store(false, Ordering::Release);
        result
    }
    #[cold]
    fn take(&self, layout: Layout) -> *mut u8 {
        let spare = SPARE.take();
        if spare.size >= layout.size() && layout.align() <= SPARE_ALIGN {
            return spare.block as *mut u8;
        }
        SPARE.set(spare);
        if layout.size() > LARGEST || layout.align() > UNIT {
            return std::ptr::null_mut();
        }
        let wanted = layout.size().div_ceil(UNIT);
        self.with(|used| {
            let mut run = 0;
            for unit in 0..UNITS {
                run = if used[unit / 64] >> (unit % 64) & 1 == 0 { run + 1 } else { 0 };
                if run == wanted {
                    let first = unit + 1 - wanted;
                    (first..=unit).for_each(|u| used[u / 64] |= 1 << (u % 64));
                    // SAFETY: a unit of the memory.
                    return unsafe { self.start().add(first * UNIT) };
                }
            }
            std::ptr::null_mut()
        })
    }
    #[cold]
    fn give_back(&self, block: *mut u8, layout: Layout) {
        let first = (block as usize - self.start() as usize) / UNIT;
        self.with(|used| (first..first + layout.size().div_ceil(UNIT)).for_each(|u| used[u / 64] &= !(1 << (u % 64))));
    }
    /// The block's new place after the system had none for it, or it lay here.
    #[cold]
    unsafe fn moved(&self, block: *mut u8, old: Layout, size: usize) -> *mut u8 {
        // SAFETY: the size is one that the caller may ask for; both blocks hold the smaller of the sizes; the old one is dead after.
        unsafe {
            let new = HEAP.alloc(Layout::from_size_align_unchecked(size, old.align()));
            if !new.is_null() {
                new.copy_from_nonoverlapping(block, old.size().min(size));
                HEAP.dealloc(block, old);
            }
            new
        }
    }
}

/// The system's allocator with the reserve behind it.
struct Heap;
#[global_allocator]
static HEAP: Heap = Heap;

// SAFETY: the system's allocator is one; blocks of the reserve are told by their addresses and given back to it.
unsafe impl GlobalAlloc for Heap {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's word.
        let block = unsafe { System.alloc(layout) };
        if block.is_null() { RESERVE.take(layout) } else { block }
    }
    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's word.
        let mut block = unsafe { System.alloc_zeroed(layout) };
        if block.is_null() {
            block = RESERVE.take(layout);
            if !block.is_null() {
                // SAFETY: a fresh block of that size.
                unsafe { block.write_bytes(0, layout.size()) };
            }
        }
        block
    }
    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if RESERVE.holds(block) {
            return RESERVE.give_back(block, layout);
        }
        // SAFETY: a block of the system's.
        unsafe { System.dealloc(block, layout) };
    }
    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !RESERVE.holds(block) {
            // SAFETY: a block of the system's.
            let new = unsafe { System.realloc(block, layout, size) };
            if !new.is_null() || size > LARGEST {
                return new;
            }
        }
        // SAFETY: the caller's word.
        unsafe { RESERVE.moved(block, layout, size) }
    }
}

/// A block of the system's that waits for a request which cannot be met otherwise.
#[derive(Clone, Copy, Default)]
struct Spare {
    block: usize,
    size: usize,
}
thread_local! {
    static SPARE: Cell<Spare> = const { Cell::new(Spare { block: 0, size: 0 }) };
}

/// Runs `work`, foreign code that ends the process where it gets no memory and asks once for at most `size` bytes: a block of that
/// size stands ready. `None` where there is none. `work` calls nothing of ours that asks for as much.
pub fn with_spare<R>(size: usize, work: impl FnOnce() -> R) -> Option<R> {
    if size == 0 {
        return Some(work());
    }
    let layout = Layout::from_size_align(size, SPARE_ALIGN).ok()?;
    // SAFETY: the size is not zero.
    let block = unsafe { System.alloc(layout) };
    if block.is_null() {
        return None;
    }
    /// Gives the block back that nobody took.
    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            let spare = SPARE.take();
            if let Ok(layout) = Layout::from_size_align(spare.size, SPARE_ALIGN)
                && spare.block != 0
            {
                // SAFETY: the block that was set aside; whoever takes it takes it out.
                unsafe { System.dealloc(spare.block as *mut u8, layout) };
            }
        }
    }
    SPARE.set(Spare { block: block as usize, size });
    let _guard = Guard;
    Some(work())
}

/// What unwinds to the boundary when there is no memory.
pub struct OutOfMemory;

/// There is no memory for something that grows with the input: the entry raises `MemoryError`.
#[cold]
#[inline(never)]
pub fn out_of_memory() -> ! {
    // Says nothing on stderr, as a panic would.
    std::panic::resume_unwind(Box::new(OutOfMemory))
}

/// Whether a panic says that there was no memory: ours, or that of the crate that works on large ints.
pub fn is_out_of_memory(panic: &(dyn Any + Send)) -> bool {
    panic.is::<OutOfMemory>() || matches!(panic.downcast_ref::<&str>(), Some(&("out of memory" | "try to allocate too much memory")))
}

static ONCE: Once = Once::new();

/// Takes back what silences panics: the library goes.
pub fn unload() {
    if ONCE.is_completed() {
        drop(std::panic::take_hook());
    }
}

/// Silences panics that become `MemoryError`, once a process.
pub fn start() {
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !is_out_of_memory(info.payload()) {
                usual(info);
            }
        }));
    });
}
