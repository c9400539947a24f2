//! The strings that exist once: the empty one and those of one Latin-1 character. Static, immortal, shared by all interpreters.

use crate::layout::*;
use crate::object::Owned;
use std::cell::Cell;
use std::ffi::c_char;
use std::mem::MaybeUninit;

const STATE: u32 = str_state::INTERNED_IMMORTAL_STATIC | 1 << str_state::KIND_SHIFT | str_state::COMPACT | str_state::STATICALLY_ALLOCATED;

/// A string of one character from 128 to 255.
#[repr(C)]
struct Latin1 {
    head: PyCompactUnicodeObject,
    text: [u8; 2],
}
// SAFETY: its hash is written once, at start-up; the rest never.
unsafe impl Sync for Latin1 {}

static EMPTY: StaticStr<1> = StaticStr::new([0], true);
static ASCII: [StaticStr<2>; 128] = ascii_table();
static LATIN1: [Latin1; 128] = latin1_table();
/// The UTF-8 of the characters from 128 to 255, each with a NUL.
static LATIN1_UTF8: [[u8; 3]; 128] = {
    let mut table = [[0; 3]; 128];
    let mut i = 0;
    while i < 128 {
        let c = i as u8 + 128;
        table[i] = [0xC0 | c >> 6, 0x80 | c & 0x3F, 0];
        i += 1;
    }
    table
};

const fn ascii_table() -> [StaticStr<2>; 128] {
    let mut table = [const { MaybeUninit::uninit() }; 128];
    let mut i = 0;
    while i < 128 {
        table[i] = MaybeUninit::new(StaticStr::new([i as u8, 0], true));
        i += 1;
    }
    // SAFETY: every element is written.
    unsafe { std::mem::transmute(table) }
}

const fn latin1_table() -> [Latin1; 128] {
    let mut table = [const { MaybeUninit::uninit() }; 128];
    let mut i = 0;
    while i < 128 {
        let utf8 = (&raw const LATIN1_UTF8).cast::<c_char>();
        table[i] = MaybeUninit::new(Latin1 {
            head: PyCompactUnicodeObject {
                _base: PyASCIIObject {
                    ob_base: PyObject::immortal((&raw const super::PyUnicode_Type).cast_mut()),
                    length: Cell::new(1),
                    hash: Cell::new(-1),
                    state: Cell::new(STATE),
                },
                utf8_length: Cell::new(2),
                // SAFETY: the table has a row for every character.
                utf8: Cell::new(unsafe { utf8.add(3 * i) }.cast_mut()),
            },
            text: [i as u8 + 128, 0],
        });
        i += 1;
    }
    // SAFETY: every element is written.
    unsafe { std::mem::transmute(table) }
}

/// `''`.
#[inline(always)]
pub fn empty() -> Owned<PyUnicodeObject> {
    // SAFETY: immortal: a count of it is anybody's.
    unsafe { Owned::from_nonnull((&raw const EMPTY).cast_mut().cast()) }
}

/// The string of one Latin-1 character.
#[inline(always)]
pub fn latin1(c: u8) -> Owned<PyUnicodeObject> {
    // SAFETY: immortal: a count of it is anybody's; both tables have 128 rows.
    unsafe { Owned::from_nonnull(pointer(c)) }
}

/// The string of one ASCII character.
///
/// # Safety
/// `c` is below 128.
#[inline(always)]
pub unsafe fn ascii(c: u8) -> Owned<PyUnicodeObject> {
    // SAFETY: the caller's word; immortal: a count of it is anybody's.
    unsafe { Owned::from_nonnull((&raw const ASCII).cast::<StaticStr<2>>().add(c as usize).cast_mut().cast()) }
}

#[inline(always)]
fn pointer(c: u8) -> *mut PyUnicodeObject {
    if c < 128 { (&raw const ASCII[c as usize]).cast_mut().cast() } else { (&raw const LATIN1[c as usize - 128]).cast_mut().cast() }
}

/// All of them, for start-up.
pub fn all() -> impl Iterator<Item = &'static PyUnicodeObject> {
    // SAFETY: static strings; the state says which of the forms each has.
    let characters = (0..=255).map(|c| unsafe { &*pointer(c) });
    std::iter::once(&*EMPTY).chain(characters)
}
