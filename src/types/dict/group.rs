//! Sixteen control bytes looked at together.
//!
//! A control byte says what stands in a slot of a hash table: seven bits of the hash of a living entry, or one of the two marks below, which have the top bit set.
//! Matching yields a bit mask, bit `n` for byte `n`.

/// No entry was ever here (since the table was built): a search may stop.
pub const EMPTY: u8 = 0x80;
/// An entry was here: a search goes on.
pub const DELETED: u8 = 0xFE;
/// How many control bytes a group has.
pub const WIDTH: usize = 16;

/// The seven bits of a hash that a control byte keeps. They come from all of its bits, as the low ones choose the group.
#[inline(always)]
pub fn tag(hash: isize) -> u8 {
    ((hash as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57) as u8
}

/// Whether a control byte is a mark, that is whether its slot is free for a new entry.
#[inline(always)]
pub fn is_vacant(control: u8) -> bool {
    control >= EMPTY
}

#[cfg(target_arch = "x86_64")]
mod simd {
    use core::arch::x86_64::*;

    /// A group in a register.
    #[derive(Clone, Copy)]
    pub struct Group(__m128i);

    impl Group {
        /// # Safety
        /// Sixteen bytes at `at` are readable.
        #[inline(always)]
        pub unsafe fn load(at: *const u8) -> Self {
            // SAFETY: the caller vouches for the bytes; the load asks for no alignment.
            Group(unsafe { _mm_loadu_si128(at.cast()) })
        }
        /// Which bytes equal `byte`.
        #[inline(always)]
        pub fn matches(self, byte: u8) -> u32 {
            // SAFETY: SSE2 is part of x86-64.
            unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(self.0, _mm_set1_epi8(byte as i8))) as u32 }
        }
        /// Which bytes are a mark, that is free for a new entry.
        #[inline(always)]
        pub fn vacant(self) -> u32 {
            // SAFETY: SSE2 is part of x86-64.
            unsafe { _mm_movemask_epi8(self.0) as u32 }
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod simd {
    /// A group as an array; compilers turn the loops below into vector code where there is any.
    #[derive(Clone, Copy)]
    pub struct Group([u8; 16]);

    impl Group {
        /// # Safety
        /// Sixteen bytes at `at` are readable.
        #[inline(always)]
        pub unsafe fn load(at: *const u8) -> Self {
            // SAFETY: the caller vouches for the bytes; bytes need no alignment.
            Group(unsafe { at.cast::<[u8; 16]>().read() })
        }
        /// Which bytes equal `byte`.
        #[inline(always)]
        pub fn matches(self, byte: u8) -> u32 {
            self.0.iter().enumerate().fold(0, |mask, (n, &b)| mask | u32::from(b == byte) << n)
        }
        /// Which bytes are a mark, that is free for a new entry.
        #[inline(always)]
        pub fn vacant(self) -> u32 {
            self.0.iter().enumerate().fold(0, |mask, (n, &b)| mask | u32::from(b >> 7) << n)
        }
    }
}

pub use simd::Group;

/// Which of sixty-four control bytes equal `byte`, bit `n` for byte `n`: four groups without a branch between them.
///
/// # Safety
/// Sixty-four bytes at `at` are readable.
#[inline(always)]
pub unsafe fn matches_wide(at: *const u8, byte: u8) -> u64 {
    // SAFETY: the caller vouches for the bytes.
    let quarter = |n: usize| u64::from(unsafe { Group::load(at.add(n * WIDTH)) }.matches(byte)) << (n * WIDTH);
    quarter(0) | quarter(1) | quarter(2) | quarter(3)
}
