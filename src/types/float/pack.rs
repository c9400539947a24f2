//! Floats as IEEE 754 binary16, binary32 and binary64 in either byte order.

/// A value that the narrower format cannot hold.
#[derive(Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Puts bytes that are in little-endian order into the order asked for.
fn order<const N: usize>(mut bytes: [u8; N], little: bool) -> [u8; N] {
    if !little {
        bytes.reverse();
    }
    bytes
}

/// A double as binary64.
pub fn pack8(x: f64, little: bool) -> [u8; 8] {
    order(x.to_bits().to_le_bytes(), little)
}

/// Binary64 as a double.
pub fn unpack8(bytes: [u8; 8], little: bool) -> f64 {
    f64::from_bits(u64::from_le_bytes(order(bytes, little)))
}

/// A double as binary32, rounded half to even; the sign, the quiet bit and the leading payload bits of a NaN are kept.
pub fn pack4(x: f64, little: bool) -> Result<[u8; 4], TooLarge> {
    let bits = if x.is_nan() {
        let bits = x.to_bits();
        let payload = (bits >> 29) as u32 & 0x7f_ffff;
        // A signalling NaN whose payload lies below what binary32 holds stays a NaN by becoming quiet.
        let payload = if payload == 0 { 0x40_0000 } else { payload };
        ((bits >> 32) as u32 & 0x8000_0000) | 0x7f80_0000 | payload
    } else {
        let y = x as f32;
        if y.is_infinite() && x.is_finite() {
            return Err(TooLarge);
        }
        y.to_bits()
    };
    Ok(order(bits.to_le_bytes(), little))
}

/// Binary32 as a double; a signalling NaN stays one.
pub fn unpack4(bytes: [u8; 4], little: bool) -> f64 {
    let bits = u32::from_le_bytes(order(bytes, little));
    let y = f32::from_bits(bits);
    if y.is_nan() {
        let sign = (bits as u64 & 0x8000_0000) << 32;
        return f64::from_bits(sign | 0x7ff0_0000_0000_0000 | (bits as u64 & 0x7f_ffff) << 29);
    }
    y as f64
}

/// A double as binary16, rounded half to even.
pub fn pack2(x: f64, little: bool) -> Result<[u8; 2], TooLarge> {
    let bits = x.to_bits();
    let sign = (bits >> 48) as u16 & 0x8000;
    let half = if x.is_nan() {
        let payload = (bits >> 42) as u16 & 0x3ff;
        0x7c00 | if payload == 0 { 0x200 } else { payload }
    } else if x.is_infinite() {
        0x7c00
    } else {
        let size = x.abs();
        // In units of the format's last place: 2**-24 below the normal range.
        let exponent = ((bits >> 52 & 0x7ff) as i32 - 1023).max(-14);
        if exponent > 15 {
            return Err(TooLarge);
        }
        let unit = f64::from_bits(((1023 + exponent - 10) as u64) << 52);
        let units = (size / unit).round_ties_even() as u32;
        // 1024 units or more are a normal number; a carry to 2048 moves into the exponent by itself.
        let biased = (exponent + 14) as u32;
        let value = (biased << 10) + units;
        if value >= 0x7c00 {
            return Err(TooLarge);
        }
        value as u16
    };
    Ok(order((sign | half).to_le_bytes(), little))
}

/// Binary16 as a double.
pub fn unpack2(bytes: [u8; 2], little: bool) -> f64 {
    let bits = u16::from_le_bytes(order(bytes, little)) as u64;
    let sign = (bits & 0x8000) << 48;
    let (exponent, fraction) = (bits >> 10 & 0x1f, bits & 0x3ff);
    match exponent {
        0x1f => f64::from_bits(sign | 0x7ff0_0000_0000_0000 | fraction << 42),
        0 => (fraction as f64 * f64::from_bits((1023 - 24) << 52)).copysign(f64::from_bits(sign)),
        _ => f64::from_bits(sign | (exponent + 1023 - 15) << 52 | fraction << 42),
    }
}
