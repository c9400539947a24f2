//! Hexadecimal floats: `float.hex` and `float.fromhex`.

/// Writes `x`, which is finite, as `[-]0x1.HHHHHHHHHHHHHp[+-]D`.
pub fn write(x: f64) -> String {
    let bits = x.to_bits();
    let sign = if bits >> 63 == 1 { "-" } else { "" };
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    match (exponent, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", exponent - 1023),
    }
}

/// Why a text is no hexadecimal float.
#[derive(Debug, PartialEq, Eq)]
pub enum HexError {
    Syntax,
    /// Beyond the largest double.
    Overflow,
    /// So long that the exponent's arithmetic does not hold.
    TooLong,
}

/// Reads a whole text as `float.fromhex` does.
pub fn read(text: &[u8]) -> Result<f64, HexError> {
    let text = super::text::trim(text);
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    let negative = at(0) == b'-';
    let mut i = matches!(at(0), b'+' | b'-') as usize;
    let word = text[i..].to_ascii_lowercase();
    let signed = |v: f64| Ok(if negative { -v } else { v });
    match word.as_slice() {
        b"inf" | b"infinity" => return signed(f64::INFINITY),
        b"nan" => return signed(f64::NAN),
        _ => {}
    }
    if at(i) == b'0' && at(i + 1) | 0x20 == b'x' {
        i += 2;
    }
    let value = |b: u8| (b as char).to_digit(16);
    // Sixteen significant digits are kept; what is below them only matters by not being zero.
    let (mut significand, mut exponent, mut sticky, mut count, mut dot) = (0u64, 0i64, false, 0usize, false);
    loop {
        let b = at(i);
        if b == b'.' && !dot {
            dot = true;
        } else if let Some(d) = value(b) {
            count += 1;
            if significand >> 60 == 0 {
                significand = significand << 4 | d as u64;
                exponent -= 4 * dot as i64;
            } else {
                sticky |= d != 0;
                exponent += 4 * !dot as i64;
            }
        } else {
            break;
        }
        i += 1;
    }
    if count == 0 {
        return Err(HexError::Syntax);
    }
    // The sum below stays far inside 64 bits.
    if count as u64 > (i64::MAX as u64) / 16 {
        return Err(HexError::TooLong);
    }
    if at(i) | 0x20 == b'p' {
        i += 1;
        let minus = at(i) == b'-';
        i += matches!(at(i), b'+' | b'-') as usize;
        if !at(i).is_ascii_digit() {
            return Err(HexError::Syntax);
        }
        let mut power = 0i64;
        while at(i).is_ascii_digit() {
            power = power.saturating_mul(10).saturating_add((at(i) - b'0') as i64).min(i64::MAX / 4);
            i += 1;
        }
        exponent += if minus { -power } else { power };
    }
    if i != text.len() {
        return Err(HexError::Syntax);
    }
    if significand == 0 {
        return signed(0.0);
    }
    signed(compose(significand, sticky, exponent).ok_or(HexError::Overflow)?)
}

/// The nearest double to `(significand + something if sticky) * 2**exponent`, ties to even; `None` beyond the largest one.
fn compose(significand: u64, sticky: bool, exponent: i64) -> Option<f64> {
    let shift = significand.leading_zeros();
    let (significand, exponent) = (significand << shift, exponent - shift as i64);
    // The value lies in [2**(top-1), 2**top).
    let top = exponent + 64;
    if top > 1024 {
        return None;
    }
    if top < -1074 {
        return Some(0.0);
    }
    let drop = 11.max(-1074 - exponent) as u32;
    let (kept, lost, half) = if drop == 64 {
        (0, significand as u128, 1u128 << 63)
    } else {
        (significand >> drop, (significand & ((1 << drop) - 1)) as u128, 1u128 << (drop - 1))
    };
    let up = lost > half || lost == half && (sticky || kept & 1 == 1);
    let kept = kept + up as u64;
    // Biased exponent and significand lie next to each other, so a carry out of the significand makes the exponent right by itself.
    let biased = (exponent + drop as i64 + 1074) as u64;
    let bits = if kept >> 52 == 0 { kept } else { (biased << 52) + kept };
    let v = f64::from_bits(bits);
    v.is_finite().then_some(v)
}
