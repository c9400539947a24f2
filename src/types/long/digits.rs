//! Arithmetic on magnitudes: little-endian slices of 30-bit digits, as an int object holds them.
//!
//! Invariant of every slice that comes in: each digit is below `BASE` and the highest one is not zero (zero is the empty slice).
//! Results are written into a slice that the caller has sized, because that slice is usually the new object's own memory;
//! they may have leading zeros, which `trimmed` finds.
//! Sizes where the schoolbook loops lose go through 64-bit words: on the stack up to `STACK_WORDS`, then dashu's
//! Karatsuba, Toom-3, number-theoretic and divide-and-conquer algorithms.

use crate::runtime::buf::{Buf, ToBuf};
use core::cmp::Ordering;
use dashu_base::DivRem;
use dashu_int::UBig;

/// Bits in a digit.
pub const SHIFT: u32 = 30;
/// One past the largest digit.
pub const BASE: u32 = 1 << SHIFT;
/// The bits that a digit uses.
pub const MASK: u32 = BASE - 1;

/// Operands up to this many 64-bit words are multiplied on the stack.
const STACK_WORDS: usize = 24;
/// Below this many digits in the shorter factor the 30-bit loop wins over packing.
const PACK_DIGITS: usize = 8;

/// The length of `digits` without its leading zeros.
#[inline]
pub fn trimmed(digits: &[u32]) -> usize {
    let mut n = digits.len();
    while n > 0 && digits[n - 1] == 0 {
        n -= 1;
    }
    n
}

/// The number of bits of the magnitude, 0 for zero.
#[inline]
pub fn bit_length(a: &[u32]) -> u64 {
    match a.last() {
        Some(top) => (a.len() as u64 - 1) * SHIFT as u64 + (32 - top.leading_zeros()) as u64,
        None => 0,
    }
}

/// The magnitude as a u64 if it fits.
#[inline]
pub fn to_u64(a: &[u32]) -> Option<u64> {
    match *a {
        [] => Some(0),
        [d] => Some(d as u64),
        [d, e] => Some(d as u64 | (e as u64) << 30),
        [d, e, f] if f < 16 => Some(d as u64 | (e as u64) << 30 | (f as u64) << 60),
        _ => None,
    }
}

/// The low 64 bits of the magnitude.
#[inline]
pub fn low_u64(a: &[u32]) -> u64 {
    a.iter().take(3).enumerate().fold(0, |v, (i, &d)| v | (d as u64) << (30 * i as u32))
}

/// The magnitude as a u128 if it has at most four digits.
#[inline]
pub fn to_u128(a: &[u32]) -> Option<u128> {
    (a.len() <= 4).then(|| a.iter().rev().fold(0, |v, &d| v << 30 | d as u128))
}

/// Writes `v` into `out`, whose length is large enough, and fills the rest with zeros.
#[inline]
pub fn put_u128(out: &mut [u32], mut v: u128) {
    for d in out {
        *d = v as u32 & MASK;
        v >>= SHIFT;
    }
}

/// Orders two magnitudes.
#[inline]
pub fn compare(a: &[u32], b: &[u32]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// `out = a + b`; `out` is one digit longer than the longer one.
pub fn add(out: &mut [u32], a: &[u32], b: &[u32]) {
    let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let n = b.len();
    let (low, high) = a.split_at(n);
    let (out_low, out_high) = out.split_at_mut(n);
    // Each digit takes the carry of the two below it, without waiting for theirs: the loop has no chain, and becomes vector code.
    // Only where a digit comes out as BASE did a carry have to go farther; that is put right afterwards.
    let mut over = 0;
    if let (Some(o), Some(x), Some(y)) = (out_low.first_mut(), low.first(), b.first()) {
        *o = (x + y) & MASK;
    }
    for (o, (x, y)) in out_low[n.min(1)..].iter_mut().zip(low.windows(2).zip(b.windows(2))) {
        *o = ((x[1] + y[1]) & MASK) + ((x[0] + y[0]) >> SHIFT);
        over |= *o;
    }
    let mut carry = if n > 0 { (low[n - 1] + b[n - 1]) >> SHIFT } else { 0 };
    if over > MASK {
        carry += normalize(out_low);
    }
    let mut o = out_high.iter_mut();
    for (&x, d) in high.iter().zip(&mut o) {
        carry += x;
        *d = carry & MASK;
        carry >>= SHIFT;
    }
    if let Some(d) = o.next() {
        *d = carry;
    }
}

/// Carries what is above MASK, and returns the carry out of the highest digit.
#[cold]
fn normalize(digits: &mut [u32]) -> u32 {
    let mut carry = 0;
    for d in digits {
        carry += *d;
        *d = carry & MASK;
        carry >>= SHIFT;
    }
    carry
}

/// `out = a - b` for `a >= b`; `out` is as long as `a`.
pub fn sub(out: &mut [u32], a: &[u32], b: &[u32]) {
    let n = b.len();
    let (low, high) = a.split_at(n);
    let (out_low, out_high) = out.split_at_mut(n);
    // As in `add`: the borrow of the two below, without waiting for theirs; a digit that comes out as -1 had to borrow farther.
    let mut under = 0;
    if let (Some(o), Some(x), Some(y)) = (out_low.first_mut(), low.first(), b.first()) {
        *o = x.wrapping_sub(*y) & MASK;
    }
    for (o, (x, y)) in out_low[n.min(1)..].iter_mut().zip(low.windows(2).zip(b.windows(2))) {
        *o = (x[1].wrapping_sub(y[1]) & MASK).wrapping_sub(x[0].wrapping_sub(y[0]) >> 31);
        under |= *o;
    }
    let mut borrow = if n > 0 { low[n - 1].wrapping_sub(b[n - 1]) >> 31 } else { 0 };
    if under > MASK {
        let mut carry = 0u32;
        for d in out_low {
            let v = d.wrapping_sub(carry);
            *d = v & MASK;
            carry = v >> 31;
        }
        borrow += carry;
    }
    for (&x, d) in high.iter().zip(out_high) {
        let v = x.wrapping_sub(borrow);
        *d = v & MASK;
        borrow = v >> 31;
    }
}

/// Packs digits into 64-bit words; returns how many words of `words` have been written (no leading zeros).
fn pack(a: &[u32], words: &mut [u64]) -> usize {
    let (mut acc, mut bits, mut n) = (0u128, 0u32, 0);
    for &d in a {
        acc |= (d as u128) << bits;
        bits += SHIFT;
        if bits >= 64 {
            words[n] = acc as u64;
            n += 1;
            acc >>= 64;
            bits -= 64;
        }
    }
    if acc != 0 {
        words[n] = acc as u64;
        n += 1;
    }
    while n > 0 && words[n - 1] == 0 {
        n -= 1;
    }
    n
}

/// Words that `n` digits need at most.
const fn words_for(n: usize) -> usize {
    (n * SHIFT as usize).div_ceil(64) + 1
}

/// Unpacks 64-bit words into `out`, which is large enough, and fills the rest with zeros.
pub fn unpack(words: &[u64], out: &mut [u32]) {
    let (mut acc, mut bits) = (0u128, 0u32);
    let mut words = words.iter();
    for d in out {
        if bits < SHIFT
            && let Some(&w) = words.next()
        {
            acc |= (w as u128) << bits;
            bits += 64;
        }
        *d = acc as u32 & MASK;
        acc >>= SHIFT;
        bits = bits.saturating_sub(SHIFT);
    }
}

/// Digits that a big integer of the crate needs.
#[inline]
pub fn digits_of_big(v: &UBig) -> usize {
    use dashu_base::BitTest;
    v.bit_len().div_ceil(SHIFT as usize)
}

/// Writes a big integer of the crate into `out`, which has at least `digits_of_big` digits.
pub fn put_big(out: &mut [u32], v: &UBig) {
    unpack(v.as_words(), out);
}

/// The magnitude as a big integer of the crate.
pub fn to_big(a: &[u32]) -> UBig {
    if let Some(v) = to_u128(a) {
        return UBig::from(v);
    }
    let needed = words_for(a.len());
    if needed <= 2 * STACK_WORDS {
        let mut words = [0; 2 * STACK_WORDS];
        let n = pack(a, &mut words);
        UBig::from_words(&words[..n])
    } else {
        let mut words = Buf::filled(0, needed);
        let n = pack(a, &mut words);
        UBig::from_words(&words[..n])
    }
}

/// `out = a * b`; `out` has `a.len() + b.len()` digits.
pub fn mul(out: &mut [u32], a: &[u32], b: &[u32]) {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a.len() < PACK_DIGITS {
        out.fill(0);
        for (i, &x) in a.iter().enumerate() {
            let mut carry = 0u64;
            for (d, &y) in out[i..].iter_mut().zip(b) {
                carry += *d as u64 + x as u64 * y as u64;
                *d = carry as u32 & MASK;
                carry >>= SHIFT;
            }
            out[i + b.len()] = carry as u32;
        }
    } else if words_for(b.len()) <= STACK_WORDS {
        let (mut x, mut y, mut z) = ([0; STACK_WORDS], [0; STACK_WORDS], [0; 2 * STACK_WORDS]);
        let (n, m) = (pack(a, &mut x), pack(b, &mut y));
        for (i, &v) in x[..n].iter().enumerate() {
            let mut carry = 0u64;
            for (d, &w) in z[i..].iter_mut().zip(&y[..m]) {
                let t = *d as u128 + v as u128 * w as u128 + carry as u128;
                *d = t as u64;
                carry = (t >> 64) as u64;
            }
            z[i + m] = carry;
        }
        unpack(&z[..n + m], out);
    } else if core::ptr::eq(a, b) {
        put_big(out, &to_big(a).sqr());
    } else {
        put_big(out, &(to_big(a) * to_big(b)));
    }
}

/// `out = a / d` and returns the remainder; `out` is as long as `a`, `d` is a digit and not zero.
pub fn divrem_digit(out: &mut [u32], a: &[u32], d: u32) -> u32 {
    let mut rem = 0u64;
    for (o, &x) in out.iter_mut().zip(a).rev() {
        rem = rem << SHIFT | x as u64;
        *o = (rem / d as u64) as u32;
        rem %= d as u64;
    }
    rem as u32
}

/// `a % d` for a digit `d` that is not zero.
pub fn rem_digit(a: &[u32], d: u32) -> u32 {
    a.iter().rev().fold(0u64, |rem, &x| (rem << SHIFT | x as u64) % d as u64) as u32
}

/// `(a / b, a % b)`, each of the length it needs; `b` is not zero.
pub fn divrem(a: &[u32], b: &[u32]) -> (Buf<u32>, Buf<u32>) {
    if compare(a, b) == Ordering::Less {
        return (Buf::new(), a.to_buf());
    }
    let (mut q, mut r);
    if let [d] = *b {
        q = Buf::filled(0, a.len());
        r = Buf::filled(divrem_digit(&mut q, a, d), 1);
    } else if let (Some(x), Some(y)) = (to_u128(a), to_u128(b)) {
        (q, r) = (Buf::filled(0, 4), Buf::filled(0, 4));
        put_u128(&mut q, x / y);
        put_u128(&mut r, x % y);
    } else if b.len() < 24 {
        (q, r) = divrem_school(a, b);
    } else {
        let (x, y) = to_big(a).div_rem(to_big(b));
        (q, r) = (Buf::filled(0, digits_of_big(&x)), Buf::filled(0, digits_of_big(&y)));
        put_big(&mut q, &x);
        put_big(&mut r, &y);
    }
    let (n, m) = (trimmed(&q), trimmed(&r));
    q.truncate(n);
    r.truncate(m);
    (q, r)
}

/// Long division for `b` of two digits or more and `a >= b`: each step guesses a quotient digit from the two leading digits
/// of the scaled remainder, and is at most two too high because the divisor's leading bit is set.
fn divrem_school(a: &[u32], b: &[u32]) -> (Buf<u32>, Buf<u32>) {
    let n = b.len();
    let scale = b[n - 1].leading_zeros() - (32 - SHIFT);
    let mut v = Buf::filled(0, n + 1);
    shl_into(&mut v, b, scale as u64);
    let mut u = Buf::filled(0, a.len() + 1);
    shl_into(&mut u, a, scale as u64);
    let (top, second) = (v[n - 1] as u64, v[n - 2] as u64);
    let mut q = Buf::filled(0, a.len() + 1 - n);
    for j in (0..q.len()).rev() {
        let lead = (u[j + n] as u64) << SHIFT | u[j + n - 1] as u64;
        let (mut guess, mut rest) = (lead / top, lead % top);
        while rest < BASE as u64 && (guess >= BASE as u64 || guess * second > (rest << SHIFT | u[j + n - 2] as u64)) {
            guess -= 1;
            rest += top;
        }
        let mut carry = 0i64;
        for (x, &y) in u[j..].iter_mut().zip(&v[..n]) {
            let t = *x as i64 - guess as i64 * y as i64 + carry;
            *x = t as u32 & MASK;
            carry = t >> SHIFT;
        }
        let t = u[j + n] as i64 + carry;
        u[j + n] = t as u32 & MASK;
        if t < 0 {
            guess -= 1;
            let mut carry = 0;
            for (x, &y) in u[j..].iter_mut().zip(&v[..n]) {
                carry += *x + y;
                *x = carry & MASK;
                carry >>= SHIFT;
            }
            u[j + n] = (u[j + n] + carry) & MASK;
        }
        q[j] = guess as u32;
    }
    u.truncate(n);
    let mut r = Buf::filled(0, n);
    shr_into(&mut r, &u, scale as u64);
    (q, r)
}

/// Digits that `a << bits` needs at most, if a length of that size exists.
pub fn shl_len(a: &[u32], bits: u64) -> Option<usize> {
    usize::try_from(bits / SHIFT as u64).ok()?.checked_add(a.len())?.checked_add(1)
}

/// `out = a << bits`; `out` has `shl_len` digits or whatever the result is known to need.
pub fn shl_into(out: &mut [u32], a: &[u32], bits: u64) {
    let (whole, bits) = ((bits / SHIFT as u64) as usize, (bits % SHIFT as u64) as u32);
    let whole = whole.min(out.len());
    let (zeros, rest) = out.split_at_mut(whole);
    zeros.fill(0);
    let mut carry = 0u64;
    let mut o = rest.iter_mut();
    for (&x, d) in a.iter().zip(&mut o) {
        carry |= (x as u64) << bits;
        *d = carry as u32 & MASK;
        carry >>= SHIFT;
    }
    for d in o {
        *d = carry as u32;
        carry = 0;
    }
}

/// `out = a >> bits` for as many digits as `out` has; returns whether a bit that is set was shifted out.
pub fn shr_into(out: &mut [u32], a: &[u32], bits: u64) -> bool {
    let (whole, bits) = ((bits / SHIFT as u64) as usize, (bits % SHIFT as u64) as u32);
    if whole >= a.len() {
        out.fill(0);
        return !a.is_empty();
    }
    let (gone, kept) = a.split_at(whole);
    for (i, d) in out.iter_mut().enumerate() {
        let low = kept.get(i).copied().unwrap_or(0);
        let high = kept.get(i + 1).copied().unwrap_or(0);
        *d = ((low as u64 | (high as u64) << SHIFT) >> bits) as u32 & MASK;
    }
    kept[0] & ((1 << bits) - 1) != 0 || gone.iter().any(|&d| d != 0)
}

/// Adds one in place; returns the carry out of the highest digit.
pub fn increment(a: &mut [u32]) -> bool {
    for d in a {
        *d = (*d + 1) & MASK;
        if *d != 0 {
            return false;
        }
    }
    true
}

/// The two's complement digits of a signed magnitude, lowest first, without end.
struct Twos<'a> {
    digits: core::slice::Iter<'a, u32>,
    flip: u32,
    carry: u32,
}

impl<'a> Twos<'a> {
    fn new(a: &'a [u32], negative: bool) -> Self {
        Twos { digits: a.iter(), flip: if negative { MASK } else { 0 }, carry: negative as u32 }
    }
    #[inline]
    fn next(&mut self) -> u32 {
        let v = (self.digits.next().copied().unwrap_or(0) ^ self.flip) + self.carry;
        self.carry = v >> SHIFT;
        v & MASK
    }
}

/// The bitwise operators.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bitwise {
    And,
    Or,
    Xor,
}

/// Whether the operator's result is negative.
pub fn bitwise_negative(op: Bitwise, a: bool, b: bool) -> bool {
    match op {
        Bitwise::And => a & b,
        Bitwise::Or => a | b,
        Bitwise::Xor => a ^ b,
    }
}

/// How many digits the result of a bitwise operator needs at most.
pub fn bitwise_len(op: Bitwise, a: (&[u32], bool), b: (&[u32], bool)) -> usize {
    let ((a, an), (b, bn)) = (a, b);
    match op {
        Bitwise::And if !an && !bn => a.len().min(b.len()),
        Bitwise::And if !an => a.len(),
        Bitwise::And if !bn => b.len(),
        Bitwise::Or if an && bn => a.len().min(b.len()) + 1,
        Bitwise::Or if an => a.len() + 1,
        Bitwise::Or if bn => b.len() + 1,
        _ => a.len().max(b.len()) + 1,
    }
}

/// `out = |a op b|` over the infinite two's complement forms of the signed operands; `out` has `bitwise_len` digits.
pub fn bitwise(out: &mut [u32], op: Bitwise, a: (&[u32], bool), b: (&[u32], bool)) {
    let negative = bitwise_negative(op, a.1, b.1);
    let (mut x, mut y) = (Twos::new(a.0, a.1), Twos::new(b.0, b.1));
    let (flip, mut carry) = if negative { (MASK, 1) } else { (0, 0) };
    for d in out {
        let (p, q) = (x.next(), y.next());
        let v = match op {
            Bitwise::And => p & q,
            Bitwise::Or => p | q,
            Bitwise::Xor => p ^ q,
        };
        let v = (v ^ flip) + carry;
        carry = v >> SHIFT;
        *d = v & MASK;
    }
}

/// The residue of the magnitude modulo the Mersenne prime 2**61 - 1, on which all numeric hashes rest.
pub fn hash_magnitude(a: &[u32]) -> u64 {
    const P: u64 = (1 << 61) - 1;
    a.iter().rev().fold(0, |h, &d| {
        let h = ((h << 30) & P | h >> 31) + d as u64;
        if h >= P { h - P } else { h }
    })
}

/// The nearest double (ties to even), or `None` where that is beyond the largest one.
pub fn to_f64(a: &[u32]) -> Option<f64> {
    if let Some(v) = to_u64(a) {
        return Some(v as f64);
    }
    let (fraction, exponent) = frexp(a);
    // A fraction that was rounded up to a power of two has moved into the exponent already.
    (exponent <= 1024).then(|| ldexp(fraction, exponent as i32))
}

/// The magnitude as a fraction in [0.5, 1), rounded half to even to 53 bits, and an exponent of two; zero is (0.0, 0).
pub fn frexp(a: &[u32]) -> (f64, u64) {
    let bits = bit_length(a);
    if bits == 0 {
        return (0.0, 0);
    }
    // 62 leading bits, and whether any below them is set, decide the rounding.
    let mut top = [0; 3];
    let lead = if bits > 62 {
        let lost = shr_into(&mut top, &a[a.len().saturating_sub(4)..], bits - 62 - (a.len().saturating_sub(4) * 30) as u64);
        let lost = lost || a[..a.len().saturating_sub(4)].iter().any(|&d| d != 0);
        low_u64(&top) << 1 | lost as u64
    } else {
        low_u64(a) << (63 - bits)
    };
    let (fraction, exponent) = (lead as f64 / (1u64 << 63) as f64, bits);
    if fraction == 1.0 { (0.5, exponent + 1) } else { (fraction, exponent) }
}

/// `f * 2**e` for a normal result.
fn ldexp(f: f64, e: i32) -> f64 {
    // Two steps, because 2**1024 is no double.
    f * f64::from_bits(((1023 + e - 1) as u64) << 52) * 2.0
}

/// The nearest double (ties to even) to `a / b`, or `None` where that is beyond the largest one; `b` is not zero.
pub fn true_divide(a: &[u32], b: &[u32]) -> Option<f64> {
    const EXACT: u64 = 1 << 53;
    if let (Some(x), Some(y)) = (to_u64(a), to_u64(b))
        && x <= EXACT
        && y <= EXACT
    {
        return Some(x as f64 / y as f64);
    }
    if a.is_empty() {
        return Some(0.0);
    }
    let difference = bit_length(a) as i64 - bit_length(b) as i64;
    if difference > 1025 {
        return None;
    }
    if difference < -1100 {
        return Some(0.0);
    }
    // A quotient of 56 or 57 bits; what is left of the division only matters by being there.
    let shift = 56 - difference;
    let grow = |v: &[u32], bits: i64| {
        let mut out = Buf::filled(0, v.len() + bits as usize / SHIFT as usize + 1);
        shl_into(&mut out, v, bits as u64);
        let significant = trimmed(&out);
        out.truncate(significant);
        out
    };
    let (q, r) = if shift >= 0 { divrem(&grow(a, shift), b) } else { divrem(a, &grow(b, -shift)) };
    let (q, exact) = (low_u64(&q), r.is_empty());
    // The lowest bit kept is that of the 53-bit significand, or of the smallest subnormal.
    let bits = 64 - q.leading_zeros() as i64;
    let drop = (bits - 53).max(shift - 1074);
    if drop > 62 {
        return Some(0.0);
    }
    let (kept, lost, half) = (q >> drop, q & ((1 << drop) - 1), 1u64 << (drop - 1));
    let up = lost > half || lost == half && (!exact || kept & 1 == 1);
    let kept = kept + up as u64;
    let exponent = drop - shift;
    if 64 - kept.leading_zeros() as i64 + exponent > 1024 {
        return None;
    }
    // `kept` is exact in a double and so is the product: normal, or a multiple of the smallest subnormal.
    let mut v = kept as f64;
    let mut e = exponent;
    while e < -1000 {
        v *= f64::from_bits((1023u64 - 1000) << 52);
        e += 1000;
    }
    Some(v * f64::from_bits(((1023 + e.min(971)) as u64) << 52))
}

/// Set bits of the magnitude.
pub fn count_ones(a: &[u32]) -> u64 {
    a.iter().map(|d| d.count_ones() as u64).sum()
}
