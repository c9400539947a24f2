//! `libpython3.so`: every name of the stable ABI that the library has, and none of its own.
//!
//! It is an ELF filter (DT_FILTER): linkers see its names, with the kinds and sizes that copies into a program's own data need, and the
//! dynamic loader takes each from `libpython3.14.so.1.0` beside it. What stands behind the names in the filter itself is never reached.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use object::{Object, ObjectSymbol};

use super::place::worded;
use crate::contract::{Tier, tier};

/// Links `output` for the library at `library`, which programs will find by the name `filtered` beside it.
pub fn make(library: &Path, output: &Path, filtered: &str) -> Result<(), String> {
    let source = source(library)?;
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let failed = |why: String| format!("libpython3.so cannot be linked: {}: {why}", compiler.display());
    let mut child = Command::new(&compiler)
        .args(["-x", "c", "-w", "-O1", "-fPIC", "-fno-lto", "-fvisibility=default", "-shared", "-nostdlib", "-s"])
        .args(["-Wl,-soname,libpython3.so", "-Wl,-rpath,$ORIGIN", "-Wl,--enable-new-dtags"])
        .arg(format!("-Wl,-F,{filtered}"))
        .arg("-o")
        .arg(output)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| failed(e.to_string()))?;
    let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(source.as_bytes()));
    let ended = child.wait_with_output().map_err(|e| failed(e.to_string()))?;
    // A compiler that ends early says why on its standard error, and that says more than that it does not read on.
    if !ended.status.success() {
        return Err(failed(super::first_line(&ended.stderr)));
    }
    written.map_err(|e| failed(worded(&e)))
}

/// A C source that defines the names: functions that end the process, data of the right size.
fn source(library: &Path) -> Result<String, String> {
    let wrong = |e: &dyn std::fmt::Display| format!("{}: {e}", library.display());
    let bytes = std::fs::read(library).map_err(|e| wrong(&e))?;
    let file = object::File::parse(&*bytes).map_err(|e| wrong(&e))?;
    let mut source = String::new();
    for symbol in file.dynamic_symbols().filter(|s| !s.is_undefined()) {
        let Ok(name) = symbol.name() else { continue };
        if !matches!(tier(name), Some(Tier::Stable(_))) {
            continue;
        }
        // Writing to a String does not fail.
        let _ = match symbol.kind() {
            object::SymbolKind::Data => writeln!(source, "char {name}[{}] __attribute__((aligned(32)));", symbol.size().max(1)),
            _ => writeln!(source, "void {name}(void) {{ __builtin_trap(); }}"),
        };
    }
    Ok(source)
}
