//! Ints as bytes: two's complement or unsigned, in either order, to and from 30-bit digits.

use super::digits::{MASK, SHIFT, bit_length};

/// Digits that `n` bytes need at most, if a length of that size exists.
pub fn digits_for_bytes(n: usize) -> Option<usize> {
    Some((n / 15).checked_mul(4)? + ((n % 15) * 8).div_ceil(SHIFT as usize))
}

/// Whether the bytes, read as two's complement, are negative.
pub fn is_negative(bytes: &[u8], little: bool) -> bool {
    let top = if little { bytes.last() } else { bytes.first() };
    top.is_some_and(|&b| b & 0x80 != 0)
}

/// Writes the magnitude of `bytes` into `out`, which has `digits_for_bytes` digits; `negative` says that they are two's complement
/// and below zero.
pub fn read(out: &mut [u32], bytes: &[u8], little: bool, negative: bool) {
    let flip = if negative { 0xff } else { 0 };
    let mut carry = negative as u32;
    let (mut acc, mut bits) = (0u64, 0u32);
    let mut o = out.iter_mut();
    let mut step = |byte: u8| {
        carry += (byte ^ flip) as u32;
        acc |= ((carry & 0xff) as u64) << bits;
        carry >>= 8;
        bits += 8;
        if bits >= SHIFT {
            if let Some(d) = o.next() {
                *d = acc as u32 & MASK;
            }
            acc >>= SHIFT;
            bits -= SHIFT;
        }
    };
    if little {
        bytes.iter().for_each(|&b| step(b));
    } else {
        bytes.iter().rev().for_each(|&b| step(b));
    }
    for d in o {
        *d = acc as u32 & MASK;
        acc >>= SHIFT;
    }
}

/// Writes the low bytes of the signed magnitude as two's complement into `out`, in the order asked for.
pub fn write(out: &mut [u8], a: &[u32], negative: bool, little: bool) {
    let flip = if negative { 0xff } else { 0 };
    let mut carry = negative as u32;
    let (mut acc, mut bits) = (0u64, 0u32);
    let mut digits = a.iter();
    let mut next = || {
        if bits < 8
            && let Some(&d) = digits.next()
        {
            acc |= (d as u64) << bits;
            bits += SHIFT;
        }
        carry += (acc as u8 ^ flip) as u32;
        acc >>= 8;
        bits = bits.saturating_sub(8);
        let byte = carry as u8;
        carry >>= 8;
        byte
    };
    if little {
        out.iter_mut().for_each(|b| *b = next());
    } else {
        out.iter_mut().rev().for_each(|b| *b = next());
    }
}

/// Bits that the signed magnitude needs as two's complement, without its sign bit.
pub fn twos_complement_bits(a: &[u32], negative: bool) -> u64 {
    let bits = bit_length(a);
    // -2**k needs k bits and a sign, one fewer than its magnitude.
    let power = a.last().is_some_and(|t| t.is_power_of_two()) && a[..a.len() - 1].iter().all(|&d| d == 0);
    if negative && power { bits - 1 } else { bits }
}

/// Whether the signed magnitude fits in `n` bytes.
pub fn fits(a: &[u32], negative: bool, n: usize, signed: bool) -> bool {
    let room = n as u128 * 8;
    if signed { a.is_empty() || (twos_complement_bits(a, negative) as u128) < room } else { bit_length(a) as u128 <= room }
}
