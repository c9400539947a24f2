//! Text without an object around it: borrowed code points in their PEP 393 width, and a buffer that widens as it grows.
//!
//! A [`Chars`] is canonical: the width is the smallest that holds every code point. A [`TextBuf`] keeps that true by widening only
//! when a code point asks for it.

use crate::runtime::buf::Buf;

/// A code unit of a PEP 393 buffer: each is one code point.
pub trait Unit: Copy + Eq + Ord + Into<u32> + 'static {
    /// The greatest code point that the unit can hold.
    const MAX: u32;
    /// The unit of a code point that fits.
    fn of(c: u32) -> Self;
    /// The units as `Chars`.
    fn chars(units: &[Self]) -> Chars<'_>;
}

impl Unit for u8 {
    const MAX: u32 = 0xFF;
    #[inline]
    fn of(c: u32) -> u8 {
        c as u8
    }
    #[inline]
    fn chars(units: &[u8]) -> Chars<'_> {
        Chars::One(units)
    }
}
impl Unit for u16 {
    const MAX: u32 = 0xFFFF;
    #[inline]
    fn of(c: u32) -> u16 {
        c as u16
    }
    #[inline]
    fn chars(units: &[u16]) -> Chars<'_> {
        Chars::Two(units)
    }
}
impl Unit for u32 {
    const MAX: u32 = 0x10FFFF;
    #[inline]
    fn of(c: u32) -> u32 {
        c
    }
    #[inline]
    fn chars(units: &[u32]) -> Chars<'_> {
        Chars::Four(units)
    }
}

/// Borrowed code points, in units of 1, 2 or 4 bytes.
#[derive(Clone, Copy, Debug)]
pub enum Chars<'a> {
    One(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

/// Runs an expression with the units of a `Chars` bound as a slice, compiled once a width.
#[macro_export]
#[doc(hidden)]
macro_rules! with_units {
    ($chars:expr, |$units:ident| $body:expr) => {
        match $chars {
            $crate::types::unicode::chars::Chars::One($units) => $body,
            $crate::types::unicode::chars::Chars::Two($units) => $body,
            $crate::types::unicode::chars::Chars::Four($units) => $body,
        }
    };
}
pub use crate::with_units;

impl<'a> Chars<'a> {
    /// How many code points.
    #[inline]
    pub fn len(self) -> usize {
        with_units!(self, |s| s.len())
    }
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// Bytes per code point: 1, 2 or 4.
    #[inline]
    pub fn kind(self) -> usize {
        match self {
            Chars::One(_) => 1,
            Chars::Two(_) => 2,
            Chars::Four(_) => 4,
        }
    }
    /// The code point at `at`, if there is one.
    #[inline]
    pub fn get(self, at: usize) -> Option<u32> {
        with_units!(self, |s| s.get(at).map(|&c| c.into()))
    }
    /// The code point at `at`, which the caller knows to exist (0 if it does not).
    #[inline]
    pub fn at(self, at: usize) -> u32 {
        self.get(at).unwrap_or(0)
    }
    /// The code points from `start` to before `end`, both cut to what is there.
    #[inline]
    pub fn slice(self, start: usize, end: usize) -> Chars<'a> {
        let end = end.min(self.len());
        let start = start.min(end);
        match self {
            Chars::One(s) => Chars::One(&s[start..end]),
            Chars::Two(s) => Chars::Two(&s[start..end]),
            Chars::Four(s) => Chars::Four(&s[start..end]),
        }
    }
    /// The code points in turn.
    #[inline]
    pub fn iter(self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + use<'a> {
        (0..self.len()).map(move |i| self.at(i))
    }
    /// The buffer's bytes in memory order, as hashing sees them.
    pub fn as_bytes(self) -> &'a [u8] {
        match self {
            Chars::One(s) => s,
            // SAFETY: integers are plain bytes, and the slice covers exactly theirs.
            Chars::Two(s) => unsafe { std::slice::from_raw_parts(s.as_ptr().cast(), s.len() * 2) },
            // SAFETY: as above.
            Chars::Four(s) => unsafe { std::slice::from_raw_parts(s.as_ptr().cast(), s.len() * 4) },
        }
    }
    /// A bound of the code points, exact to the class: 0x7F, 0xFF, 0xFFFF or 0x10FFFF. It looks at the code points, so a slice of a
    /// canonical buffer finds its own class.
    pub fn max_class(self) -> u32 {
        match self {
            Chars::One(s) => {
                if s.is_ascii() {
                    0x7F
                } else {
                    0xFF
                }
            }
            Chars::Two(s) => class_of(or_all(s)),
            Chars::Four(s) => class_of(max_all(s)),
        }
    }
    /// Whether the two hold the same code points. Slices that are not canonical compare by value as well.
    pub fn equals(self, other: Chars<'_>) -> bool {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => a == b,
            (Chars::Two(a), Chars::Two(b)) => a == b,
            (Chars::Four(a), Chars::Four(b)) => a == b,
            _ => self.len() == other.len() && self.iter().eq(other.iter()),
        }
    }
    /// Compares code point by code point.
    pub fn compare(self, other: Chars<'_>) -> std::cmp::Ordering {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => a.cmp(b),
            (Chars::Two(a), Chars::Two(b)) => a.cmp(b),
            (Chars::Four(a), Chars::Four(b)) => a.cmp(b),
            _ => self.iter().cmp(other.iter()),
        }
    }
    /// Writes the code points into wider or equal units. `out` is as long as `self`.
    #[inline]
    pub fn copy_to<T: Unit>(self, out: &mut [T]) {
        with_units!(self, |s| copy_units(s, out))
    }
}

/// Copies units to units of any width; the code points are known to fit.
#[inline]
pub fn copy_units<A: Unit, B: Unit>(from: &[A], to: &mut [B]) {
    if size_of::<A>() == size_of::<B>() {
        debug_assert!(to.len() >= from.len());
        let n = from.len().min(to.len());
        // SAFETY: both are plain integers of one size, n of them stand on either side, and `to` is borrowed mutably.
        unsafe { copy_bytes(from.as_ptr().cast(), to.as_mut_ptr().cast(), n * size_of::<A>()) }
    } else {
        for (to, &from) in to.iter_mut().zip(from) {
            *to = B::of(from.into());
        }
    }
}

/// Copies bytes. A few are copied here: two words that may overlap cost less than a call.
///
/// # Safety
/// So many bytes can be read and written, and the places do not overlap.
#[inline(always)]
unsafe fn copy_bytes(from: *const u8, to: *mut u8, n: usize) {
    /// # Safety
    /// As above, and `n` is at least `T`'s size and at most twice that.
    #[inline(always)]
    unsafe fn ends<T: Copy>(from: *const u8, to: *mut u8, n: usize) {
        let last = n - size_of::<T>();
        // SAFETY: the caller's word.
        unsafe {
            let (head, tail) = (from.cast::<T>().read_unaligned(), from.add(last).cast::<T>().read_unaligned());
            to.cast::<T>().write_unaligned(head);
            to.add(last).cast::<T>().write_unaligned(tail);
        }
    }
    // SAFETY: the caller's word.
    unsafe {
        match n {
            17.. => std::ptr::copy_nonoverlapping(from, to, n),
            8.. => ends::<u64>(from, to, n),
            4.. => ends::<u32>(from, to, n),
            2.. => ends::<u16>(from, to, n),
            1 => to.write(from.read()),
            0 => {}
        }
    }
}

/// The smallest class bound that holds `c`: 0x7F, 0xFF, 0xFFFF or 0x10FFFF.
#[inline]
pub fn class_of(c: u32) -> u32 {
    match c {
        0..=0x7F => 0x7F,
        0x80..=0xFF => 0xFF,
        0x100..=0xFFFF => 0xFFFF,
        _ => 0x10FFFF,
    }
}

/// All units or-ed: exact to the class for 16-bit units.
pub fn or_all(units: &[u16]) -> u32 {
    units.iter().fold(0, |all, &c| all | c) as u32
}

/// The greatest of the units.
pub fn max_all(units: &[u32]) -> u32 {
    units.iter().fold(0, |all, &c| all.max(c))
}

/// Text under construction. It stays canonical: units widen when a code point needs it, never before.
#[derive(Debug)]
pub enum TextBuf {
    One(Buf<u8>),
    Two(Buf<u16>),
    Four(Buf<u32>),
}

impl Default for TextBuf {
    fn default() -> Self {
        TextBuf::One(Buf::new())
    }
}

impl TextBuf {
    /// Empty.
    pub fn new() -> TextBuf {
        TextBuf::default()
    }
    /// Empty, with room for `n` one-byte code points.
    pub fn with_capacity(n: usize) -> TextBuf {
        TextBuf::One(Buf::with_capacity(n))
    }
    /// Makes room for `n` more code points of the width so far; false when there is no memory for them.
    pub fn try_reserve(&mut self, n: usize) -> bool {
        match self {
            TextBuf::One(v) => v.try_reserve(n).is_ok(),
            TextBuf::Two(v) => v.try_reserve(n).is_ok(),
            TextBuf::Four(v) => v.try_reserve(n).is_ok(),
        }
    }
    /// Makes room for `n` more code points as wide as `c`, one of which will be; false when there is no memory for them.
    pub fn try_reserve_wide(&mut self, n: usize, c: u32) -> bool {
        if c as usize > self.max_unit() {
            self.widen(c);
        }
        self.try_reserve(n)
    }
    /// What is there so far.
    #[inline]
    pub fn chars(&self) -> Chars<'_> {
        match self {
            TextBuf::One(v) => Chars::One(v),
            TextBuf::Two(v) => Chars::Two(v),
            TextBuf::Four(v) => Chars::Four(v),
        }
    }
    #[inline]
    pub fn len(&self) -> usize {
        self.chars().len()
    }
    /// Appends a code point (at most U+10FFFF).
    #[inline]
    pub fn push(&mut self, c: u32) {
        match self {
            TextBuf::One(v) if c <= 0xFF => v.push(c as u8),
            TextBuf::Two(v) if c <= 0xFFFF => v.push(c as u16),
            TextBuf::Four(v) => v.push(c),
            _ => {
                self.widen(c);
                self.push(c);
            }
        }
    }
    /// Makes the units wide enough for `c`.
    #[cold]
    fn widen(&mut self, c: u32) {
        let old = std::mem::take(self);
        let old = old.chars();
        let room = old.len() + old.len() / 4 + 8;
        *self = if c <= 0xFFFF {
            let mut v: Buf<u16> = Buf::with_capacity(room);
            with_units!(old, |s| v.extend(s.iter().map(|&c| c as u16)));
            TextBuf::Two(v)
        } else {
            let mut v: Buf<u32> = Buf::with_capacity(room);
            with_units!(old, |s| v.extend(s.iter().map(|&c| Into::<u32>::into(c))));
            TextBuf::Four(v)
        };
    }
    /// Appends bytes that are code points below 256.
    pub fn push_latin1(&mut self, bytes: &[u8]) {
        match self {
            TextBuf::One(v) => v.extend_from_slice(bytes),
            TextBuf::Two(v) => v.extend(bytes.iter().map(|&c| c as u16)),
            TextBuf::Four(v) => v.extend(bytes.iter().map(|&c| c as u32)),
        }
    }
    /// Appends Rust text.
    pub fn push_str(&mut self, text: &str) {
        if text.is_ascii() {
            self.push_latin1(text.as_bytes());
        } else {
            text.chars().for_each(|c| self.push(c as u32));
        }
    }
    /// Appends code points.
    pub fn push_chars(&mut self, chars: Chars<'_>) {
        match (&mut *self, chars) {
            (_, Chars::One(s)) => return self.push_latin1(s),
            (TextBuf::Two(v), Chars::Two(s)) => return v.extend_from_slice(s),
            (TextBuf::Four(v), Chars::Two(s)) => return v.extend(s.iter().map(|&c| c as u32)),
            (TextBuf::Four(v), Chars::Four(s)) => return v.extend_from_slice(s),
            _ => {}
        }
        // The text is wider than the buffer, or a slice of wider text: only what is in it counts.
        let class = chars.max_class();
        if class as usize > self.max_unit() {
            self.widen(class);
        }
        with_units!(chars, |s| s.iter().for_each(|&c| self.push(c.into())));
    }
    fn max_unit(&self) -> usize {
        match self {
            TextBuf::One(_) => 0xFF,
            TextBuf::Two(_) => 0xFFFF,
            TextBuf::Four(_) => 0x10FFFF,
        }
    }
    /// Appends `c` `n` times.
    pub fn push_n(&mut self, c: u32, n: usize) {
        if n == 0 {
            return;
        }
        self.push(c);
        match self {
            TextBuf::One(v) => v.resize(v.len() + n - 1, c as u8),
            TextBuf::Two(v) => v.resize(v.len() + n - 1, c as u16),
            TextBuf::Four(v) => v.resize(v.len() + n - 1, c),
        }
    }
}
