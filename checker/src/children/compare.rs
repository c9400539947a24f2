//! What an extension does on Exuvia and on another libpython, side by side.
//!
//! What it does is the result of loading it, the type of each name, what each function and type answers when it is called without arguments and with
//! `None`, and what each exercise answers: exceptions with their texts, results with their types.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::api::Object;
use super::job::Step;
use super::probe::Child;
use super::supervisor::Outcome;

/// What a library does that cannot be opened.
const LIBRARY: &str = "the library";

/// The same of two libraries.
#[derive(Serialize, Deserialize)]
pub struct Comparison {
    /// The other library.
    pub runtime: String,
    /// How many things were compared.
    pub compared: usize,
    /// Those that are not the same.
    pub different: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
pub struct Row {
    pub what: String,
    pub here: String,
    pub there: String,
}

impl Comparison {
    pub fn of(runtime: &Path, here: &Outcome, there: &Outcome) -> Comparison {
        let mut rows: Vec<(String, Option<String>, Option<String>)> = Vec::new();
        for (what, answer) in answers(here) {
            rows.push((what, Some(answer), None));
        }
        for (what, answer) in answers(there) {
            match rows.iter_mut().find(|(known, _, there)| *known == what && there.is_none()) {
                Some((.., there)) => *there = Some(answer),
                None => rows.push((what, None, Some(answer))),
            }
        }
        // A library that cannot be opened does nothing else, either.
        if rows.iter().any(|(what, ..)| what == LIBRARY) {
            rows.retain(|(what, ..)| what == LIBRARY);
        }
        let compared = rows.len();
        let said = |answer: Option<String>| answer.unwrap_or_else(|| "nothing".to_owned());
        let different = rows.into_iter().filter(|(_, here, there)| here != there);
        let different = different.map(|(what, here, there)| Row { what, here: said(here), there: said(there) }).collect();
        Comparison { runtime: runtime.display().to_string(), compared, different }
    }

    /// As lines of a table.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![match self.different.len() {
            0 => format!("{}: {} things compared, all the same", self.runtime, self.compared),
            count => format!("{}: {} things compared, {count} not the same", self.runtime, self.compared),
        }];
        let width = |column: fn(&Row) -> &str| self.different.iter().map(|row| column(row).chars().count()).max().unwrap_or(0).min(60);
        let (first, second) = (width(|row| &row.what), width(|row| &row.here).max("Exuvia".len()));
        if !self.different.is_empty() {
            lines.push(format!("  {:first$}  {:second$}  {}", "", "Exuvia", "the other"));
        }
        lines.extend(self.different.iter().map(|row| format!("  {:first$}  {:second$}  {}", row.what, row.here, row.there)));
        lines
    }
}

/// What a child has told of what the extension did, and how it ended where that was not by itself.
fn answers(outcome: &Outcome) -> Vec<(String, String)> {
    let did = outcome.steps.iter().filter_map(|step| match step {
        Step::Did { what, answer } => Some((what.clone(), answer.clone())),
        Step::Failed { reason } => Some((LIBRARY.to_owned(), reason.clone())),
        _ => None,
    });
    let mut answers: Vec<(String, String)> = did.collect();
    if let Some((_, message)) = outcome.overrun() {
        answers.push(("the process".to_owned(), message));
    }
    answers
}

/// The child's part: tells what the extension does.
///
/// # Safety
/// The main interpreter runs, and this thread has its GIL.
pub unsafe fn tell(child: &Child) -> Result<(), Step> {
    let api = &child.api;
    let did = |what: &str, answer: String| child.told.tell(&Step::Did { what: what.to_owned(), answer });
    // SAFETY: the caller's word.
    unsafe {
        let module = match child.load(false) {
            Ok(module) => module,
            Err(refused) => {
                did("import", format!("raised {}", refused.raised));
                return Ok(());
            }
        };
        did("import", "loaded".to_owned());
        for name in child.names(module) {
            let Ok(value) = api.attribute(module, &name) else {
                did(&name, "cannot be had".to_owned());
                continue;
            };
            did(&name, api.type_name(value));
            if (api.PyCallable_Check)(value) != 0 && super::exercise::may_be_called(&name) {
                for count in 0..=1 {
                    let what = format!("{name}({})", if count == 0 { "" } else { "None" });
                    child.told.doing(&format!("{what} was called"));
                    did(&what, child.answer(child.called_with_none(value, count)));
                }
            }
            (api.Py_DecRef)(value);
        }
        if let Some(exercise) = &child.exercise {
            for (name, function) in &exercise.functions {
                child.told.doing(&format!("{name} ran"));
                did(name, child.exercise_once(name, *function, module).err().unwrap_or_else(|| "went well".to_owned()));
            }
        }
        (api.Py_DecRef)(module);
    }
    Ok(())
}

/// # Safety
/// As [`tell`].
impl Child<'_> {
    /// A result in words; steals it, and takes NULL for the exception that is set.
    unsafe fn answer(&self, result: Object) -> String {
        // SAFETY: the caller's word.
        unsafe {
            match self.api.made(result) {
                Ok(result) => {
                    let name = self.api.type_name(result);
                    (self.api.Py_DecRef)(result);
                    name
                }
                Err(raised) => format!("raised {raised}"),
            }
        }
    }
}
