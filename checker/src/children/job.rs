//! What a child is asked to do, and what it tells: both as JSON.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::api::{Raised, lies_in};
use super::limits::Limits;

/// One child's work.
#[derive(Serialize, Deserialize, Clone)]
pub struct Job {
    /// The libpython to load into.
    pub library: PathBuf,
    /// The extension's file, and the dotted name to import it by.
    pub file: PathBuf,
    pub module: String,
    /// Where steps and findings are written, a line each.
    pub report: PathBuf,
    pub scene: Scene,
    /// A shared object with `exercise_*` functions, and the names of these.
    pub exercise: Option<(PathBuf, Vec<String>)>,
    pub repeat: u32,
    pub seed: u64,
    /// The step that a scene which can be resumed begins with.
    pub from: u64,
    pub limits: Limits,
}

/// Where and how an extension is loaded.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Scene {
    /// In the main interpreter: what it does there is the measure of the other scenes.
    Main,
    /// Twice in one interpreter.
    Twice,
    /// In the main interpreter, and in a sub-interpreter that shares its GIL.
    Legacy,
    /// In two interpreters with a GIL each, at once.
    Isolated,
    /// Again after `Py_FinalizeEx`.
    Again,
    /// In the main interpreter, driven by the functions of a file, again and again.
    Exercise,
    /// In the main interpreter, telling what each thing does, to compare it with another libpython.
    Compare,
    /// Loaded and asked while requests for memory fail, one after the other.
    Allocations,
    /// Called with arguments that nobody would give.
    Arguments,
    /// Called in random order.
    Random,
}

impl Scene {
    /// In words, after "while".
    pub fn what(self) -> &'static str {
        match self {
            Scene::Main => "it was loaded",
            Scene::Twice => "it was loaded twice",
            Scene::Legacy => "it was loaded in a sub-interpreter",
            Scene::Isolated => "it was loaded in two isolated interpreters",
            Scene::Again => "it was loaded again after Py_FinalizeEx",
            Scene::Exercise => "it was exercised",
            Scene::Compare => "it was compared",
            Scene::Allocations => "memory ran out",
            Scene::Arguments => "it was called with odd arguments",
            Scene::Random => "it was called in random order",
        }
    }
}

/// What the child tells, a line of JSON each.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(tag = "step", rename_all = "lowercase")]
pub enum Step {
    /// What comes next; the last of these is where a crash was. `number` counts those of scenes that can be resumed.
    Doing {
        what: String,
        number: u64,
    },
    /// The module's definition; a single-phase module's has no array of slots, a multi-phase module's need not have one.
    /// `promise` is the value of `Py_mod_multiple_interpreters`.
    Definition {
        has_slots: bool,
        slots: Vec<String>,
        promise: Option<usize>,
    },
    Loaded {
        names: usize,
    },
    /// An exception came out of loading in the main interpreter.
    Raised {
        what: String,
        exception: String,
    },
    /// Something broke a rule, as the child itself saw: with the file and the offset in it that it is about.
    Broken {
        rule: String,
        subject: String,
        message: String,
        at: Option<(String, u64)>,
    },
    /// What something does, for comparing.
    Did {
        what: String,
        answer: String,
    },
    Failed {
        reason: String,
    },
    Ended,
    /// How the child ended, as its keeper saw it.
    End {
        end: End,
        milliseconds: f64,
        left: usize,
        output: String,
    },
}

/// How a child ended.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum End {
    Exit(i32),
    Signal(i32),
    /// Overruns, each with what was allowed.
    Time(u64),
    Memory(u64),
    Output(u64),
    Processes(usize),
}

/// Where steps go. The file is opened for each: whatever the extension does to open files, the next line arrives.
pub struct Told {
    path: PathBuf,
    process: u32,
    number: std::sync::atomic::AtomicU64,
}

impl Told {
    pub fn new(path: PathBuf) -> Told {
        Told { path, process: std::process::id(), number: std::sync::atomic::AtomicU64::new(0) }
    }

    pub fn tell(&self, step: &Step) {
        if std::process::id() != self.process {
            // A copy of this process that the extension has made, and not ended.
            // SAFETY: ends the copy.
            unsafe { libc::_exit(0) };
        }
        let mut line = serde_json::to_string(step).unwrap_or_default();
        line.push('\n');
        if let Ok(mut file) = File::options().append(true).open(&self.path) {
            let _ = file.write_all(line.as_bytes());
        }
    }

    pub fn doing(&self, what: &str) {
        self.tell(&Step::Doing { what: what.to_owned(), number: self.number.load(std::sync::atomic::Ordering::Relaxed) });
    }

    /// The same, in a scene that can be resumed after this step.
    pub fn doing_number(&self, number: u64, what: &str) {
        self.number.store(number, std::sync::atomic::Ordering::Relaxed);
        self.doing(what);
    }

    /// A rule was broken, where the exception was made that says so.
    pub fn broken(&self, rule: &str, subject: &str, message: String, raised: Option<&Raised>) {
        let at = raised.filter(|raised| raised.site != 0).and_then(|raised| lies_in(raised.site));
        self.tell(&Step::Broken { rule: rule.to_owned(), subject: subject.to_owned(), message, at });
    }
}
