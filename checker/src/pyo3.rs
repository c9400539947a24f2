//! `exuvia pyo3-config`: the answers that PyO3's build script would otherwise ask of a Python interpreter.

use crate::contract::{PYTHON, written};

/// The configuration of the Python that this command is installed with, by its present place.
pub fn config() -> Result<String, String> {
    let command = std::env::current_exe().map_err(|e| e.to_string())?;
    let prefix = command.parent().and_then(|bin| bin.parent()).unwrap_or(std::path::Path::new("/"));
    let python = format!("python{}", written(PYTHON));
    let folder = prefix.join("lib");
    if !folder.join(format!("lib{python}.so")).exists() {
        return Err(format!("{} is not installed; `exuvia install --prefix DIR`, then DIR/bin/exuvia pyo3-config", command.display()));
    }
    let folder = folder.to_str().filter(|f| !f.contains('\n')).ok_or_else(|| format!("{}: PyO3 cannot read this path", folder.display()))?;
    Ok(format!("implementation=CPython\nversion={}\nshared=true\nlib_name={python}\nlib_dir={folder}\npointer_width=64\n", written(PYTHON)))
}
