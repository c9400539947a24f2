//! Compiles the parts that are C (variadic entries, the thread-local) and names the library as CPython's is named.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut sources = Vec::new();
    // The checked build is a package of its own, a folder further down.
    let root = Path::new(if Path::new("src").is_dir() { "." } else { ".." });
    collect(&root.join("src"), &mut sources);
    sources.sort();
    for watched in ["src", "build.rs", "abi"] {
        println!("cargo::rerun-if-changed={}", root.join(watched).display());
    }
    let mut build = cc::Build::new();
    build.std("c11").flag_if_supported("-fvisibility=hidden").warnings(true).extra_warnings(true);
    for source in &sources {
        build.file(source);
    }
    build.compile("exuvia_c");

    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libpython3.14.so.1.0");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,relro,-z,now");
}

/// All C files below a folder.
fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|e| e == "c") {
            sources.push(path);
        }
    }
}
