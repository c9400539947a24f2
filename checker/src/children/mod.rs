//! The children of a check: processes in which targets are loaded, so that whatever becomes of them is an answer and not the end.
//!
//! An extension is loaded in one child after the other, each with a [scene](job::Scene) of its own, a time limit, and others ([`limits`]). The child
//! tells each step before it makes it ([`job::Step`]), the checked build writes what it finds among the steps, and a keeper says how the child
//! ended: from these the [`supervisor`] makes findings. All are this same executable, called with `probe` and a [job](job::Job).

mod api;
mod compare;
mod exercise;
mod job;
mod limits;
mod probe;
mod scenes;
mod stress;
mod supervisor;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use compare::{Comparison, Row};
pub use limits::Limits;

use crate::{check, extension, scratch};

/// What is done with what is loaded, besides the scenes.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Loading")]
pub struct Options {
    /// A C source or shared object with functions `int exercise_NAME(PyObject *module)` that drive the extension
    #[arg(long, value_name = "FILE")]
    pub exercise: Option<PathBuf>,
    /// How often each of them is called in a round, to tell leaks from caches
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub repeat: u32,
    /// Another libpython, CPython's for example: what the extension does there is shown beside what it does here
    #[arg(long, value_name = "LIBPYTHON")]
    pub runtime: Option<PathBuf>,
    /// Let every request for memory fail in turn; call everything with odd arguments, and in random order
    #[arg(long)]
    pub stress: bool,
    /// What the random order begins with, to repeat one
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub limits: Limits,
}

/// What the children of one run share.
pub struct Children {
    options: Options,
    exercise: Option<(PathBuf, Vec<String>)>,
    /// Where compiled exercises are.
    _folder: tempfile::TempDir,
}

impl Children {
    /// Compiles the exercises and looks for the other libpython; an error says in one line what is wrong with them.
    pub fn prepare(mut options: Options) -> Result<Children, String> {
        let folder = scratch::folder().map_err(|e| e.to_string())?;
        let exercise = match &options.exercise {
            Some(file) => Some(exercises(file, folder.path()).map_err(|error| format!("{} {error}", file.display()))?),
            None => None,
        };
        if let Some(runtime) = &mut options.runtime {
            let whole = std::path::absolute(&*runtime).map_err(|e| e.to_string())?;
            if !whole.is_file() {
                return Err(format!("{} does not exist", runtime.display()));
            }
            *runtime = whole;
        }
        options.seed.get_or_insert_with(|| u64::from(std::process::id()));
        Ok(Children { options, exercise, _folder: folder })
    }
}

/// The shared object of a file of exercises, compiled if need be, and the names of its functions.
fn exercises(file: &Path, folder: &Path) -> Result<(PathBuf, Vec<String>), String> {
    if !file.is_file() {
        return Err("does not exist".to_owned());
    }
    let built = match file.extension().and_then(|e| e.to_str()) {
        Some("c") => check::compile(file, folder)?,
        _ => std::path::absolute(file).map_err(|e| e.to_string())?,
    };
    let names: Vec<String> = extension::defined(&built)?.into_iter().filter(|name| name.starts_with("exercise_")).collect();
    if names.is_empty() {
        return Err("has no function whose name begins with exercise_".to_owned());
    }
    Ok((built, names))
}

/// What the executable does as a child: a job, in JSON.
pub fn run(job: &str) -> ExitCode {
    match serde_json::from_str(job) {
        Ok(job) => limits::keep(&job),
        Err(_) => ExitCode::FAILURE,
    }
}
