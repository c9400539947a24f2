//! Wheels: what their names promise, and the extension modules in them.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::contract::{PYTHON, tag_version, written};
use crate::extension::Target;

/// The tags in a wheel's name: `NAME-VERSION(-BUILD)-PYTHON-ABI-PLATFORM.whl`, each a list joined by dots.
pub struct Tags {
    pub python: Vec<String>,
    pub abi: Vec<String>,
    pub platform: Vec<String>,
}

impl Tags {
    pub fn read(path: &Path) -> Result<Tags, String> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let parts: Vec<&str> = name.split('-').collect();
        let [_, _, .., python, abi, platform] = parts[..] else { return Err("is not named as wheels are".to_owned()) };
        let list = |text: &str| text.split('.').map(str::to_owned).collect();
        Ok(Tags { python: list(python), abi: list(abi), platform: list(platform) })
    }

    pub fn written(&self) -> String {
        format!("{}-{}-{}", self.python.join("."), self.abi.join("."), self.platform.join("."))
    }

    /// What the extensions in it are built for; an error where no Python of this version on this machine takes it.
    pub fn target(&self) -> Result<Target, String> {
        let machine = std::env::consts::ARCH;
        let fits = |platform: &String| {
            platform == "any" || ((platform.starts_with("manylinux") || platform.starts_with("linux")) && platform.ends_with(machine))
        };
        if !self.platform.iter().any(fits) {
            return Err(format!("is for another machine: {}", self.platform.join(".")));
        }
        let versions = self.python.iter().filter_map(|tag| tag_version(tag));
        if self.abi.iter().any(|abi| abi == "abi3" || abi == "abi3t") {
            let oldest = versions.min();
            if oldest.is_some_and(|oldest| oldest > PYTHON) {
                return Err(format!("is for Python {} and later", written(oldest.unwrap_or(PYTHON))));
            }
            return Ok(Target::Stable(oldest));
        }
        let abis: Vec<_> = self.abi.iter().filter_map(|abi| tag_version(abi)).collect();
        if abis.is_empty() || abis.contains(&PYTHON) && self.abi.iter().any(|abi| abi == &format!("cp{}{}", PYTHON.0, PYTHON.1)) {
            return Ok(if abis.is_empty() { Target::Unsaid } else { Target::Version(PYTHON) });
        }
        Err(format!("is for another Python: {}", self.abi.join(".")))
    }
}

/// Unpacks a wheel into a folder; returns its shared libraries, each by its path in the wheel.
pub fn unpack(path: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let file = File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|e| format!("is not a wheel: {e}"))?;
    let mut libraries = Vec::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|e| format!("is a damaged wheel: {e}"))?;
        // A name that leads out of the folder is no file of a wheel.
        let Some(name) = entry.enclosed_name() else { return Err(format!("has a file of a forbidden name: {}", entry.name())) };
        let target = folder.join(&name);
        if entry.is_dir() {
            continue;
        }
        let parent = target.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::io::copy(&mut entry, &mut File::create(&target)?))
            .map_err(|e| format!("cannot be unpacked: {}: {e}", name.display()))?;
        let file_name = name.file_name().unwrap_or_default().to_string_lossy();
        if file_name.ends_with(".so") || file_name.contains(".so.") {
            libraries.push(name);
        }
    }
    libraries.sort();
    Ok(libraries)
}

/// The dotted name under which a file of a wheel is imported.
pub fn module_name(path: &Path) -> String {
    let mut parts: Vec<String> = path.iter().map(|p| p.to_string_lossy().into_owned()).collect();
    // NAME.data/platlib/ is where files of the top level may stand as well.
    if parts.len() > 2 && parts[0].ends_with(".data") {
        parts.drain(..2);
    }
    if let Some(last) = parts.last_mut()
        && let Some((stem, _)) = last.split_once('.')
    {
        *last = stem.to_owned();
    }
    parts.join(".")
}
