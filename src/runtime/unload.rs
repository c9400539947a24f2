//! What is given back when a host unloads the library.
//!
//! Types and what hangs under them live as long as the process, so their memory is in the allocator still when `dlclose` takes the library
//! out. It goes then, to the last page. When the process ends it stays: who is finished after this library may have an object in hand.

use libmimalloc_sys as mi;
use std::ffi::{CStr, c_int, c_void};
use std::mem::MaybeUninit;

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
        }
    }
    going
};

unsafe extern "C" {
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
