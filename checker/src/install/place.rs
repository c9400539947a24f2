//! Files are made in a folder of the prefix, and then put in their places all together.
//!
//! Each place changes by one rename, so no reader ever finds half a file or none. Where a file was, the two trade places: the old ones
//! wait in the stage, and go back where they were if a later rename fails.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::fs;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What the stages' names begin with.
const STAGE: &str = ".exuvia-install-";

/// Where files are made. It goes when it is dropped, and with it what was made and not put in place.
pub struct Stage {
    folder: Option<tempfile::TempDir>,
    prefix: PathBuf,
    /// The folders that were made so that there is a prefix, the innermost last.
    made: Vec<PathBuf>,
    /// The prefix, opened and locked against another install.
    _lock: Option<fs::File>,
    done: std::cell::Cell<bool>,
}

impl Stage {
    /// Makes the prefix, if need be, and in it the stage.
    pub fn new(prefix: &Path) -> Result<Stage, String> {
        let mut stage = Stage { folder: None, prefix: prefix.to_owned(), made: Vec::new(), _lock: None, done: false.into() };
        let failed = |e: io::Error| format!("{}: {}", prefix.display(), worded(&e));
        make_folders(prefix, &mut stage.made).map_err(failed)?;
        let lock = fs::File::open(prefix).map_err(failed)?;
        // SAFETY: an open file.
        if unsafe { libc::flock(lock.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } != 0 {
            let error = io::Error::last_os_error();
            if error.kind() == io::ErrorKind::WouldBlock {
                return Err(format!("{}: another exuvia install is at work there", prefix.display()));
            }
            // Some file systems have no locks: then there is none.
        }
        // What a killed run left.
        for entry in fs::read_dir(prefix).map_err(failed)?.flatten() {
            if entry.file_name().as_bytes().starts_with(STAGE.as_bytes()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        stage.folder = Some(tempfile::Builder::new().prefix(STAGE).tempdir_in(prefix).map_err(|e| {
            // tempfile's own message carries the random name.
            format!("{}: {}", prefix.display(), worded(&io::Error::from(e.kind())))
        })?);
        stage._lock = Some(lock);
        Ok(stage)
    }

    fn root(&self) -> &Path {
        self.folder.as_ref().map_or(Path::new(""), tempfile::TempDir::path)
    }

    /// Where a file is made that will be at `path` below the prefix.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join("new").join(path)
    }

    fn make(&self, path: &str, make: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), String> {
        let file = self.path(path);
        let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
        folder.and_then(|()| make(&file)).map_err(|e| format!("{}: {}", self.prefix.join(path).display(), worded(&e)))
    }

    pub fn copy(&self, from: &Path, path: &str) -> Result<(), String> {
        let mode = if path.ends_with(".h") { 0o644 } else { 0o755 };
        self.make(path, |file| {
            fs::copy(from, file)?;
            fs::set_permissions(file, fs::Permissions::from_mode(mode))
        })
    }

    pub fn write(&self, path: &str, text: &str, mode: u32) -> Result<(), String> {
        self.make(path, |file| {
            fs::write(file, text)?;
            fs::set_permissions(file, fs::Permissions::from_mode(mode))
        })
    }

    pub fn link(&self, to: &str, path: &str) -> Result<(), String> {
        self.make(path, |file| std::os::unix::fs::symlink(to, file))
    }

    /// All that has been made, by path below the prefix.
    pub fn files(&self) -> io::Result<BTreeSet<String>> {
        let mut files = BTreeSet::new();
        let mut pending = vec![String::new()];
        while let Some(below) = pending.pop() {
            for entry in fs::read_dir(self.path(&below))? {
                let entry = entry?;
                let path = format!("{below}{}{}", if below.is_empty() { "" } else { "/" }, entry.file_name().display());
                if entry.file_type()?.is_dir() {
                    pending.push(path);
                } else {
                    files.insert(path);
                }
            }
        }
        Ok(files)
    }

    /// Puts `files` in their places and takes `gone` from theirs: all, or, with an error that says which failed, none.
    pub fn put_in_place(self, files: &BTreeSet<String>, gone: &BTreeSet<String>) -> Result<(), String> {
        let mut undo = Undo { moves: Vec::new(), folders: Vec::new() };
        let moved = self.put_each(files, gone, &mut undo);
        if let Err(error) = moved {
            undo.all();
            return Err(error);
        }
        self.done.set(true);
        // Folders that have become empty go; those that have not, stay.
        for path in gone {
            let folders = Path::new(path).ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty());
            for folder in folders {
                if fs::remove_dir(self.prefix.join(folder)).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn put_each(&self, files: &BTreeSet<String>, gone: &BTreeSet<String>, undo: &mut Undo) -> Result<(), String> {
        for path in files {
            let (staged, place) = (self.path(path), self.prefix.join(path));
            let put = || {
                if let Some(folder) = place.parent() {
                    make_folders(folder, &mut undo.folders)?;
                }
                if place.symlink_metadata().is_err() {
                    fs::rename(&staged, &place)?;
                    undo.moves.push(Move { from: staged, to: place.clone(), exchanged: false });
                } else if place.is_dir() && !place.is_symlink() {
                    return Err(io::ErrorKind::IsADirectory.into());
                } else if exchange(&staged, &place).is_ok() {
                    undo.moves.push(Move { from: staged, to: place.clone(), exchanged: true });
                } else {
                    // A file system that cannot exchange: the old one is out of its place for a moment.
                    let aside = self.aside(path)?;
                    fs::rename(&place, &aside)?;
                    undo.moves.push(Move { from: place.clone(), to: aside, exchanged: false });
                    fs::rename(&staged, &place)?;
                    undo.moves.push(Move { from: staged, to: place.clone(), exchanged: false });
                }
                Ok(())
            };
            put().map_err(|e: io::Error| format!("{}: {}", place.display(), worded(&e)))?;
        }
        for path in gone {
            let place = self.prefix.join(path);
            if place.symlink_metadata().is_err() || (place.is_dir() && !place.is_symlink()) {
                continue;
            }
            let aside = self.aside(path).and_then(|aside| fs::rename(&place, &aside).map(|()| aside));
            let aside = aside.map_err(|e| format!("{}: {}", place.display(), worded(&e)))?;
            undo.moves.push(Move { from: place, to: aside, exchanged: false });
        }
        Ok(())
    }

    /// A place in the stage for the file that is at `path` now.
    fn aside(&self, path: &str) -> io::Result<PathBuf> {
        let aside = self.root().join("old").join(path);
        aside.parent().map_or(Ok(()), fs::create_dir_all)?;
        Ok(aside)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.folder = None;
        if !self.done.get() {
            remove_empty(&self.made);
        }
    }
}

/// A rename that has been done.
struct Move {
    from: PathBuf,
    to: PathBuf,
    exchanged: bool,
}

/// What has been done so far, and can be taken back.
struct Undo {
    moves: Vec<Move>,
    folders: Vec<PathBuf>,
}

impl Undo {
    fn all(self) {
        for done in self.moves.iter().rev() {
            // There is no better place for a file that will not go back than where it is.
            let _ = if done.exchanged { exchange(&done.from, &done.to) } else { fs::rename(&done.to, &done.from) };
        }
        remove_empty(&self.folders);
    }
}

/// Removes folders, the last first, as long as they are empty.
fn remove_empty(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Makes a folder and those above it, and notes which were not there.
fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folders(above, made)?;
    }
    fs::create_dir(folder).map_err(|e| if e.kind() == io::ErrorKind::AlreadyExists { io::ErrorKind::NotADirectory.into() } else { e })?;
    made.push(folder.to_owned());
    Ok(())
}

/// Lets two files trade places, at once.
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    let [one, other] = [one, other].map(|path| CString::new(path.as_os_str().as_bytes()));
    let (one, other) = (one?, other?);
    // SAFETY: two strings that end with NUL.
    let status = unsafe { libc::renameat2(libc::AT_FDCWD, one.as_ptr(), libc::AT_FDCWD, other.as_ptr(), libc::RENAME_EXCHANGE) };
    if status == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// An error for people.
pub fn worded(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotADirectory => "is not a folder".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::StorageFull => "no space left on the file system".to_owned(),
        io::ErrorKind::QuotaExceeded => "no space left in the disk quota".to_owned(),
        _ => error.to_string(),
    }
}
