//! Which rules are looked for: `EX301`, or the beginning that some have in common, `EX3`. Of what is selected and what is ignored the longer decides.

use crate::rules;

#[derive(Default)]
pub struct Selection {
    /// Empty where all rules are.
    select: Vec<String>,
    ignore: Vec<String>,
}

/// How long the longest of these is that `rule` begins with.
fn longest(prefixes: &[String], rule: &str) -> Option<usize> {
    prefixes.iter().filter(|prefix| rule.starts_with(prefix.as_str())).map(String::len).max()
}

/// The prefixes as rules are written. The error names one that no rule begins with.
pub fn prefixes(given: &[String]) -> Result<Vec<String>, String> {
    let known = |given: &String| {
        let prefix = given.trim().to_ascii_uppercase();
        let fits = !prefix.is_empty() && rules::all().iter().any(|rule| rule.id.starts_with(&prefix));
        if fits { Ok(prefix) } else { Err(format!("there is no rule {}; exuvia rules lists them", given.trim())) }
    };
    given.iter().map(known).collect()
}

impl Selection {
    pub fn new(select: &[String], ignore: &[String]) -> Result<Selection, String> {
        Ok(Selection { select: prefixes(select)?, ignore: prefixes(ignore)? })
    }

    /// Whether a rule is looked for.
    pub fn takes(&self, rule: &str) -> bool {
        let selected = if self.select.is_empty() { Some(0) } else { longest(&self.select, rule) };
        match (selected, longest(&self.ignore, rule)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(selected), Some(ignored)) => selected > ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(select: &[&str], ignore: &[&str]) -> Selection {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        Selection::new(&owned(select), &owned(ignore)).unwrap_or_default()
    }

    #[test]
    fn the_longer_decides() {
        assert!(selection(&[], &[]).takes("EX301"));
        assert!(!selection(&["ex1"], &[]).takes("EX301"));
        assert!(!selection(&[], &["EX3"]).takes("EX301"));
        assert!(selection(&["EX301"], &["EX3"]).takes("EX301"));
        assert!(!selection(&["EX3"], &["EX301"]).takes("EX301"));
        assert!(!selection(&["EX3"], &["EX3"]).takes("EX301"));
    }

    #[test]
    fn what_no_rule_begins_with() {
        assert!(prefixes(&["EX999".to_owned()]).is_err());
        assert!(prefixes(&[String::new()]).is_err());
    }
}
