//! One temporary directory for all that a check unpacks, compiles and lets children write. It goes away when the check ends, also by SIGINT, SIGTERM or
//! SIGHUP; then the children are killed first, so that none of them writes into it again.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tempfile::TempDir;

static ROOT: OnceLock<PathBuf> = OnceLock::new();
static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// The directory; dropping it removes it.
pub struct Scratch(TempDir);

impl Scratch {
    /// Makes it, and has it removed when the process is interrupted.
    pub fn new() -> io::Result<Scratch> {
        let folder = tempfile::Builder::new().prefix("exuvia-").tempdir()?;
        let root = ROOT.get_or_init(|| folder.path().to_owned()).clone();
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                // The lock is not given back: nothing is started any more.
                let children = children();
                for child in children.iter() {
                    // SAFETY: a child that nobody has waited for, or only just: its number is nobody else's.
                    unsafe { libc::kill(child.cast_signed(), libc::SIGKILL) };
                }
                for _ in 0..10 {
                    if std::fs::remove_dir_all(&root).is_ok() || !root.exists() {
                        break;
                    }
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
                let _ = signal_hook::low_level::emulate_default_handler(signal);
                std::process::exit(128 + signal);
            }
        })?;
        Ok(Scratch(folder))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

fn children() -> MutexGuard<'static, Vec<u32>> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A directory of its own for one file, which goes away with the value.
pub fn folder() -> io::Result<TempDir> {
    match ROOT.get() {
        Some(root) => tempfile::tempdir_in(root),
        None => tempfile::tempdir(),
    }
}

/// A child that is killed when the check is interrupted, until the value is dropped: right after the child was waited for.
pub struct Child(u32);

impl Child {
    /// Starts it; nothing is started once the check is interrupted.
    pub fn spawn(command: &mut std::process::Command) -> io::Result<(std::process::Child, Child)> {
        let mut children = children();
        let child = command.spawn()?;
        children.push(child.id());
        let known = Child(child.id());
        Ok((child, known))
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        children().retain(|child| *child != self.0);
    }
}
