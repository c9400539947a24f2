//! The rules: one page each in docs/rules/, which is all there is of them here.
//!
//! A page is `# EX301: TITLE`, a line `Severity: error.`, `warning.` or `note.`, and three sections: what is found, why it matters, how to mend it.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

static PAGES: &[&str] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing, and no breach of a promise.
    Note,
    /// Works today, and need not tomorrow or elsewhere.
    Warning,
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A rule, as its page has it.
pub struct Rule {
    /// `EX301`.
    pub id: &'static str,
    pub title: &'static str,
    pub severity: Severity,
    pub what: &'static str,
    pub why: &'static str,
    pub mend: &'static str,
    pub page: &'static str,
}

impl Rule {
    fn read(page: &'static str) -> Option<Rule> {
        let (head, rest) = page.split_once('\n')?;
        let (id, title) = head.strip_prefix("# ")?.split_once(": ")?;
        let named = |severity: &Severity| rest.contains(&format!("Severity: {}.", severity.name()));
        let severity = [Severity::Note, Severity::Warning].into_iter().find(named).unwrap_or(Severity::Error);
        let section = |name: &str| {
            let text = &rest[rest.find(&format!("## {name}"))?..];
            let text = text.split_once('\n')?.1;
            Some(text.split("\n## ").next().unwrap_or(text).trim())
        };
        Some(Rule { id, title, severity, what: section("What")?, why: section("Why")?, mend: section("How")?, page })
    }

    /// Where its page is, in Exuvia's sources.
    pub fn link(&self) -> String {
        format!("docs/rules/{}.md", self.id)
    }

    /// What the rules of its hundred have in common.
    pub fn group(&self) -> &'static str {
        match self.id.as_bytes().get(2) {
            Some(b'1') => "symbols",
            Some(b'2') => "layout",
            Some(b'3') => "references",
            Some(b'4') => "immortals",
            Some(b'5') => "errors",
            Some(b'6') => "threads",
            Some(b'7') => "memory",
            Some(b'8') => "modules",
            _ => "robustness",
        }
    }
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| PAGES.iter().filter_map(|page| Rule::read(page)).collect());

/// All rules, by their identifiers.
pub fn all() -> &'static [Rule] {
    &RULES
}

/// The rule of an identifier, in whatever case.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_a_rule() {
        assert_eq!(all().len(), PAGES.len());
        assert!(all().is_sorted_by_key(|rule| rule.id));
    }
}
