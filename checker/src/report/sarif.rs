//! SARIF 2.1.0, as code scanning services and editors read it.
//!
//! All rules are described first, each with its page; a result names its rule by identifier and index. A result with a line of a source is
//! there; any other is at the file that was checked, which code scanning can always show.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use super::{Context, File, Finding, Totals, Writer};
use crate::rules::{self, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub struct Sarif<'a> {
    out: Box<dyn Write + 'a>,
    context: &'a Context,
    indices: HashMap<&'static str, usize>,
    troubles: Vec<String>,
    is_first: bool,
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

impl<'a> Sarif<'a> {
    pub fn begin(mut out: Box<dyn Write + 'a>, context: &'a Context) -> io::Result<Sarif<'a>> {
        let described = rules::all().iter().map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": rule.what },
                "help": { "text": format!("{}\n\n{}", rule.why, rule.mend), "markdown": rule.page },
                "defaultConfiguration": { "level": level(rule.severity) },
                "properties": { "tags": [rule.group()], "precision": "high" },
            })
        });
        let driver = json!({
            "name": "exuvia check",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": described.collect::<Vec<Value>>(),
        });
        let indices = rules::all().iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
        write!(
            out,
            "{{\"$schema\": \"{SCHEMA}\", \"version\": \"2.1.0\", \"runs\": [{{\n\"tool\": {{\"driver\": {driver}}},\n\
             \"columnKind\": \"unicodeCodePoints\",\n\"results\": ["
        )?;
        Ok(Sarif { out, context, indices, troubles: Vec::new(), is_first: true })
    }

    /// The place of a file, relative to the working directory where it is below that.
    fn location(&self, path: &Path, is_source: bool) -> Value {
        let below = |prefix: &Path| path.strip_prefix(prefix).ok().map(normal);
        let stripped = self.context.source_prefix.as_deref().filter(|_| is_source).and_then(below);
        let relative = stripped.or_else(|| below(&self.context.folder)).or_else(|| path.is_relative().then(|| normal(path)));
        let uri = relative.map_or_else(|| format!("file://{}", encoded(path)), |path| encoded(&path));
        json!({ "uri": uri })
    }

    fn result(&self, file: &File, finding: &Finding) -> Value {
        let physical = match (&finding.place.file, finding.place.line) {
            (Some(source), line) => {
                let mut place = json!({ "artifactLocation": self.location(Path::new(source), true) });
                if let Some(line) = line.filter(|line| *line > 0) {
                    place["region"] = json!({ "startLine": line });
                }
                place
            }
            _ => json!({ "artifactLocation": self.location(Path::new(&file.file), false) }),
        };
        let mut logical = vec![json!({ "name": finding.module, "kind": "module" })];
        if let Some(function) = &finding.place.function {
            logical.push(json!({ "name": function, "fullyQualifiedName": format!("{}::{function}", finding.module), "kind": "function" }));
        }
        let mut result = json!({
            "ruleId": finding.rule,
            "level": level(finding.severity),
            "message": { "text": format!("{}: {}", finding.module, finding.line()) },
            "locations": [{ "physicalLocation": physical, "logicalLocations": logical }],
            "partialFingerprints": { "exuvia/v1": fingerprint(finding) },
            "occurrenceCount": finding.count.max(1),
        });
        if let Some(index) = self.indices.get(&*finding.rule) {
            result["ruleIndex"] = json!(index);
        }
        if !finding.frames.is_empty() {
            let frame = |frame: &super::Frame| {
                let mut location =
                    json!({ "logicalLocations": [{ "fullyQualifiedName": frame.place.function.as_deref().unwrap_or(&frame.module) }] });
                if let Some(source) = &frame.place.file {
                    location["physicalLocation"] = json!({ "artifactLocation": self.location(Path::new(source), true) });
                    if let Some(line) = frame.place.line.filter(|line| *line > 0) {
                        location["physicalLocation"]["region"] = json!({ "startLine": line });
                    }
                }
                json!({ "location": location, "module": frame.module })
            };
            result["stacks"] = json!([{ "frames": finding.frames.iter().map(frame).collect::<Vec<Value>>() }]);
        }
        if let Some(reason) = &finding.accepted {
            result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": reason }]);
        }
        result
    }
}

/// What stays the same of a finding when lines move.
fn fingerprint(finding: &Finding) -> String {
    let parts = [&*finding.rule, &finding.module, &finding.subject, finding.place.function.as_deref().unwrap_or_default()];
    format!("{:016x}", crate::targets::hash(parts.join("\0").as_bytes()))
}

/// A path without `.` and without the folders that `..` leaves.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            component => out.push(component),
        }
    }
    out
}

/// A path as a URI writes it.
fn encoded(path: &Path) -> String {
    let mut out = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~+".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl Writer for Sarif<'_> {
    fn file(&mut self, file: &File) -> io::Result<()> {
        self.troubles.extend(file.troubles());
        for finding in file.findings() {
            let comma = if self.is_first { "" } else { "," };
            self.is_first = false;
            write!(self.out, "{comma}\n{}", self.result(file, finding))?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Totals) -> io::Result<()> {
        let notifications: Vec<Value> = self.troubles.iter().map(|line| json!({ "level": "error", "message": { "text": line } })).collect();
        let invocations = json!([{ "executionSuccessful": self.troubles.is_empty(), "toolExecutionNotifications": notifications }]);
        writeln!(self.out, "\n],\n\"invocations\": {invocations}\n}}]}}")?;
        self.out.flush()
    }
}
