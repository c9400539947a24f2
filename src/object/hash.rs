//! SipHash-1-3, the hash of str, bytes and memoryview, and how its key follows from PYTHONHASHSEED.
//!
//! Invariant: the secret is chosen once a process, before the first hash, and never changes: static strings keep theirs.

use exuvia_macros::{capi, layout};
use std::ffi::{c_char, c_int, c_void};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

/// The secret as C sees it: its first two words are the key.
#[capi]
pub static _Py_HashSecret: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];
static CHOSEN: Once = Once::new();

/// Chooses the secret: from a seed, or at random. Only the first call of a process counts.
pub fn start(seed: Option<u32>) {
    CHOSEN.call_once(|| {
        let secret = seed.map_or_else(random_secret, secret_of_seed);
        for (word, bytes) in _Py_HashSecret.iter().zip(secret.as_chunks::<8>().0) {
            word.store(u64::from_ne_bytes(*bytes), Ordering::Relaxed);
        }
    });
}

fn random_secret() -> [u8; SECRET_SIZE] {
    let mut secret = [0; SECRET_SIZE];
    // SAFETY: the buffer is as long as said. Requests this small are served whole once the kernel has entropy.
    unsafe { libc::getrandom(secret.as_mut_ptr().cast(), SECRET_SIZE, 0) };
    secret
}

/// The process's key.
#[inline(always)]
pub fn key() -> Key {
    Key { k0: _Py_HashSecret[0].load(Ordering::Relaxed), k1: _Py_HashSecret[1].load(Ordering::Relaxed) }
}

/// The hash of a bytes-like object's content.
#[inline]
pub fn of_bytes(bytes: &[u8]) -> isize {
    hash_bytes(key(), bytes)
}

/// The two halves of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub k0: u64,
    pub k1: u64,
}

/// The size of the process's hash secret, of which the first sixteen bytes are the key.
pub const SECRET_SIZE: usize = 24;

/// The secret that a PYTHONHASHSEED other than "random" gives: zeros for 0, else the bytes of a linear congruential generator.
pub fn secret_of_seed(seed: u32) -> [u8; SECRET_SIZE] {
    let mut secret = [0; SECRET_SIZE];
    if seed != 0 {
        let mut x = seed;
        for byte in &mut secret {
            x = x.wrapping_mul(214013).wrapping_add(2531011);
            *byte = (x >> 16) as u8;
        }
    }
    secret
}

#[inline(always)]
fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[2] = v[2].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[1]);
    v[0] = v[0].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].rotate_left(32);
}

/// SipHash with one round a block and three at the end.
#[inline]
pub fn siphash13(key: Key, bytes: &[u8]) -> u64 {
    let mut v = [key.k0 ^ 0x736f_6d65_7073_6575, key.k1 ^ 0x646f_7261_6e64_6f6d, key.k0 ^ 0x6c79_6765_6e65_7261, key.k1 ^ 0x7465_6462_7974_6573];
    let (blocks, rest) = bytes.as_chunks::<8>();
    for block in blocks {
        let m = u64::from_le_bytes(*block);
        v[3] ^= m;
        round(&mut v);
        v[0] ^= m;
    }
    let mut last = (bytes.len() as u64) << 56;
    for (i, &b) in rest.iter().enumerate() {
        last |= (b as u64) << (8 * i);
    }
    v[3] ^= last;
    round(&mut v);
    v[0] ^= last;
    v[2] ^= 0xff;
    round(&mut v);
    round(&mut v);
    round(&mut v);
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

/// The Python hash of bytes: 0 for none, never -1.
#[inline]
pub fn hash_bytes(key: Key, bytes: &[u8]) -> isize {
    if bytes.is_empty() {
        return 0;
    }
    match siphash13(key, bytes) as isize {
        -1 => -2,
        hash => hash,
    }
}

/// What `PyHash_GetFuncDef` describes.
#[layout]
pub struct PyHash_FuncDef {
    pub hash: Option<unsafe extern "C" fn(*const c_void, isize) -> isize>,
    pub name: *const c_char,
    pub hash_bits: c_int,
    pub seed_bits: c_int,
}
// SAFETY: never written.
unsafe impl Sync for PyHash_FuncDef {}

unsafe extern "C" fn hash_memory(memory: *const c_void, len: isize) -> isize {
    Py_HashBuffer(memory, len)
}
static FUNCTION: PyHash_FuncDef = PyHash_FuncDef { hash: Some(hash_memory), name: c"siphash13".as_ptr(), hash_bits: 64, seed_bits: 128 };

/// The hash function of str and bytes: name, bits and pointer, static.
#[capi]
pub fn PyHash_GetFuncDef() -> *mut PyHash_FuncDef {
    (&raw const FUNCTION).cast_mut()
}

/// The hash that `bytes` of this content has; never -1.
#[capi]
pub fn Py_HashBuffer(memory: *const c_void, len: isize) -> isize {
    if len <= 0 || memory.is_null() {
        return 0;
    }
    // SAFETY: C's word: `len` bytes.
    of_bytes(unsafe { std::slice::from_raw_parts(memory.cast(), len as usize) })
}

/// The hash of an address: its low bits, which alignment leaves empty, are moved to the top.
#[inline]
pub fn hash_pointer(pointer: *const c_void) -> isize {
    match (pointer as usize).rotate_right(4) as isize {
        -1 => -2,
        h => h,
    }
}

/// The hash of an address; never -1.
#[capi]
pub fn Py_HashPointer(pointer: *const c_void) -> isize {
    hash_pointer(pointer)
}

/// The hash of an object that is equal to itself only: of its address.
#[capi]
pub fn PyObject_GenericHash(object: *mut crate::layout::PyObject) -> isize {
    hash_pointer(object.cast())
}
