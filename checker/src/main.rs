//! The `exuvia` command.
//!
//! `exuvia check FILE…` looks at extension modules (`.so`), at the extension modules of wheels, and at C sources, which it compiles first:
//! which symbols they want and whether those are what their tags promise, how they initialize, and what happens when they are
//! loaded into Exuvia. Loading happens in a child process, this same executable, so that a crash there is an answer and not the end.
//!
//! Exit status: 0 nothing found, 1 findings, 2 something could not be checked.

mod check;
mod contract;
mod extension;
mod library;
mod load;
mod probe;
mod report;
mod wheel;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "exuvia", version, about = "Checks extension modules against the contract of CPython's C API.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks extension modules (.so), wheels (.whl), or C sources (.c)
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        /// Look at the files only, do not load what is in them
        #[arg(long)]
        no_load: bool,
    },
    /// Loads one extension module and tells of it, step by step: what `check` runs as its child
    #[command(hide = true)]
    Probe { library: PathBuf, module: String, file: PathBuf, report: PathBuf },
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Probe { library, module, file, report } => probe::run(&library, &module, &file, &report),
        Command::Check { files, format, no_load } => {
            let reports = check::check(&files, !no_load);
            match format {
                Format::Table => report::print_table(&reports),
                Format::Json => report::print_json(&reports),
            }
            for line in reports.iter().flat_map(report::File::troubles) {
                eprintln!("exuvia: {line}");
            }
            ExitCode::from(reports.iter().map(report::File::exit_status).max().unwrap_or(0))
        }
    }
}
