//! The table for people: a row for each question, then the findings, then a line for the file.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Extension, File, Totals, Writer, counted, plural, printable};
use crate::rules::Severity;

/// How wide a list of names may be.
const WIDTH: usize = 100;

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
const WORTH_KNOWING: Style = AnsiColor::Cyan.on_default();
const DIM: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();

/// Writes with colours; what must not have them takes them out behind it.
pub struct Table<'a> {
    out: Box<dyn Write + 'a>,
}

impl<'a> Table<'a> {
    pub fn new(out: Box<dyn Write + 'a>) -> Table<'a> {
        Table { out }
    }
}

impl Writer for Table<'_> {
    fn file(&mut self, file: &File) -> io::Result<()> {
        let mut text = String::new();
        if let Some(reason) = &file.skipped {
            let _ = writeln!(text, "{}  {DIM}passed over: {}{DIM:#}\n", printable(&file.file), printable(reason));
        } else if file.error.is_none() {
            whole(&mut text, file);
        }
        self.out.write_all(text.as_bytes())
    }

    fn end(&mut self, totals: &Totals) -> io::Result<()> {
        if totals.files > 1 {
            let found = counted(totals.errors, totals.warnings, totals.notes);
            let mut line = if found.is_empty() { "no findings".to_owned() } else { found };
            for (count, what) in [(totals.accepted, "accepted"), (totals.not_checked, "not checked to the end"), (totals.skipped, "passed over")] {
                if count > 0 {
                    let _ = write!(line, ", {count} {what}");
                }
            }
            let modules = totals.extensions;
            writeln!(self.out, "{STRONG}{} files, {modules} extension module{}: {line}{STRONG:#}", totals.files, plural(modules))?;
        }
        self.out.flush()
    }
}

fn whole(text: &mut String, file: &File) {
    let tags = file.tags.as_ref().map_or(String::new(), |tags| format!("  ({tags})"));
    let _ = writeln!(text, "{STRONG}{}{STRONG:#}{}", printable(&file.file), printable(&tags));
    for extension in &file.extensions {
        one(text, extension, file.tags.is_some());
    }
    let mut totals = Totals::default();
    totals.add(file);
    let mut what = counted(totals.errors, totals.warnings, 0);
    if what.is_empty() {
        "no findings".clone_into(&mut what);
    }
    if totals.not_checked > 0 {
        let _ = write!(what, ", {} not checked to the end", totals.not_checked);
    }
    let notes = counted(0, 0, totals.notes);
    if !notes.is_empty() {
        let _ = write!(what, ", {notes}");
    }
    if totals.accepted > 0 {
        let _ = write!(what, ", {} accepted", totals.accepted);
    }
    let _ = writeln!(text, "{} extension module{}: {what}\n", file.extensions.len(), plural(file.extensions.len()));
}

/// One extension: a row for each question, then its findings.
fn one(text: &mut String, extension: &Extension, in_wheel: bool) {
    let symbols = &extension.symbols;
    let is_broken = |rules: &str| extension.open().any(|f| f.severity == Severity::Error && f.rule.starts_with(rules));
    let mut amount = format!("{} imported: {} stable", symbols.imported, symbols.stable);
    for (count, what) in
        [(symbols.full, "of the full API"), (symbols.private, "private"), (symbols.unknown, "unknown"), (symbols.missing.len(), "missing in Exuvia")]
    {
        if count > 0 {
            let _ = write!(amount, ", {count} {what}");
        }
    }
    if let Some(needs) = &symbols.needs {
        let _ = write!(amount, "; all in the stable ABI of {needs}");
    }
    let slots = if extension.init.slots.is_empty() { String::new() } else { format!(": {}", extension.init.slots.join(", ")) };
    let load = match extension.load.outcome.as_str() {
        "" => ("-", "not tried".to_owned()),
        "loaded" => ("ok", format!("{} names, {:.0} ms", extension.load.names.unwrap_or(0), extension.load.milliseconds.unwrap_or(0.0))),
        outcome => ("FAIL", extension.blocked.clone().unwrap_or_else(|| outcome.to_owned())),
    };
    if in_wheel {
        let _ = writeln!(text, "  {}", printable(&extension.path));
    }
    let rows = [
        ("module", "", extension.module.clone()),
        ("built for", if is_broken("EX110") { "FAIL" } else { "ok" }, extension.target.clone()),
        ("symbols", if is_broken("EX10") || !symbols.missing.is_empty() { "FAIL" } else { "ok" }, amount),
        ("init", if extension.init.style.is_empty() { "-" } else { "ok" }, format!("{}{slots}", extension.init.style)),
        ("load", load.0, load.1),
    ];
    for (question, state, answer) in rows {
        let style = match state {
            "ok" => GOOD,
            "FAIL" => BAD,
            _ => DIM,
        };
        let _ = writeln!(text, "    {question:<10} {style}{state:<5}{style:#} {}", printable(&answer));
    }
    let mut line = String::new();
    for name in &symbols.missing {
        if line.len() + name.len() > WIDTH {
            let _ = writeln!(text, "    missing          {line}");
            line.clear();
        }
        let _ = write!(line, "{} ", printable(name));
    }
    if !line.is_empty() {
        let _ = writeln!(text, "    missing          {}", line.trim_end());
    }
    for finding in &extension.findings {
        let (mark, style) = match finding.severity {
            _ if finding.accepted.is_some() => ("accepted", DIM),
            Severity::Error => ("finding", BAD),
            Severity::Warning => ("warning", DOUBTFUL),
            Severity::Note => ("note", WORTH_KNOWING),
        };
        let _ = writeln!(text, "    {style}{mark:<10}{style:#} {STRONG}{}{STRONG:#}: {}", finding.rule, finding.line());
        let place = finding.place();
        if !place.is_empty() && place != finding.subject {
            let _ = writeln!(text, "               at {}", printable(&place));
        }
        if let Some(reason) = &finding.accepted {
            let _ = writeln!(text, "               because {}", printable(reason));
        }
    }
    for line in extension.comparison.iter().flat_map(crate::children::Comparison::lines) {
        let _ = writeln!(text, "    {}", printable(&line));
    }
}
