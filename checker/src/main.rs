//! The `exuvia` command.
//!
//! `exuvia check TARGET…` looks at extension modules (`.so`), at the extension modules of wheels and of folders of wheels, and at C sources, which it
//! compiles first: which symbols they want and whether those are what their tags promise, how they initialize, and what happens when they are
//! loaded into Exuvia. Loading happens in a child process, this same executable, so that a crash there is an answer and not the end.
//!
//! `exuvia merge` joins results; `exuvia install` lays out library, headers and descriptions below a prefix; `exuvia pyo3-config` describes them to PyO3.
//!
//! Exit status: 0 done, or nothing found; 1 findings; 2 something could not be checked or installed.

mod arguments;
mod baseline;
mod check;
mod children;
mod configuration;
mod contract;
mod disassembly;
mod extension;
mod findings;
mod install;
mod library;
mod manual;
mod panics;
mod pyo3;
mod report;
mod rules;
mod run;
mod scratch;
mod selection;
mod symbols;
mod targets;
mod wheel;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command, ListFormat};
use run::refused;

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Probe { job } => children::run(&job),
        Command::Check(arguments) => run::check(arguments),
        Command::Merge(arguments) => run::merge(arguments),
        Command::Rules { format } => print(run::list(rules::all(), matches!(format, ListFormat::Json)).as_bytes()),
        Command::Explain { rules } => explain(&rules),
        Command::Install { prefix, keep_symbols, force } => match install::install(&install::Options { prefix, keep_symbols, force }) {
            Ok(prefix) => print(format!("Exuvia {} is installed in {}\n", env!("CARGO_PKG_VERSION"), prefix.display()).as_bytes()),
            Err(error) => refused(&error),
        },
        Command::Pyo3Config => match pyo3::config() {
            Ok(text) => print(text.as_bytes()),
            Err(error) => refused(&error),
        },
        Command::Completions { shell } => print(&manual::completion(shell)),
        Command::Man { command } => match manual::page(command.as_deref()) {
            Some(Ok(page)) => print(&page),
            Some(Err(error)) => refused(&error.to_string()),
            None => refused(&format!("there is no command {}", command.unwrap_or_default())),
        },
    }
}

/// Prints, whether or not anyone reads it.
fn print(text: &[u8]) -> ExitCode {
    let _ = std::io::stdout().write_all(text);
    ExitCode::SUCCESS
}

fn explain(names: &[String]) -> ExitCode {
    for (i, name) in names.iter().enumerate() {
        let Some(rule) = rules::find(name) else { return refused(&format!("there is no rule {name}; exuvia rules lists them")) };
        print(format!("{}{}", if i > 0 { "\n" } else { "" }, rule.page).as_bytes());
    }
    ExitCode::SUCCESS
}
