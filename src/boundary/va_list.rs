//! C's `va_list`, read from Rust.
//!
//! The layout is the one that each processor's ABI fixes, so reading it is what a C compiler's `va_arg` does, without a call.
//! This is the one file of the library, beside the thread-local word, that knows the processor.
//!
//! Both ABIs hand a `va_list` parameter over as a pointer to the struct, which is why exports take `*mut VaList`. A copy of the
//! struct is what C's `va_copy` makes: [`VaList::copy`] leaves the caller's where it is.

use std::ffi::c_void;

/// The arguments of a variadic call that are still to come.
#[cfg(target_arch = "x86_64")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct VaList {
    /// Bytes of `reg_save_area` that integers have used: 48 when all six registers are spent.
    gp_offset: u32,
    /// The same for doubles: 176 when all eight registers are spent.
    fp_offset: u32,
    overflow_arg_area: *mut u64,
    reg_save_area: *mut u8,
}

#[cfg(target_arch = "x86_64")]
impl VaList {
    #[inline(always)]
    unsafe fn overflow<T: Copy>(&mut self) -> T {
        let at = self.overflow_arg_area;
        // SAFETY: arguments on the stack take a word each.
        unsafe {
            self.overflow_arg_area = at.add(1);
            at.cast::<T>().read()
        }
    }
    #[inline(always)]
    unsafe fn word<T: Copy>(&mut self) -> T {
        if self.gp_offset < 48 {
            // SAFETY: within the saved integer registers.
            let value = unsafe { self.reg_save_area.add(self.gp_offset as usize).cast::<T>().read() };
            self.gp_offset += 8;
            return value;
        }
        // SAFETY: the caller's word that there is one more.
        unsafe { self.overflow() }
    }
    #[inline(always)]
    unsafe fn double(&mut self) -> f64 {
        if self.fp_offset < 176 {
            // SAFETY: within the saved vector registers, 16 bytes each.
            let value = unsafe { self.reg_save_area.add(self.fp_offset as usize).cast::<f64>().read() };
            self.fp_offset += 16;
            return value;
        }
        // SAFETY: the caller's word that there is one more.
        unsafe { self.overflow() }
    }
}

/// The arguments of a variadic call that are still to come.
#[cfg(target_arch = "aarch64")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct VaList {
    stack: *mut u64,
    gr_top: *mut u8,
    vr_top: *mut u8,
    /// Negative while registers are left, counted up to zero.
    gr_offs: i32,
    vr_offs: i32,
}

#[cfg(target_arch = "aarch64")]
impl VaList {
    #[inline(always)]
    unsafe fn overflow<T: Copy>(&mut self) -> T {
        let at = self.stack;
        // SAFETY: arguments on the stack take a word each.
        unsafe {
            self.stack = at.add(1);
            at.cast::<T>().read()
        }
    }
    #[inline(always)]
    unsafe fn word<T: Copy>(&mut self) -> T {
        let offset = self.gr_offs;
        if offset < 0 {
            self.gr_offs = offset + 8;
            // SAFETY: within the saved integer registers.
            return unsafe { self.gr_top.offset(offset as isize).cast::<T>().read() };
        }
        // SAFETY: the caller's word that there is one more.
        unsafe { self.overflow() }
    }
    #[inline(always)]
    unsafe fn double(&mut self) -> f64 {
        let offset = self.vr_offs;
        if offset < 0 {
            self.vr_offs = offset + 16;
            // SAFETY: within the saved vector registers, 16 bytes each.
            return unsafe { self.vr_top.offset(offset as isize).cast::<f64>().read() };
        }
        // SAFETY: the caller's word that there is one more.
        unsafe { self.overflow() }
    }
}

impl VaList {
    /// A list without arguments: nothing may be read from it.
    pub const EMPTY: VaList = {
        // SAFETY: numbers and pointers, which zeros are.
        unsafe { std::mem::zeroed() }
    };

    /// The list at a parameter of C's type `va_list`, copied: the caller's is not advanced.
    ///
    /// # Safety
    /// `list` is a `va_list` that C has started and not ended.
    #[inline(always)]
    pub unsafe fn copy(list: *mut VaList) -> VaList {
        // SAFETY: the caller's word.
        unsafe { *list }
    }

    /// The next argument.
    ///
    /// # Safety
    /// The call has one more argument, and C's promotions have made it a `T`.
    #[inline(always)]
    pub unsafe fn arg<T: VaArg>(&mut self) -> T {
        // SAFETY: the caller's word.
        unsafe { T::read(self) }
    }
}

/// Types that C's promotions leave as they are: what can come out of a `va_list`.
pub trait VaArg: Copy {
    /// # Safety
    /// As for [`VaList::arg`].
    unsafe fn read(list: &mut VaList) -> Self;
}
macro_rules! words {
    ($([$($generic:tt)*] $ty:ty),*) => { $(
        impl<$($generic)*> VaArg for $ty {
            #[inline(always)]
            unsafe fn read(list: &mut VaList) -> Self {
                // SAFETY: the caller's word.
                unsafe { list.word() }
            }
        }
    )* };
}
words! {
    [] i32, [] u32, [] i64, [] u64, [] isize, [] usize, [T] *mut T, [T] *const T,
    [A, R] Option<unsafe extern "C" fn(A) -> R>, [A, B, R] Option<unsafe extern "C" fn(A, B) -> R>
}
impl VaArg for f64 {
    #[inline(always)]
    unsafe fn read(list: &mut VaList) -> Self {
        // SAFETY: the caller's word.
        unsafe { list.double() }
    }
}

const _: () = assert!(size_of::<VaList>() == if cfg!(target_arch = "x86_64") { 24 } else { 32 });
const _: () = assert!(size_of::<*mut c_void>() == 8);
