//! The rules: one page each in docs/rules/, which is all there is of them here.
//!
//! A page is `# EX301: TITLE`, a line `Severity: error.` or `note.`, and three sections: what is found, why it matters, how to mend it.

use std::sync::LazyLock;

use serde::Serialize;

static PAGES: &[&str] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

#[derive(Serialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing, and no breach of a promise.
    Note,
    Error,
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
        let severity = if rest.contains("Severity: note.") { Severity::Note } else { Severity::Error };
        let section = |name: &str| {
            let text = &rest[rest.find(&format!("## {name}"))?..];
            let text = text.split_once('\n')?.1;
            Some(text.split("\n## ").next().unwrap_or(text).trim())
        };
        Some(Rule { id, title, severity, what: section("What")?, why: section("Why")?, mend: section("How")?, page })
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
