//! The `exuvia` command.
//!
//! `exuvia check FILE…` looks at extension modules (`.so`), at the extension modules of wheels, and at C sources, which it compiles first:
//! which symbols they want and whether those are what their tags promise, how they initialize, and what happens when they are
//! loaded into Exuvia. Loading happens in a child process, this same executable, so that a crash there is an answer and not the end.
//!
//! `exuvia install` lays out library, headers and descriptions below a prefix; `exuvia pyo3-config` describes them to PyO3.
//!
//! Exit status: 0 done, or nothing found; 1 findings; 2 something could not be checked or installed.

mod check;
mod contract;
mod extension;
mod findings;
mod install;
mod library;
mod load;
mod probe;
mod pyo3;
mod report;
mod rules;
mod symbols;
mod wheel;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// What `exuvia --help` ends with.
const EXAMPLES: &str = "\
Examples:
  exuvia install --prefix ~/exuvia
      The library, the headers, pkg-config and CMake packages, python3.14-config and this command, below ~/exuvia
  cc -shared -fPIC $(~/exuvia/bin/python3.14-config --includes) greeting.c -o greeting.so
      An extension module, compiled against them
  exuvia check greeting.so
      Does it load, and what does it ask of the C API?
  exuvia check --format json dist/*.whl
      The same of every extension module in wheels, for machines

Exit status: 0 done, or nothing found; 1 findings; 2 something could not be checked or installed (standard error says why, a line each).";

const INSTALL_EXAMPLES: &str = "\
What comes to lie below the prefix:
  lib/libpython3.14.so.1.0, libpython3.14.so    the library
  lib/exuvia/libpython3.14.so.1.0               the build of it that exuvia check loads extensions into
  lib/libpython3.so                             the stable ABI's names alone, for programs that link by those
  include/python3.14/                           the headers
  bin/python3.14-config, lib/pkgconfig/         flags for compilers: python-3.14, python-3.14-embed, python3, python3-embed
  lib/cmake/Exuvia/                             find_package(Exuvia), and modules for find_package(Python3)
  bin/exuvia                                    this command
All of it may be moved, as a whole, and works from there.

A second run replaces what the first has put there. A run that fails changes nothing.";

#[derive(Parser)]
#[command(name = "exuvia", version, after_help = EXAMPLES)]
/// Checks extension modules against the contract of CPython's C API, and installs Exuvia, a libpython3.14 to compile against and to embed.
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
    /// Installs the library, the headers and what build systems ask for
    #[command(after_help = INSTALL_EXAMPLES)]
    Install {
        /// The folder to install below; it is made if need be
        #[arg(long, value_name = "DIR")]
        prefix: PathBuf,
        /// Keep the symbols that debuggers use: the library is several times as large
        #[arg(long)]
        keep_symbols: bool,
        /// Replace files that exuvia install has not put there, such as another Python's
        #[arg(long)]
        force: bool,
    },
    /// Prints what PyO3 reads from the file that PYO3_CONFIG_FILE names, for the Python that this command is installed with
    Pyo3Config,
    /// Lists the rules
    Rules,
    /// Explains a rule: what is found, why it matters, how to mend it
    Explain {
        #[arg(value_name = "RULE")]
        rule: String,
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
        Command::Rules => {
            for rule in rules::all() {
                println!("{}  {:5}  {}", rule.id, if rule.severity == rules::Severity::Error { "error" } else { "note" }, rule.title);
            }
            ExitCode::SUCCESS
        }
        Command::Explain { rule } => match rules::find(&rule) {
            Some(rule) => {
                print!("{}", rule.page);
                ExitCode::SUCCESS
            }
            None => refused(&format!("there is no rule {rule}; exuvia rules lists them")),
        },
        Command::Install { prefix, keep_symbols, force } => match install::install(&install::Options { prefix, keep_symbols, force }) {
            Ok(prefix) => {
                // It is, whether or not anyone reads so.
                let _ = writeln!(std::io::stdout(), "Exuvia {} is installed in {}", env!("CARGO_PKG_VERSION"), prefix.display());
                ExitCode::SUCCESS
            }
            Err(error) => refused(&error),
        },
        Command::Pyo3Config => match pyo3::config() {
            Ok(text) => {
                print!("{text}");
                ExitCode::SUCCESS
            }
            Err(error) => refused(&error),
        },
    }
}

/// Says in one line why nothing was done.
fn refused(error: &str) -> ExitCode {
    eprintln!("exuvia: {error}");
    ExitCode::from(2)
}
