//! Wheels: what their names promise, and the extension modules in them.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

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

/// How many files a wheel may have.
const MAXIMUM_FILES: usize = 100_000;

/// Unpacks a wheel into a folder; returns its shared libraries, each by its path in the wheel. `limit` is how many bytes may come out of it.
///
/// Nothing is believed of a wheel: a name that would lead out of the folder, a link, a name that comes twice, and more than the limits
/// allow end it with one line that says so.
pub fn unpack(path: &Path, folder: &Path, limit: u64) -> Result<Vec<PathBuf>, String> {
    let file = File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|e| format!("is not a wheel: {e}"))?;
    let too_many = || format!("has more than {MAXIMUM_FILES} files");
    if archive.len() > MAXIMUM_FILES {
        return Err(too_many());
    }
    // The reader of archives keeps the last of two files of one name, and is silent about the other.
    let listed = listed(path, archive.central_directory_start()).map_err(|e| format!("cannot be read: {e}"))?.ok_or_else(too_many)?;
    if listed != archive.len() {
        return Err("has two files of one name".to_owned());
    }
    let (mut libraries, mut seen, mut room) = (Vec::new(), HashSet::new(), limit);
    let too_large = || format!("is larger than {} MiB when it is unpacked; --unpacked-limit allows more", limit >> 20);
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => "is encrypted".to_owned(),
            error => format!("is a damaged wheel: {error}"),
        })?;
        let name = inner_path(&entry)?;
        if entry.is_dir() {
            continue;
        }
        if !seen.insert(name.clone()) {
            return Err(format!("has two files of one name: {}", name.display()));
        }
        if entry.size() > room {
            return Err(too_large());
        }
        let target = folder.join(&name);
        let parent = target.parent().unwrap_or(folder);
        // An entry may hold more than it says.
        let copied = std::fs::create_dir_all(parent)
            .and_then(|()| File::create_new(&target))
            .and_then(|mut file| std::io::copy(&mut (&mut entry).take(room + 1), &mut file))
            .map_err(|e| format!("cannot be unpacked: {}: {e}", name.display()))?;
        room = room.checked_sub(copied).ok_or_else(too_large)?;
        let file_name = name.file_name().unwrap_or_default().to_string_lossy();
        if file_name.ends_with(".so") || file_name.contains(".so.") {
            libraries.push(name);
        }
    }
    libraries.sort();
    Ok(libraries)
}

/// The path of an entry below the folder that the wheel is unpacked into, if it is a file or folder that may be there.
fn inner_path<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> Result<PathBuf, String> {
    let name = entry.name();
    let forbidden = || format!("has a file of a forbidden name: {name}");
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    // Other systems take the backslash for a separator: no wheel has one.
    if name.is_empty() || name.starts_with('/') || name.contains(['\\', '\0']) || has_drive {
        return Err(forbidden());
    }
    let path = entry.enclosed_name().ok_or_else(forbidden)?;
    if path.components().any(|component| !matches!(component, Component::Normal(_))) {
        return Err(forbidden());
    }
    const KINDS: u32 = libc::S_IFMT;
    match entry.unix_mode().map_or(0, |mode| mode & KINDS) {
        0 | libc::S_IFREG | libc::S_IFDIR => Ok(path),
        libc::S_IFLNK => Err(format!("has a link: {name}")),
        _ => Err(format!("has something that is neither file nor folder: {name}")),
    }
}

/// How many files the central directory lists; `None` for more than a wheel may have.
fn listed(path: &Path, start: u64) -> std::io::Result<Option<usize>> {
    let mut file = BufReader::new(File::open(path)?);
    file.seek(SeekFrom::Start(start))?;
    let mut header = [0; 46];
    let mut count = 0;
    while file.read_exact(&mut header).is_ok() && header.starts_with(b"PK\x01\x02") {
        count += 1;
        if count > MAXIMUM_FILES {
            return Ok(None);
        }
        // The lengths of the name, of extra fields, and of a comment.
        let rest: i64 = [28, 30, 32].iter().map(|&at: &usize| i64::from(u16::from_le_bytes([header[at], header[at + 1]]))).sum();
        file.seek_relative(rest)?;
    }
    Ok(Some(count))
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
