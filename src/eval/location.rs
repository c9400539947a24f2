//! The location table of a code object: where in the source each of its units comes from.
//!
//! An entry begins with a byte whose high bit is set: a form, and the number of units it is about, less one. What
//! follows depends on the form; numbers are in groups of six bits, the least first.

/// A place in source. Columns are -1 where they are not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// `None` for units that belong to no line.
    pub line: Option<i32>,
    pub end_line: i32,
    pub column: i32,
    pub end_column: i32,
}

impl Place {
    pub const NOWHERE: Self = Place { line: None, end_line: -1, column: -1, end_column: -1 };
}

/// A run of bytes of code that come from one place.
#[derive(Clone, Copy)]
pub struct Entry {
    pub start: i32,
    pub end: i32,
    pub place: Place,
}

/// Reads a table from its start.
pub struct Entries<'a> {
    table: &'a [u8],
    line: i32,
    address: i32,
}

impl<'a> Entries<'a> {
    pub fn new(table: &'a [u8], first_line: i32) -> Self {
        Entries { table, line: first_line, address: 0 }
    }
    fn byte(&mut self) -> u8 {
        match self.table {
            [first, rest @ ..] => {
                self.table = rest;
                *first
            }
            [] => 0,
        }
    }
    fn number(&mut self) -> u32 {
        let mut shift = 0;
        let mut value = 0;
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x3f).checked_shl(shift).unwrap_or(0);
            if byte & 0x40 == 0 {
                return value;
            }
            shift += 6;
        }
    }
    fn signed(&mut self) -> i32 {
        let value = self.number();
        let magnitude = (value >> 1) as i32;
        if value & 1 == 1 { magnitude.wrapping_neg() } else { magnitude }
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;
    fn next(&mut self) -> Option<Entry> {
        if self.table.is_empty() {
            return None;
        }
        let head = self.byte();
        let start = self.address;
        let end = start + 2 * (i32::from(head & 7) + 1);
        self.address = end;
        let place = match head >> 3 & 15 {
            15 => Place::NOWHERE,
            14 => {
                self.line = self.line.wrapping_add(self.signed());
                let end_line = self.line.wrapping_add(self.number() as i32);
                let column = self.number() as i32 - 1;
                let end_column = self.number() as i32 - 1;
                Place { line: Some(self.line), end_line, column, end_column }
            }
            13 => {
                self.line = self.line.wrapping_add(self.signed());
                Place { line: Some(self.line), end_line: self.line, column: -1, end_column: -1 }
            }
            form @ 10..=12 => {
                self.line = self.line.wrapping_add(i32::from(form) - 10);
                let (column, end_column) = (i32::from(self.byte()), i32::from(self.byte()));
                Place { line: Some(self.line), end_line: self.line, column, end_column }
            }
            form => {
                let byte = i32::from(self.byte());
                let column = i32::from(form) << 3 | byte >> 4 & 7;
                Place { line: Some(self.line), end_line: self.line, column, end_column: column + (byte & 15) }
            }
        };
        Some(Entry { start, end, place })
    }
}
