//! The pages under the allocator: the first ones that it gets, and what becomes of all when a host unloads the library.
//!
//! mimalloc asks the system for huge pages. That is well for a program that grows, but the first touch of one clears two megabytes, which takes
//! longer than all else that a start does. So the segments that a process or a thread is likely to begin with lie in a region of this
//! file, each with its first part in small pages.
//!
//! Types and what hangs under them live as long as the process, so their memory is in the allocator still when `dlclose` takes the library
//! out. It goes then, to the last page. When the process ends it stays: who is finished after this library may have an object in hand.

use libmimalloc_sys as mi;
use std::ffi::{CStr, c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering};

/// mimalloc's segment, to which its memory is aligned.
const SEGMENT: usize = 32 << 20;
/// As many begin in small pages.
const SEGMENTS: usize = 4;
/// So much of each: a huge page.
const SMALL: usize = 2 << 20;

/// Where the region begins; 0 while there is none.
static REGION: AtomicUsize = AtomicUsize::new(0);

/// Gives mimalloc the region, once. Where the system has no room for it, mimalloc sees for itself.
pub fn start() {
    if REGION.load(Ordering::Relaxed) != 0 {
        return;
    }
    const SIZE: usize = SEGMENTS * SEGMENT;
    let (protection, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE);
    // SAFETY: memory of nobody else; what is before and behind the aligned part goes back.
    unsafe {
        let room = libc::mmap(null_mut(), SIZE + SEGMENT, protection, kind, -1, 0);
        if room == libc::MAP_FAILED {
            return;
        }
        let before = (room as usize).wrapping_neg() % SEGMENT;
        let region = room.byte_add(before);
        if before > 0 {
            libc::munmap(room, before);
        }
        libc::munmap(region.byte_add(SIZE), SEGMENT - before);
        libc::madvise(region, SIZE, libc::MADV_NOHUGEPAGE);
        for segment in 0..SEGMENTS {
            libc::madvise(region.byte_add(segment * SEGMENT + SMALL), SEGMENT - SMALL, libc::MADV_HUGEPAGE);
        }
        if mi_manage_os_memory(region, SIZE, true, false, true, -1) {
            REGION.store(region as usize, Ordering::Relaxed);
        } else {
            libc::munmap(region, SIZE);
        }
    }
}

/// mimalloc's option of that number: at the end it gives all memory back, in use or not. From 2 up it does not see to its end by itself.
const DESTROY_ON_EXIT: mi::mi_option_t = 22;

/// Called when the library has been loaded.
#[used]
#[unsafe(link_section = ".init_array")]
static LOADED: extern "C" fn() = {
    extern "C" fn loaded() {
        // SAFETY: sets a number.
        unsafe { mi::mi_option_set(DESTROY_ON_EXIT, 2) };
    }
    loaded
};

/// Called when the library goes, or the process ends.
#[used]
#[unsafe(link_section = ".fini_array")]
static GOING: extern "C" fn() = {
    extern "C" fn going() {
        let unloaded = is_being_unloaded();
        // SAFETY: called once, at the end; where the library goes, no code of it runs after this.
        unsafe {
            if unloaded {
                super::fork::drop_guarded();
                super::parking::unload();
                super::config::paths::unload();
                super::heap::unload();
                crate::types::unicode::intern::unload();
            }
            mi::mi_option_set(DESTROY_ON_EXIT, c_int::from(unloaded).into());
            mi_process_done();
            let region = REGION.load(Ordering::Relaxed);
            if unloaded && region != 0 {
                libc::munmap(region as *mut c_void, SEGMENTS * SEGMENT);
            }
        }
    }
    going
};

unsafe extern "C" {
    /// Start, size; whether it is committed, of huge pages, zero; the node, -1 for any.
    fn mi_manage_os_memory(start: *mut c_void, size: usize, committed: bool, large: bool, zero: bool, node: c_int) -> bool;
    fn mi_process_done();
    fn _Unwind_Backtrace(look: unsafe extern "C" fn(*mut c_void, *mut c_void) -> c_int, argument: *mut c_void) -> c_int;
    fn _Unwind_GetIP(frame: *mut c_void) -> usize;
}

/// Whether `dlclose` is among the callers: nothing else tells unloading from the end of the process.
fn is_being_unloaded() -> bool {
    unsafe extern "C" fn look(frame: *mut c_void, found: *mut c_void) -> c_int {
        const ON: c_int = 0;
        let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
        // SAFETY: called with a frame, and the answer's place; the address is within the call, not after it.
        unsafe {
            let at = _Unwind_GetIP(frame).wrapping_sub(1);
            if libc::dladdr(at as *const c_void, info.as_mut_ptr()) != 0 {
                let name = info.assume_init().dli_sname;
                *found.cast::<bool>() |= !name.is_null() && CStr::from_ptr(name) == c"dlclose";
            }
        }
        ON
    }
    let mut found = false;
    // SAFETY: looks at the frames of this thread.
    unsafe { _Unwind_Backtrace(look, (&raw mut found).cast()) };
    found
}
