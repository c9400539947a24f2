//! The command line: what can be asked, and the help that teaches it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;

use crate::report::Format;
use crate::rules::Severity;
use crate::targets::Shard;

/// What `exuvia --help` ends with.
const EXAMPLES: &str = "\
Examples:
  exuvia install --prefix ~/exuvia
      The library, the headers, pkg-config and CMake packages, python3.14-config and this command, below ~/exuvia
  cc -shared -fPIC $(~/exuvia/bin/python3.14-config --includes) greeting.c -o greeting.so
      An extension module, compiled against them
  exuvia check greeting.so
      Does it load, and does it keep the contract of the C API?
  exuvia check dist/
      The same of every extension module in the wheels of a folder
  exuvia explain EX301
      What a rule is about, and how to mend what it finds

Exit status: 0 done, or nothing found; 1 findings; 2 something could not be checked or installed (standard error says why, a line each).";

const CHECK_EXAMPLES: &str = "\
Examples:
  exuvia check greeting.c
      Compiles the source and checks the module; findings name its lines
  exuvia check dist/*.whl
      Each extension module of these wheels
  exuvia check --select EX1,EX301 --ignore EX104 dist/
      Only the rules about symbols, and lost references; the longer of two that fit a rule decides
  exuvia check --fail-on warning --format sarif --output exuvia.sarif dist/
      For code scanning; warnings make the exit status 1 as well
  exuvia check --write-baseline exuvia-baseline.toml dist/
      Writes down what is found today; say in the file why each is accepted
  exuvia check --baseline exuvia-baseline.toml dist/
      From then on only what is new fails
  exuvia check -j 4 --shard 3/8 --format json --output 3.json wheels/
      The third eighth of very many wheels; exuvia merge joins the parts

Defaults may stand in an exuvia.toml, in the working directory or above it:
  [check]
  select = [\"EX\"]
  ignore = [\"EX104\"]
  fail-on = \"warning\"
  baseline = \"exuvia-baseline.toml\"
  [check.ignore-in]
  \"package._speedups\" = [\"EX806\"]

Exit status: 0 nothing found that fails; 1 findings; 2 something could not be checked (standard error says why, a line each).";

const MERGE_EXAMPLES: &str = "\
Examples:
  exuvia merge 1.json 2.json 3.json
      The table of three runs
  exuvia merge --format html --output findings.html part-*.json
      One page of all of them

Exit status: as that of one check of all the files would be.";

const INSTALL_EXAMPLES: &str = "\
What comes to lie below the prefix:
  lib/libpython3.14.so.1.0, libpython3.14.so    the library
  lib/exuvia/libpython3.14.so.1.0               the build of it that exuvia check loads extensions into
  lib/libpython3.so                             the stable ABI's names alone, for programs that link by those
  include/python3.14/                           the headers
  bin/python3.14-config, lib/pkgconfig/         flags for compilers: python-3.14, python-3.14-embed, python3, python3-embed
  lib/cmake/Exuvia/                             find_package(Exuvia), and modules for find_package(Python3)
  bin/exuvia                                    this command
  share/man/man1/                               its manual: man -M DIR/share/man exuvia
  share/bash-completion/, zsh/, fish/           its completion in shells
All of it may be moved, as a whole, and works from there.

A second run replaces what the first has put there. A run that fails changes nothing.";

#[derive(Parser)]
#[command(name = "exuvia", version, after_help = EXAMPLES)]
/// Checks extension modules against the contract of CPython's C API, and installs Exuvia, a libpython3.14 to compile against and to embed
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Checks extension modules (.so), wheels (.whl), folders of wheels, or C sources (.c)
    #[command(after_long_help = CHECK_EXAMPLES, after_help = "--help shows examples, and what may stand in exuvia.toml")]
    Check(CheckArguments),
    /// Joins results that check --format json has written
    #[command(after_help = MERGE_EXAMPLES)]
    Merge(MergeArguments),
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
    Rules {
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        format: ListFormat,
    },
    /// Explains a rule: what is found, why it matters, how to mend it
    Explain {
        #[arg(value_name = "RULE", required = true)]
        rules: Vec<String>,
    },
    /// Prints the completion of this command for a shell
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Prints the manual page of this command, or of one of its subcommands
    Man {
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
    /// Loads one extension module and tells of it, step by step: what `check` runs as its child
    #[command(hide = true)]
    Probe { job: String },
}

#[derive(Args)]
pub struct CheckArguments {
    /// What to check: extension modules, wheels, folders in which wheels are looked for, C sources
    #[arg(required = true, value_name = "TARGET")]
    pub targets: Vec<PathBuf>,
    /// Look at the files only, do not load what is in them
    #[arg(long)]
    pub no_load: bool,
    /// Pass over wheels for other Pythons and machines, and those without extension modules, as is done with what lies in folders
    #[arg(long)]
    pub skip_foreign: bool,
    #[command(flatten)]
    pub loading: crate::children::Options,
    #[command(flatten)]
    pub judging: Judging,
    #[command(flatten)]
    pub telling: Telling,
    /// How many are checked at the same time [default: as many as there are processors]
    #[arg(short, long, value_name = "N", help_heading = "Many targets")]
    pub jobs: Option<NonZeroUsize>,
    /// Check one part of several: 3/8 is the third of eight. A file's name alone decides its part
    #[arg(long, value_name = "PART/PARTS", help_heading = "Many targets")]
    pub shard: Option<Shard>,
    /// How large a wheel may be when it is unpacked, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 4096, help_heading = "Many targets")]
    pub unpacked_limit: u64,
}

#[derive(Args)]
pub struct MergeArguments {
    /// Results to join
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
    #[command(flatten)]
    pub telling: Telling,
}

/// What counts, and for how much.
#[derive(Args)]
#[command(next_help_heading = "Selection")]
pub struct Judging {
    /// Rules to look for, by identifier or by its beginning: EX301, EX3 [default: all]
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Option<Vec<String>>,
    /// Rules to leave out, in the same way
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Option<Vec<String>>,
    /// From which severity on a finding makes the exit status 1 [default: error]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Accept the findings that this file lists, each with a reason
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found into such a file, keeping the reasons that it has
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Take defaults from this file, and not from an exuvia.toml in the working directory or above it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// In which form it is told, and where.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub struct Telling {
    /// The form [default: by the ending of --output: .json, .sarif, .xml, .html; else table]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write to this file, and not to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Colours in the table; NO_COLOR and CLICOLOR_FORCE are heeded where this is not given
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// What paths of sources begin with where the extension was compiled elsewhere; SARIF leaves it out, so that they are the repository's
    #[arg(long, value_name = "DIR")]
    pub source_prefix: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    /// The least severity that fails.
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ListFormat {
    Table,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
}
