//! The baseline: findings that are known, each accepted for a reason.
//!
//! An entry fits a finding by rule, module, subject and function, and not by line or count, which change while the finding stays. What
//! an entry leaves out fits anything. An entry without a reason is none.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::configuration::{line_of, parse};
use crate::report::{File, Finding};
use crate::selection::Selection;

/// What `--write-baseline` gives as the reason of what is new.
const NEW: &str = "found when this file was written; nobody has said yet why it may stay";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    finding: Vec<Spanned<Entry>>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    module: Option<String>,
    subject: Option<String>,
    function: Option<String>,
    reason: String,
    #[serde(skip)]
    line: usize,
    #[serde(skip)]
    is_used: bool,
}

pub struct Baseline {
    path: PathBuf,
    entries: Vec<Entry>,
    /// The modules that were checked to the end: of these it is known what no longer occurs.
    checked: BTreeSet<String>,
    /// What was found and not accepted, as rule, module, subject and function.
    new: BTreeSet<(String, String, String, Option<String>)>,
}

impl Entry {
    fn fits(&self, finding: &Finding) -> bool {
        let same = |wanted: &Option<String>, is: &str| wanted.as_ref().is_none_or(|wanted| wanted == is);
        self.rule.eq_ignore_ascii_case(&finding.rule)
            && same(&self.module, &finding.module)
            && same(&self.subject, &finding.subject)
            && same(&self.function, finding.place.function.as_deref().unwrap_or_default())
    }

    fn is_gone(&self, checked: &BTreeSet<String>, selection: &Selection) -> bool {
        !self.is_used && selection.takes(&self.rule.to_ascii_uppercase()) && self.module.as_ref().is_none_or(|module| checked.contains(module))
    }

    fn write(&self, text: &mut String) {
        let _ = writeln!(text, "\n[[finding]]\nrule = {}", quoted(&self.rule));
        for (key, value) in [("module", &self.module), ("subject", &self.subject), ("function", &self.function)] {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {}", quoted(value));
            }
        }
        let _ = writeln!(text, "reason = {}", quoted(&self.reason));
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl Baseline {
    /// A baseline without entries, to be written.
    pub fn empty(path: &Path) -> Baseline {
        Baseline { path: path.to_owned(), entries: Vec::new(), checked: BTreeSet::new(), new: BTreeSet::new() }
    }

    pub fn read(path: &Path) -> Result<Baseline, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut entries = Vec::new();
        for spanned in parse::<Document>(path, &text)?.finding {
            let line = line_of(&text, spanned.span().start);
            let entry = Entry { line, ..spanned.into_inner() };
            let wrong = |what: &str| Err(format!("{}:{line}: {what}", path.display()));
            if entry.reason.trim().is_empty() {
                return wrong("the finding has no reason; say why it may stay");
            }
            if crate::rules::find(&entry.rule).is_none() {
                return wrong(&format!("there is no rule {}", entry.rule));
            }
            entries.push(entry);
        }
        Ok(Baseline { entries, ..Baseline::empty(path) })
    }

    /// Marks what is accepted.
    pub fn accept(&mut self, file: &mut File) {
        for extension in &mut file.extensions {
            if extension.blocked.is_none() {
                self.checked.insert(extension.module.clone());
            }
            for finding in &mut extension.findings {
                for entry in &mut self.entries {
                    if entry.fits(finding) {
                        entry.is_used = true;
                        finding.accepted.get_or_insert_with(|| entry.reason.clone());
                    }
                }
                if finding.accepted.is_none() {
                    self.new.insert((finding.rule.to_string(), finding.module.clone(), finding.subject.clone(), finding.place.function.clone()));
                }
            }
        }
    }

    /// A line for each entry whose finding no longer occurs in what was checked.
    pub fn gone(&self, selection: &Selection) -> Vec<String> {
        let gone = self.entries.iter().filter(|entry| entry.is_gone(&self.checked, selection));
        let line = |entry: &Entry| {
            let parts = [&entry.module, &entry.subject, &entry.function];
            let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            format!("{}:{}: {} {} no longer occurs", self.path.display(), entry.line, entry.rule, parts.join(", "))
        };
        gone.map(line).collect()
    }

    /// The file with what is new, and without what is gone.
    pub fn write(&self, path: &Path, selection: &Selection) -> Result<(), String> {
        let mut text = String::from(
            "# Findings of exuvia check that are known, each with the reason why it may stay.\n\
             # An entry fits by rule, module, subject and function; what it leaves out fits anything.\n",
        );
        for entry in self.entries.iter().filter(|entry| !entry.is_gone(&self.checked, selection)) {
            entry.write(&mut text);
        }
        for (rule, module, subject, function) in self.new.iter().cloned() {
            let (module, subject) = (Some(module), Some(subject));
            Entry { rule, module, subject, function, reason: NEW.to_owned(), line: 0, is_used: true }.write(&mut text);
        }
        std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
    }
}
