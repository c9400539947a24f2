//! The text that tells of an exception: its traceback, its chain, its group's members, its notes.
//!
//! Reading the exception and laying out the text are two things.  Whoever reads it fills a [`Report`], whose nodes are
//! exceptions that refer to each other by index (a chain may be longer than any stack is deep); [`Report::pieces`]
//! lays it out and touches no object.  Text is UTF-8 in which lone surrogates stand encoded like other characters,
//! because a `str` may have some.

use crate::runtime::buf::{Buf, ToBuf, joined};
use crate::types::unicode::utf8::push;

/// A group's members beyond this many are counted, not shown.
const WIDEST: usize = 15;
/// Groups nested deeper are named, not shown.
const DEEPEST: usize = 10;

const BY_CAUSE: &[u8] = b"\nThe above exception was the direct cause of the following exception:\n\n";
const BY_CONTEXT: &[u8] = b"\nDuring handling of the above exception, another exception occurred:\n\n";

/// One exception of a report.
#[derive(Default)]
pub struct Node {
    /// The lines of its traceback without the heading; empty when it has none.
    pub stack: Vec<Buf<u8>>,
    /// What it is: for a syntax error also where, then its message and its notes.  Every piece ends with a newline.
    pub lines: Vec<Buf<u8>>,
    /// The exception that is given as its cause.
    pub cause: Option<usize>,
    /// The exception during whose handling it was raised, unless that is suppressed.
    pub context: Option<usize>,
    /// The members, if it is a group.
    pub members: Option<Vec<usize>>,
}

/// Exceptions that hang together; the first is the one to tell of.
#[derive(Default)]
pub struct Report {
    pub nodes: Vec<Node>,
}

impl Report {
    /// The text, in the pieces in which it is written.
    pub fn pieces(&self) -> Vec<Buf<u8>> {
        let mut layout = Layout { report: self, pieces: Vec::new(), depth: 0, open: false };
        if !self.nodes.is_empty() {
            layout.chain(0);
        }
        layout.pieces
    }
}

struct Layout<'a> {
    report: &'a Report,
    pieces: Vec<Buf<u8>>,
    /// How many groups surround what is laid out.
    depth: usize,
    /// Whether the frame of the innermost group is still to be closed.
    open: bool,
}

impl Layout<'_> {
    fn indent(&self) -> Buf<u8> {
        Buf::filled(b' ', 2 * self.depth)
    }

    fn emit(&mut self, text: &[u8], margin: u8) {
        let mut prefix = self.indent();
        if self.depth > 0 {
            prefix.extend_from_slice(&[margin, b' ']);
        }
        let mut piece = Buf::with_capacity(text.len() + prefix.len());
        for line in lines(text) {
            piece.extend_from_slice(&prefix);
            piece.extend_from_slice(line);
        }
        self.pieces.push(piece);
    }

    fn emit_all(&mut self, texts: &[Buf<u8>]) {
        for text in texts {
            self.emit(text, b'|');
        }
    }

    /// The exception at `index` after those that led to it.
    fn chain(&mut self, index: usize) {
        let mut order: Vec<(usize, Option<&[u8]>)> = Vec::new();
        let mut next = Some(index);
        while let Some(index) = next {
            let Some(node) = self.report.nodes.get(index) else { break };
            let (link, before) = match (node.cause, node.context) {
                (Some(cause), _) => (Some(BY_CAUSE), Some(cause)),
                (None, Some(context)) => (Some(BY_CONTEXT), Some(context)),
                (None, None) => (None, None),
            };
            order.push((index, link));
            next = before;
        }
        for (index, link) in order.into_iter().rev() {
            if let Some(link) = link {
                self.emit(link, b'|');
            }
            self.one(index);
        }
    }

    fn one(&mut self, index: usize) {
        let report = self.report;
        let Some(node) = report.nodes.get(index) else { return };
        let Some(members) = &node.members else {
            if !node.stack.is_empty() {
                self.emit(b"Traceback (most recent call last):\n", b'|');
                self.emit_all(&node.stack);
            }
            self.emit_all(&node.lines);
            return;
        };
        if self.depth > DEEPEST {
            self.emit(format!("... (max_group_depth is {DEEPEST})\n").as_bytes(), b'|');
            return;
        }
        let outermost = self.depth == 0;
        if outermost {
            self.depth = 1;
        }
        if !node.stack.is_empty() {
            self.emit(b"Exception Group Traceback (most recent call last):\n", if outermost { b'+' } else { b'|' });
            self.emit_all(&node.stack);
        }
        self.emit_all(&node.lines);
        let shown = members.len().min(WIDEST + 1);
        self.open = false;
        for (place, &member) in members.iter().take(shown).enumerate() {
            let last = place + 1 == shown;
            if last {
                // A group that is the last member closes the frame for both.
                self.open = true;
            }
            let title = if place < WIDEST { (place + 1).to_string() } else { "...".to_owned() };
            let mut rule = self.indent();
            rule.extend_from_slice(if place == 0 { b"+-" } else { b"  " });
            rule.extend_from_slice(format!("+---------------- {title} ----------------\n").as_bytes());
            self.pieces.push(rule);
            self.depth += 1;
            if place < WIDEST {
                self.chain(member);
            } else {
                let more = members.len() - WIDEST;
                self.emit(format!("and {more} more exception{}\n", if more > 1 { "s" } else { "" }).as_bytes(), b'|');
            }
            if last && self.open {
                let mut rule = self.indent();
                rule.extend_from_slice(b"+------------------------------------\n");
                self.pieces.push(rule);
                self.open = false;
            }
            self.depth -= 1;
        }
        if outermost {
            self.depth = 0;
        }
    }
}

/// The lines of a text with their ends, by every line end that `str.splitlines` knows.
pub fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = (0..rest.len()).find_map(|at| line_end(&rest[at..]).map(|width| at + width)).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = after;
        Some(line)
    })
}

/// How many bytes the line end at the start of `text` has, if one stands there.
fn line_end(text: &[u8]) -> Option<usize> {
    match text {
        [b'\r', b'\n', ..] => Some(2),
        [b'\n' | b'\r' | 0x0b | 0x0c | 0x1c..=0x1e, ..] => Some(1),
        [0xc2, 0x85, ..] => Some(2),
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some(3),
        _ => None,
    }
}

/// Where in a file a syntax error is, as far as it says.
#[derive(Default)]
pub struct Place {
    pub filename: Option<Buf<u8>>,
    /// The line number's text.
    pub lineno: Option<Buf<u8>>,
    /// Whether the end is on the same line (or is not known there either).
    pub one_line: bool,
    /// The line of source; `None` when there is none to show.
    pub text: Option<Vec<u32>>,
    pub offset: Offset,
    pub end_offset: Option<i64>,
}

/// The column of a syntax error, from 1.
#[derive(Default, Clone, Copy, PartialEq)]
pub enum Offset {
    /// There is none: the line is shown alone.
    #[default]
    None,
    At(i64),
    /// It is no number: the line is not shown.
    Odd,
}

/// The lines that show the place of a syntax error, and what is to follow its message.
pub fn syntax_error(place: &Place) -> (Vec<Buf<u8>>, Buf<u8>) {
    let mut out = Vec::new();
    let mut suffix = Buf::new();
    if let Some(lineno) = &place.lineno {
        let mut line = b"  File \"".to_buf();
        match &place.filename {
            Some(name) if !name.is_empty() => line.extend_from_slice(name),
            _ => line.extend_from_slice(b"<string>"),
        }
        line.extend_from_slice(b"\", line ");
        line.extend_from_slice(lineno);
        line.push(b'\n');
        out.push(line);
    } else if let Some(name) = &place.filename {
        suffix = joined(&[b" (", name, b")"]);
    }
    let Some(text) = &place.text else { return (out, suffix) };
    let kept = text.len() - text.iter().rev().take_while(|c| **c == u32::from(b'\n')).count();
    let whole = &text[..kept];
    let spaces = whole.iter().take_while(|c| matches!(c, 0x20 | 0x0a | 0x0c)).count();
    let shown = &whole[spaces..];
    let source = || {
        let mut line = b"    ".to_buf();
        shown.iter().for_each(|c| push(&mut line, *c));
        line.push(b'\n');
        line
    };
    match place.offset {
        Offset::None => out.push(source()),
        Offset::Odd => {}
        Offset::At(start) => {
            let after = whole.len() as i64 + 1;
            let mut start = start;
            let mut end = match place.one_line {
                true => place.end_offset.filter(|end| *end != 0).unwrap_or(start),
                false => after,
            };
            if !text.is_empty() && start > text.len() as i64 {
                start = after;
            }
            if !text.is_empty() && end > text.len() as i64 {
                end = after;
            }
            if start >= end || end < 0 {
                end = start.saturating_add(1);
            }
            out.push(source());
            let column = start.saturating_sub(1 + spaces as i64);
            if column >= 0 {
                let mut carets = b"    ".to_buf();
                // Tabs and the like are kept, so that the caret stands under its character.
                for c in shown.iter().take(column as usize) {
                    push(&mut carets, if char::from_u32(*c).is_some_and(char::is_whitespace) { *c } else { 0x20 });
                }
                let width = end.saturating_sub(start).clamp(0, after.max(1) + 1) as usize;
                carets.extend(std::iter::repeat_n(b'^', width));
                carets.push(b'\n');
                out.push(carets);
            }
        }
    }
    (out, suffix)
}
