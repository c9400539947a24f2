//! `exuvia.toml`: what `exuvia check` does where the command line does not say. It is found in the working directory or the nearest folder above
//! that has one. A key that nobody knows is an error, with its line.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::arguments::FailOn;

const NAME: &str = "exuvia.toml";

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    check: Configuration,
}

/// The table `[check]`. Relative paths are relative to the file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Configuration {
    pub select: Option<Vec<String>>,
    pub ignore: Option<Vec<String>>,
    pub fail_on: Option<FailOn>,
    pub baseline: Option<PathBuf>,
    pub jobs: Option<NonZeroUsize>,
    pub source_prefix: Option<PathBuf>,
    /// Rules to leave out of single modules, by the modules' dotted names.
    #[serde(default)]
    pub ignore_in: BTreeMap<String, Vec<String>>,
}

/// The file that `--config` names, or the nearest; nothing where there is none.
pub fn read(named: Option<&Path>) -> Result<Configuration, String> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => {
            let here = std::env::current_dir().map_err(|e| format!("the working directory: {e}"))?;
            let found = here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file());
            let Some(path) = found else { return Ok(Configuration::default()) };
            path
        }
    };
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut configuration = parse::<Document>(&path, &text)?.check;
    let folder = path.parent().unwrap_or(Path::new(""));
    configuration.baseline = configuration.baseline.map(|baseline| folder.join(baseline));
    Ok(configuration)
}

/// Reads TOML. The error is one line: `exuvia.toml:3: unknown field …`.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        format!("{}:{line}: {}", path.display(), error.message().replace('\n', "; "))
    })
}

/// The number of the line in which a byte of a text is.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
