//! The names of characters, for `\N{…}` and the `namereplace` handler.

/// The name of a code point, if it has one.
pub fn name_of(c: u32) -> Option<String> {
    unicode_names2::name(char::from_u32(c)?).map(|name| name.to_string())
}

/// The code point of a name or an alias, in letters of either case.
pub fn lookup(name: &[u8]) -> Option<u32> {
    let name = std::str::from_utf8(name).ok().filter(|n| n.is_ascii() && n.len() <= 256)?;
    unicode_names2::character(name).map(u32::from)
}
