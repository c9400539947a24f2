//! What is to be checked: files, the wheels of folders, and the part of them that falls to one machine of several.

use std::path::{Path, PathBuf};
use std::str::FromStr;

pub struct Target {
    pub path: PathBuf,
    /// It was found in a folder, or may be foreign: what is not for here is passed over.
    pub is_found: bool,
    /// Why there is nothing to check.
    pub error: Option<String>,
}

/// `3/8`: the third of eight parts.
#[derive(Clone, Copy)]
pub struct Shard {
    part: u64,
    parts: u64,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
        match numbers {
            Some((part, parts)) if (1..=parts).contains(&part) => Ok(Shard { part, parts }),
            _ => Err("a part is written as 3/8, from 1/8 to 8/8".to_owned()),
        }
    }
}

impl Shard {
    /// Whether a file is in this part. Its name alone says so: other files, and the folder it lies in, change nothing.
    fn has(self, path: &Path) -> bool {
        hash(path.file_name().unwrap_or(path.as_os_str()).as_encoded_bytes()) % self.parts == self.part - 1
    }
}

/// A number of these bytes that is the same on every machine (FNV-1a, and then mixed so that its low bits are as good as the others).
pub fn hash(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 7
}

/// The targets, folders replaced by the wheels below them, in order.
pub fn gather(given: &[PathBuf], shard: Option<Shard>) -> Vec<Target> {
    let mut targets = Vec::new();
    for path in given {
        if !path.is_dir() {
            targets.push(Target { path: path.clone(), is_found: false, error: None });
            continue;
        }
        let (mut wheels, mut failures) = (Vec::new(), Vec::new());
        walk(path, &mut wheels, &mut failures);
        wheels.sort();
        if wheels.is_empty() && failures.is_empty() {
            failures.push((path.clone(), "has no wheels".to_owned()));
        }
        targets.extend(wheels.into_iter().map(|path| Target { path, is_found: true, error: None }));
        targets.extend(failures.into_iter().map(|(path, error)| Target { path, is_found: false, error: Some(error) }));
    }
    targets.retain(|target| shard.is_none_or(|shard| shard.has(&target.path)));
    targets
}

/// The wheels below a folder. Links to folders are not followed: they may lead round in a circle.
fn walk(folder: &Path, wheels: &mut Vec<PathBuf>, failures: &mut Vec<(PathBuf, String)>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return failures.push((folder.to_owned(), format!("cannot be read: {error}"))),
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, wheels, failures);
        } else if path.extension().is_some_and(|e| e == "whl") {
            wheels.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_a_partition() {
        let names: Vec<PathBuf> = (0..800).map(|n| PathBuf::from(format!("wheels/package{n}-1.0-cp38-abi3-linux_x86_64.whl"))).collect();
        let mut sizes = [0; 8];
        for name in &names {
            let parts = (1..=8).filter(|part| Shard { part: *part, parts: 8 }.has(name)).collect::<Vec<_>>();
            assert_eq!(parts.len(), 1);
            sizes[usize::try_from(parts[0] - 1).expect("small")] += 1;
        }
        assert!(sizes.iter().all(|size| (60..140).contains(size)), "{sizes:?}");
    }

    #[test]
    fn parts_that_are_none() {
        for text in ["0/8", "9/8", "3", "3/0", "a/b", ""] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
