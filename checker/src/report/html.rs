//! One page that needs nothing else: no network, no other file, and no script to be read; a script filters the findings.
//!
//! What is found goes to a file first, because the totals stand at the top of the page and are known last.

use std::fs;
use std::io::{self, Seek, Write};

use super::{Context, Extension, File, Finding, Totals, Writer, escaped, plural};
use crate::rules::Severity;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

pub struct Html<'a> {
    out: Box<dyn Write + 'a>,
    body: fs::File,
}

impl<'a> Html<'a> {
    pub fn begin(out: Box<dyn Write + 'a>, context: &'a Context) -> io::Result<Html<'a>> {
        Ok(Html { out, body: tempfile::tempfile_in(&context.scratch)? })
    }
}

fn severity(finding: &Finding) -> &'static str {
    match finding.severity {
        _ if finding.accepted.is_some() => "accepted",
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn row(finding: &Finding) -> String {
    let kind = severity(finding);
    let code = |text: &str| format!("<code>{}</code>", escaped(text));
    let mut more = String::new();
    for (term, text) in [("What is found", &finding.what), ("Why it matters", &finding.why), ("How to mend it", &finding.mend)] {
        more += &format!("<dt>{term}</dt><dd>{}</dd>", escaped(text));
    }
    if !finding.frames.is_empty() {
        let frames: String = finding.frames.iter().map(|f| format!("<li>{}</li>", code(&format!("{}: {}", f.module, f.place)))).collect();
        more += &format!("<dt>Called from</dt><dd><ol class=\"frames\">{frames}</ol></dd>");
    }
    let accepted = finding.accepted.as_ref().map_or(String::new(), |reason| format!("<p>Accepted: {}</p>", escaped(reason)));
    format!(
        "<tr class=\"{kind}-row {}\" data-rule=\"{}\" data-title=\"{}\" data-severity=\"{kind}\" data-module=\"{}\">\
         <td class=\"{kind}\">{kind}</td><td><strong>{}</strong></td>\
         <td><p>{}</p>{accepted}<details><summary>{}</summary><dl>{more}</dl></details></td><td>{}</td></tr>\n",
        if finding.accepted.is_some() { "accepted" } else { "" },
        escaped(&finding.rule),
        escaped(finding.title()),
        escaped(&finding.module),
        escaped(&finding.rule),
        escaped(&finding.line()),
        escaped(finding.title()),
        code(&finding.place()),
    )
}

/// What an extension does otherwise on another libpython.
fn comparison(extension: &Extension) -> String {
    let Some(comparison) = &extension.comparison else { return String::new() };
    let caption = format!("{} things compared with {}: {} not the same", comparison.compared, comparison.runtime, comparison.different.len());
    if comparison.different.is_empty() {
        return format!("<p class=\"dim\">{}</p>\n", escaped(&caption));
    }
    let row = |row: &crate::children::Row| {
        format!("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(&row.what), escaped(&row.here), escaped(&row.there))
    };
    let rows: String = comparison.different.iter().map(row).collect();
    format!(
        "<table><caption class=\"dim\">{}</caption><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Exuvia</th><th scope=\"col\">The other</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table>\n",
        escaped(&caption)
    )
}

fn section(file: &File, extension: &Extension) -> String {
    let name = if extension.path == file.file { String::new() } else { format!(" in {}", extension.path) };
    let trouble = match &extension.blocked {
        Some(why) => format!("<p class=\"trouble\">Not checked to the end: {}</p>\n", escaped(why)),
        None => String::new(),
    };
    let target = if extension.target == "not said" { "its name does not say what" } else { &extension.target };
    let about = format!(
        "<p class=\"dim\">Built for: {}. {} symbols of the C API, {} of them stable.</p>\n",
        escaped(target),
        extension.symbols.imported,
        extension.symbols.stable
    );
    let heading = format!("<h3><code>{}</code>{}</h3>\n{about}{trouble}", escaped(&extension.module), escaped(&name)) + &comparison(extension);
    if extension.findings.is_empty() {
        return format!("{heading}<p>Nothing was found.</p>\n");
    }
    let rows: String = extension.findings.iter().map(row).collect();
    format!(
        "<section data-found>{heading}<table><caption class=\"dim\">Findings in {}</caption>\
         <colgroup><col class=\"severity\"><col class=\"rule\"><col><col class=\"place\"></colgroup>\
         <thead><tr><th scope=\"col\">Severity</th><th scope=\"col\">Rule</th><th scope=\"col\">What was seen</th><th scope=\"col\">Where</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table></section>\n",
        escaped(&extension.module)
    )
}

impl Writer for Html<'_> {
    fn file(&mut self, file: &File) -> io::Result<()> {
        let tags = file.tags.as_ref().map_or(String::new(), |tags| format!("<p class=\"dim\">{}</p>\n", escaped(tags)));
        writeln!(self.body, "<article>\n<h2>{}</h2>\n{tags}", escaped(&file.file))?;
        if let Some(error) = &file.error {
            writeln!(self.body, "<p class=\"trouble\">Not checked: {}</p>", escaped(error))?;
        }
        if let Some(reason) = &file.skipped {
            writeln!(self.body, "<p class=\"dim\">Passed over: {}</p>", escaped(reason))?;
        }
        for extension in &file.extensions {
            self.body.write_all(section(file, extension).as_bytes())?;
        }
        writeln!(self.body, "</article>")
    }

    fn end(&mut self, totals: &Totals) -> io::Result<()> {
        let figures = [
            (totals.files, "file", ""),
            (totals.extensions, "extension module", ""),
            (totals.errors, "error", "error"),
            (totals.warnings, "warning", "warning"),
            (totals.notes, "note", "note"),
        ];
        let mut items: String =
            figures.iter().map(|(n, what, class)| format!("<li class=\"{class}\"><strong>{n}</strong> {what}{}</li>", plural(*n))).collect();
        for (count, what) in [(totals.accepted, "accepted"), (totals.not_checked, "not checked to the end"), (totals.skipped, "passed over")] {
            if count > 0 {
                items += &format!("<li><strong>{count}</strong> {what}</li>");
            }
        }
        let gone: String = totals.gone.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
        let gone = if gone.is_empty() { gone } else { format!("<h2>Accepted, and no longer found</h2><ul>{gone}</ul>") };
        let box_of = |kind: &str, label: &str| format!("<label><input type=\"checkbox\" name=\"severity\" value=\"{kind}\" checked> {label}</label>");
        let boxes =
            [("error", "Errors"), ("warning", "Warnings"), ("note", "Notes"), ("accepted", "Accepted")].map(|(kind, label)| box_of(kind, label));
        writeln!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
             <title>exuvia check: {} error{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>exuvia check</h1>\n\
             <ul class=\"totals\">{items}</ul>\n\
             <form id=\"filter\" hidden>\n<fieldset><legend>Severity</legend>{}</fieldset>\n\
             <label class=\"column\">Rule <select id=\"rule\"><option value=\"\">All rules</option></select></label>\n\
             <label class=\"column\">Text <input id=\"text\" type=\"search\"></label>\n\
             <button type=\"reset\">Show all</button>\n</form>\n<p id=\"shown\" class=\"dim\" role=\"status\"></p>\n",
            totals.errors,
            plural(totals.errors),
            boxes.concat()
        )?;
        self.body.rewind()?;
        io::copy(&mut self.body, &mut self.out)?;
        writeln!(
            self.out,
            "{gone}</main>\n<footer class=\"dim\">Exuvia {}; <code>exuvia explain RULE</code> shows the page of a rule.</footer>\n\
             <script>\n{SCRIPT}</script>\n</body>\n</html>",
            env!("CARGO_PKG_VERSION")
        )?;
        self.out.flush()
    }
}
