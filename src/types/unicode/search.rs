//! Finding text in text, on plain slices.
//!
//! One-byte text is searched by `memchr`. Wider text is searched by its first unit while that is quick, and by a failure table
//! (Knuth, Morris, Pratt) once it has cost more than the text is long, so no input takes more than linear time.

use super::chars::{Chars, Unit, with_units};
use crate::runtime::buf::Buf;
use crate::types::dict::group::matches_wide;
use memchr::memmem;

/// The first place of `needle` in `hay`.
pub fn find<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    if needle.len() > hay.len() {
        return None;
    }
    match needle {
        [] => return Some(0),
        [one] => return find_unit(hay, *one),
        _ => {}
    }
    if let (Chars::One(h), Chars::One(n)) = (T::chars(hay), T::chars(needle)) {
        return memmem::find(h, n);
    }
    let last = hay.len() - needle.len();
    let mut budget = hay.len() + 64;
    let mut at = 0;
    while at <= last {
        at += find_unit(&hay[at..=last], needle[0])?;
        let same = hay[at..].iter().zip(needle).take_while(|(a, b)| a == b).count();
        if same >= needle.len() {
            return Some(at);
        }
        at += 1;
        if same + 1 > budget {
            return linear(hay.len() - at, needle.len(), |i| hay[at + i], |i| needle[i]).map(|found| at + found);
        }
        budget -= same + 1;
    }
    None
}

/// The last place of `needle` in `hay`.
pub fn rfind<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    if needle.len() > hay.len() {
        return None;
    }
    match needle {
        [] => return Some(hay.len()),
        [one] => return rfind_unit(hay, *one),
        _ => {}
    }
    if let (Chars::One(h), Chars::One(n)) = (T::chars(hay), T::chars(needle)) {
        return memmem::rfind(h, n);
    }
    // The mirror image of the forward search: both texts are read from their ends.
    let (h, n) = (hay.len(), needle.len());
    linear(h, n, |i| hay[h - 1 - i], |i| needle[n - 1 - i]).map(|from_end| h - n - from_end)
}

/// How often `needle` stands in `hay` without overlap, at most `limit` times.
pub fn count<T: Unit>(hay: &[T], needle: &[T], limit: usize) -> usize {
    if needle.is_empty() {
        return (hay.len() + 1).min(limit);
    }
    if let ([one], Chars::One(h)) = (needle, T::chars(hay)) {
        let one = Into::<u32>::into(*one) as u8;
        return memchr::memchr_iter(one, h).take(limit).count();
    }
    if let (Chars::One(h), Chars::One(n)) = (T::chars(hay), T::chars(needle)) {
        let mut count = 0;
        each_place(h, n, |_| {
            let counts = count < limit;
            count += usize::from(counts);
            counts
        });
        return count;
    }
    let (mut n, mut at) = (0, 0);
    while n < limit {
        match find(&hay[at..], needle) {
            Some(found) => at += found + needle.len(),
            None => break,
        }
        n += 1;
    }
    n
}

/// Calls `found` with each place of a needle of two bytes or more, left to right without overlap, until it says false.
///
/// A needle may have many places, and a search that begins anew behind each would cost more than what lies between them: of a short one, sixty-four places are looked at
/// together, for its first byte and for its last.
fn each_place(hay: &[u8], needle: &[u8], mut found: impl FnMut(usize) -> bool) {
    /// So many places are looked at together.
    const BLOCK: usize = 64;
    /// Comparing a longer needle at each candidate could take more than linear time.
    const LONGEST: usize = 16;
    let len = needle.len();
    if !(2..=LONGEST).contains(&len) || hay.len() < BLOCK + len - 1 {
        memmem::find_iter(hay, needle).all(found);
        return;
    }
    let (first, inner, last) = (needle[0], &needle[1..len - 1], needle[len - 1]);
    // The last block ends where the hay does, and begins among places that were looked at.
    let end = hay.len() - (len - 1) - BLOCK;
    let (mut block, mut next) = (0, 0);
    loop {
        // SAFETY: sixty-four places from the block's, and the last bytes of needles there, are in the hay.
        let mut mask = unsafe { matches_wide(hay.as_ptr().add(block), first) & matches_wide(hay.as_ptr().add(block + len - 1), last) };
        while mask != 0 {
            let at = block + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if at >= next && (inner.is_empty() || hay[at + 1..at + len - 1] == *inner) {
                if !found(at) {
                    return;
                }
                next = at + len;
            }
        }
        if block == end {
            return;
        }
        next = next.max(block + BLOCK);
        block = (block + BLOCK).min(end);
    }
}

/// The first place of a unit.
#[inline]
pub fn find_unit<T: Unit>(hay: &[T], unit: T) -> Option<usize> {
    if let Chars::One(h) = T::chars(hay) {
        return memchr::memchr(Into::<u32>::into(unit) as u8, h);
    }
    // Sixteen at a time without an exit inside, so that the compiler uses vectors.
    let mut at = 0;
    for block in hay.chunks_exact(16) {
        if block.iter().fold(false, |any, &c| any | (c == unit)) {
            break;
        }
        at += 16;
    }
    hay[at..].iter().position(|&c| c == unit).map(|found| at + found)
}

/// The last place of a unit.
#[inline]
pub fn rfind_unit<T: Unit>(hay: &[T], unit: T) -> Option<usize> {
    if let Chars::One(h) = T::chars(hay) {
        return memchr::memrchr(Into::<u32>::into(unit) as u8, h);
    }
    let mut end = hay.len();
    for block in hay.rchunks_exact(16) {
        if block.iter().fold(false, |any, &c| any | (c == unit)) {
            break;
        }
        end -= 16;
    }
    hay[..end].iter().rposition(|&c| c == unit)
}

/// Knuth, Morris and Pratt's search over two indexed texts.
fn linear<T: Unit>(hay_len: usize, needle_len: usize, hay: impl Fn(usize) -> T, needle: impl Fn(usize) -> T) -> Option<usize> {
    let mut fail = Buf::filled(0usize, needle_len);
    let mut k = 0;
    for i in 1..needle_len {
        while k > 0 && needle(i) != needle(k) {
            k = fail[k - 1];
        }
        if needle(i) == needle(k) {
            k += 1;
        }
        fail[i] = k;
    }
    k = 0;
    for i in 0..hay_len {
        while k > 0 && hay(i) != needle(k) {
            k = fail[k - 1];
        }
        if hay(i) == needle(k) {
            k += 1;
        }
        if k == needle_len {
            return Some(i + 1 - needle_len);
        }
    }
    None
}

/// Runs `body` with the needle's units in the width of the haystack's; `None` when the needle is too wide to be in it.
#[inline]
pub(super) fn in_width<T: Unit, R>(needle: Chars<'_>, body: impl FnOnce(&[T]) -> R) -> Option<R> {
    if needle.kind() > size_of::<T>() {
        // A slice of a wide text may still hold narrow code points only.
        if needle.max_class() > T::MAX {
            return None;
        }
        let narrowed: Buf<T> = needle.iter().map(T::of).collect();
        return Some(body(&narrowed));
    }
    if needle.kind() == size_of::<T>() {
        // SAFETY: the units are of T's size, hence of T's type: there is one unit type per width.
        let units = unsafe { std::slice::from_raw_parts(needle.as_bytes().as_ptr().cast::<T>(), needle.len()) };
        return Some(body(units));
    }
    if needle.len() <= 32 {
        let mut small = [T::of(0); 32];
        needle.copy_to(&mut small[..needle.len()]);
        return Some(body(&small[..needle.len()]));
    }
    let widened: Buf<T> = needle.iter().map(T::of).collect();
    Some(body(&widened))
}

/// The first (`forward`) or last place of `needle` in `hay`.
pub fn find_chars(hay: Chars<'_>, needle: Chars<'_>, forward: bool) -> Option<usize> {
    with_units!(hay, |h| in_width(needle, |n| if forward { find(h, n) } else { rfind(h, n) }).flatten())
}

/// How often `needle` stands in `hay` without overlap.
pub fn count_chars(hay: Chars<'_>, needle: Chars<'_>, limit: usize) -> usize {
    with_units!(hay, |h| in_width(needle, |n| count(h, n, limit)).unwrap_or(0))
}

/// The first or last place of a code point.
pub fn find_char(hay: Chars<'_>, c: u32, forward: bool) -> Option<usize> {
    fn go<T: Unit>(hay: &[T], c: u32, forward: bool) -> Option<usize> {
        if c > T::MAX {
            return None;
        }
        if forward { find_unit(hay, T::of(c)) } else { rfind_unit(hay, T::of(c)) }
    }
    with_units!(hay, |h| go(h, c, forward))
}

/// Calls `found` with each place of `needle`, left to right without overlap, until it says false. An empty needle is found nowhere.
pub fn each_match(hay: Chars<'_>, needle: Chars<'_>, mut found: impl FnMut(usize) -> bool) {
    if needle.is_empty() {
        return;
    }
    if let (Chars::One(h), Chars::One(n)) = (hay, needle) {
        if let [one] = n {
            for at in memchr::memchr_iter(*one, h) {
                if !found(at) {
                    return;
                }
            }
        } else {
            each_place(h, n, found);
        }
        return;
    }
    with_units!(hay, |h| {
        in_width(needle, |n| {
            let mut at = 0;
            while let Some(next) = find(&h[at..], n) {
                if !found(at + next) {
                    return;
                }
                at += next + n.len();
            }
        });
    })
}
