//! JSON, as `docs/findings.schema.json` describes it, and reading it back.

use std::io::{self, Write};
use std::path::Path;

use serde::Deserialize;

use super::{FORMAT, File, Totals, Writer};

pub struct Json<'a> {
    out: Box<dyn Write + 'a>,
    is_first: bool,
}

/// What a file of results holds, as far as it is read back.
#[derive(Deserialize)]
struct Results {
    format: u32,
    files: Vec<File>,
}

/// Reads results that an earlier run has written. The error says in one line what is wrong with them.
pub fn read(path: &Path) -> Result<Vec<File>, String> {
    let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let results: Results =
        serde_json::from_reader(io::BufReader::new(file)).map_err(|e| format!("{} holds no results of exuvia check: {e}", path.display()))?;
    if results.format != FORMAT {
        return Err(format!("{} is of format {}, and this command reads {FORMAT}", path.display(), results.format));
    }
    Ok(results.files)
}

impl<'a> Json<'a> {
    pub fn begin(mut out: Box<dyn Write + 'a>) -> io::Result<Json<'a>> {
        write!(out, "{{\n  \"exuvia\": \"{}\",\n  \"format\": {FORMAT},\n  \"files\": [", env!("CARGO_PKG_VERSION"))?;
        Ok(Json { out, is_first: true })
    }
}

/// A value's lines, as a part of something that is indented already.
fn indented(value: &impl serde::Serialize, depth: usize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(text.replace('\n', &format!("\n{:1$}", "", depth)))
}

impl Writer for Json<'_> {
    fn file(&mut self, file: &File) -> io::Result<()> {
        let comma = if self.is_first { "" } else { "," };
        self.is_first = false;
        write!(self.out, "{comma}\n    {}", indented(file, 4)?)
    }

    fn end(&mut self, totals: &Totals) -> io::Result<()> {
        let line = if self.is_first { "" } else { "\n  " };
        writeln!(self.out, "{line}],\n  \"totals\": {}\n}}", indented(totals, 2)?)?;
        self.out.flush()
    }
}
