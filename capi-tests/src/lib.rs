//! What the tests and the `regenerate` command share: where things are, the contract of `abi/`, what the library exports.

pub mod contract;
pub mod declared;
pub mod exports;
pub mod headers;
pub mod macro_rules;
pub mod matrix;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("capi-tests stands in the repository").to_path_buf()
}

/// Every file below `dir` with the extension `extension`, sorted by path.  A directory that is missing has none.
pub fn files_below(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![dir.to_path_buf()];
    while let Some(dir) = pending.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every generated file that is not what it should be, with the text that it should have.
pub fn stale(root: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let symbols = contract::symbols(root);
    let exports = exports::exports(root)?;
    let mut stale = headers::changed(root, &symbols, &exports)?;
    let matrix = matrix::matrix(root, &symbols, &exports);
    let path = root.join("MATRIX.md");
    if std::fs::read_to_string(&path).ok().as_deref() != Some(matrix.as_str()) {
        stale.push((path, matrix));
    }
    Ok(stale)
}
