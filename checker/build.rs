//! Compiles the pages of docs/rules/ in, as the table of rules.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules");
    println!("cargo::rerun-if-changed={}", pages.display());
    let mut paths: Vec<_> = fs::read_dir(&pages).expect("docs/rules").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("EX")));
    paths.sort();
    let mut table = String::from("&[\n");
    for path in paths {
        let path = path.canonicalize().expect("a page");
        writeln!(table, "    include_str!({:?}),", path.display().to_string()).expect("a string");
    }
    table.push(']');
    let out = env::var_os("OUT_DIR").expect("cargo's");
    fs::write(Path::new(&out).join("pages.rs"), table).expect("a file");
}
