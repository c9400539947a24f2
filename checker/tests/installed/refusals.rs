//! Installing again, and where it cannot be: nothing changes, one line says why, the exit status is 2.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Failed;

use crate::ground::*;
use crate::{Test, nothing};

pub fn tests() -> Vec<Test> {
    vec![
        Test::new("refusals::a_second_run_replaces", nothing, a_second_run_replaces),
        Test::new("refusals::from_one_prefix_to_another", nothing, from_one_prefix_to_another),
        Test::new("refusals::strangers_stay", nothing, strangers_stay),
        Test::new("refusals::a_folder_in_a_files_place", nothing, a_folder_in_a_files_place),
        Test::new("refusals::a_prefix_that_is_a_file", nothing, a_prefix_that_is_a_file),
        Test::new("refusals::tools_that_are_missing", nothing, tools_that_are_missing),
        Test::new("refusals::a_list_that_leads_elsewhere", nothing, a_list_that_leads_elsewhere),
        Test::new("refusals::two_at_once", nothing, two_at_once),
        Test::new("refusals::a_read_only_file_system", nothing, a_read_only_file_system),
        Test::new("refusals::whatever_fails", nothing, whatever_fails),
        Test::new("refusals::a_file_system_without_exchange", nothing, a_file_system_without_exchange),
    ]
}

fn refused(ran: &Ran, why: &str) -> Result<(), Failed> {
    let line = ran.stderr.strip_suffix('\n').unwrap_or("");
    let good = ran.status == Some(2) && ran.stdout.is_empty() && !line.contains('\n') && line.starts_with("exuvia: ") && line.ends_with(why);
    ensure(good, format!("wanted status 2 and '…{why}', got {:?}, '{}', '{}'", ran.status, ran.stdout, ran.stderr))
}

fn a_second_run_replaces() -> Result<(), Failed> {
    let prefix = scratch("again");
    succeed(&mut install(&prefix))?;
    let first = tree(&prefix);
    std::fs::remove_file(prefix.join("lib/libpython3.so"))?;
    std::fs::write(prefix.join("include/python3.14/object.h"), "#error worn")?;
    std::fs::write(prefix.join("include/python3.14/outdated.h"), "")?;
    std::fs::create_dir(prefix.join("lib/outdated"))?;
    std::fs::write(prefix.join("lib/outdated/file"), "")?;
    let list = prefix.join("lib/exuvia/installed.txt");
    let listed = std::fs::read_to_string(&list)? + "include/python3.14/outdated.h\nlib/outdated/file\n";
    std::fs::write(&list, listed)?;
    // A run that was killed leaves its stage.
    std::fs::create_dir(prefix.join(".exuvia-install-killed"))?;
    succeed(&mut install(&prefix))?;
    same("what differs after the second run", &format!("{:?}", differences(&prefix, &first)), "[]")
}

fn from_one_prefix_to_another() -> Result<(), Failed> {
    let other = scratch("other");
    succeed(Command::new(MOVED.join("bin/exuvia")).args(["install", "--prefix"]).arg(&other))?;
    same("what differs", &format!("{:?}", differences(&other, &tree(&MOVED))), "[]")
}

fn strangers_stay() -> Result<(), Failed> {
    let prefix = scratch("strangers");
    std::fs::create_dir_all(prefix.join("include/python3.14/greenlet"))?;
    std::fs::create_dir(prefix.join("lib"))?;
    std::fs::write(prefix.join("include/python3.14/greenlet/greenlet.h"), "a neighbour")?;
    std::fs::write(prefix.join("lib/libpython3.14.so.1.0"), "another Python")?;
    let before = tree(&prefix);
    refused(&run(&mut install(&prefix)), "lib/libpython3.14.so.1.0 is there, and not from exuvia install; --force replaces it")?;
    std::fs::write(prefix.join("include/python3.14/Python.h"), "another Python")?;
    refused(&run(&mut install(&prefix)), "Python.h and 1 more files are there, and not from exuvia install; --force replaces them")?;
    std::fs::remove_file(prefix.join("include/python3.14/Python.h"))?;
    same("what differs", &format!("{:?}", differences(&prefix, &before)), "[]")?;
    succeed(install(&prefix).arg("--force"))?;
    same("a neighbour", &std::fs::read_to_string(prefix.join("include/python3.14/greenlet/greenlet.h"))?, "a neighbour")?;
    succeed(&mut install(&prefix))?;
    Ok(())
}

/// Renaming fails in the middle: what was renamed before goes back.
fn a_folder_in_a_files_place() -> Result<(), Failed> {
    let prefix = scratch("folder");
    std::fs::create_dir_all(prefix.join("lib/pkgconfig/python3.pc"))?;
    let before = tree(&prefix);
    refused(&run(install(&prefix).arg("--force")), "lib/pkgconfig/python3.pc: is a folder")?;
    same("what differs", &format!("{:?}", differences(&prefix, &before)), "[]")?;

    std::fs::remove_dir(prefix.join("lib/pkgconfig/python3.pc"))?;
    succeed(&mut install(&prefix))?;
    std::fs::write(prefix.join("bin/python3.14-config"), "worn")?;
    std::fs::remove_file(prefix.join("lib/pkgconfig/python3.pc"))?;
    std::fs::create_dir(prefix.join("lib/pkgconfig/python3.pc"))?;
    let before = tree(&prefix);
    refused(&run(&mut install(&prefix)), "lib/pkgconfig/python3.pc: is a folder")?;
    same("what differs", &format!("{:?}", differences(&prefix, &before)), "[]")
}

fn a_prefix_that_is_a_file() -> Result<(), Failed> {
    let folder = scratch("file");
    let file = folder.join("file");
    std::fs::write(&file, "a file")?;
    refused(&run(&mut install(&file)), "file: is not a folder")?;
    refused(&run(&mut install(&file.join("below"))), "file/below: is not a folder")?;
    same("the file", &std::fs::read_to_string(&file)?, "a file")?;
    std::fs::create_dir(folder.join("prefix"))?;
    std::fs::write(folder.join("prefix/lib"), "a file")?;
    let before = tree(&folder);
    refused(&run(&mut install(&folder.join("prefix"))), "is not a folder")?;
    same("what differs", &format!("{:?}", differences(&folder, &before)), "[]")
}

fn tools_that_are_missing() -> Result<(), Failed> {
    let prefix = scratch("tools").join("deep/prefix");
    let ran = run(install(&prefix).env("STRIP", "no-such-strip"));
    ensure(ran.stderr.contains("no-such-strip") && ran.stderr.contains("--keep-symbols"), &ran.stderr)?;
    refused(&ran, "or --keep-symbols does without")?;
    let ran = run(install(&prefix).env("CC", "no-such-cc"));
    ensure(ran.stderr.contains("libpython3.so cannot be linked: no-such-cc"), &ran.stderr)?;
    refused(&ran, "(os error 2)")?;
    refused(&run(install(&prefix).env("EXUVIA_LIBRARY", "/no/such/library")), "there is no file /no/such/library")?;
    // Not even the folders above stay.
    ensure(!prefix.parent().is_some_and(Path::exists), "folders were left")
}

/// The list of what was installed is only trusted with paths below the prefix.
fn a_list_that_leads_elsewhere() -> Result<(), Failed> {
    let folder = scratch("elsewhere");
    let prefix = folder.join("prefix");
    std::fs::create_dir_all(prefix.join("lib/exuvia"))?;
    std::fs::write(folder.join("mine"), "mine")?;
    let absolute = folder.join("mine");
    std::fs::write(prefix.join("lib/exuvia/installed.txt"), format!("../mine\n{}\nlib/exuvia/installed.txt\nlib\n", absolute.display()))?;
    succeed(&mut install(&prefix))?;
    same("a file beside the prefix", &std::fs::read_to_string(absolute)?, "mine")
}

/// Whoever comes second is told so, or comes late enough.
fn two_at_once() -> Result<(), Failed> {
    let prefix = scratch("two");
    let runs: Vec<_> = (0..4).map(|_| prefix.clone()).map(|p| std::thread::spawn(move || run(&mut install(&p)))).collect();
    let mut successes = 0;
    for ran in runs {
        let ran = ran.join().expect("a run");
        if ran.status == Some(0) {
            successes += 1;
        } else {
            refused(&ran, "another exuvia install is at work there")?;
        }
    }
    ensure(successes > 0, "none succeeded")?;
    same("what differs", &format!("{:?}", differences(&prefix, &tree(&PREFIX))), "[]")
}

/// Runs of `exuvia install` in which a call of the C library fails.
struct Faults {
    shim: PathBuf,
    compiler: PathBuf,
}

impl Faults {
    /// The shim that lets calls fail, and a compiler that takes no time.
    fn new(folder: &Path) -> Result<Faults, Failed> {
        let source = root().join("checker/tests/installed/fault.c");
        succeed(shell(&format!("cc -Wall -Wextra -Werror -fPIC -shared '{}' -ldl -o fault.so", source.display())).current_dir(folder))?;
        let compiler = folder.join("compiler");
        // It is told its output after -o.
        let script = format!(
            "#!/bin/sh\ncat >/dev/null\nwhile [ \"$1\" != -o ]; do shift; done\nexec cp '{}' \"$2\"\n",
            PREFIX.join("lib/libpython3.so").display()
        );
        std::fs::write(&compiler, script)?;
        std::fs::set_permissions(&compiler, std::fs::Permissions::from_mode(0o755))?;
        Ok(Faults { shim: folder.join("fault.so"), compiler })
    }

    fn install(&self, prefix: &Path, function: &str, nth: u32, error: i32) -> Ran {
        run(Command::new(PREFIX.join("bin/exuvia"))
            .args(["install", "--prefix"])
            .arg(prefix)
            .env("STRIP", "true")
            .env("CC", &self.compiler)
            .env("LD_PRELOAD", &self.shim)
            .env("FAULT", format!("{function}:{nth}:{error}")))
    }
}

fn a_read_only_file_system() -> Result<(), Failed> {
    let folder = scratch("read-only");
    let faults = Faults::new(&folder)?;
    refused(&faults.install(&folder.join("prefix"), "mkdir", 1, libc::EROFS), "prefix: the file system is read-only")?;
    std::fs::create_dir(folder.join("prefix"))?;
    refused(&faults.install(&folder.join("prefix"), "mkdir", 1, libc::EROFS), "prefix: the file system is read-only")?;
    refused(&faults.install(&folder.join("prefix"), "mkdir", 1, libc::EACCES), "prefix: permission denied")
}

/// Whichever call fails, in a new prefix and in one where an earlier install is: what was there stays.
fn whatever_fails() -> Result<(), Failed> {
    let folder = scratch("faults");
    let faults = Faults::new(&folder)?;
    let (fresh, used) = (folder.join("fresh/prefix"), folder.join("used"));
    succeed(&mut install(&used))?;
    // What a second run will find worn, missing, and outdated.
    std::fs::write(used.join("bin/python3.14-config"), "worn")?;
    std::fs::remove_file(used.join("lib/pkgconfig/python3.pc"))?;
    std::fs::write(used.join("lib/outdated"), "outdated")?;
    let list = used.join("lib/exuvia/installed.txt");
    std::fs::write(&list, std::fs::read_to_string(&list)? + "lib/outdated\n")?;
    let before = tree(&used);

    for function in ["mkdir", "copy_file_range", "write", "symlink", "chmod", "rename"] {
        for prefix in [&fresh, &used] {
            let mut failures = 0;
            // Each of the first calls, and then fewer and fewer of the many that are alike.
            for nth in std::iter::successors(Some(1), |n| Some(n + 1 + n / 2)) {
                let ran = faults.install(prefix, function, nth, libc::ENOSPC);
                // The last call of a function has been passed; or it was made for the standard output, or to clean up, after all was done.
                if ran.status == Some(0) || ran.stdout.contains("is installed in") || tree(prefix).len() == tree(&PREFIX).len() && prefix == &fresh {
                    break;
                }
                failures += 1;
                refused(&ran, "no space left on the file system").map_err(|e| format!("{function} {nth}: {}", e.message().unwrap_or("")))?;
                if prefix == &fresh {
                    ensure(!folder.join("fresh").exists(), format!("{function} {nth}: something was left"))?;
                } else {
                    same(&format!("{function} {nth}: what differs"), &format!("{:?}", differences(prefix, &before)), "[]")?;
                }
            }
            ensure(failures > 0 || function == "copy_file_range", format!("no {function} is called"))?;
            let _ = std::fs::remove_dir_all(folder.join("fresh"));
            std::fs::remove_dir_all(&used)?;
            write_tree(&used, &before)?;
        }
    }
    Ok(())
}

/// Puts files back that [`tree`] has read.
fn write_tree(folder: &Path, files: &BTreeMap<PathBuf, (u32, Vec<u8>)>) -> Result<(), Failed> {
    use std::os::unix::ffi::OsStrExt;
    std::fs::create_dir(folder)?;
    for (path, (mode, contents)) in files {
        let path = folder.join(path);
        match mode & libc::S_IFMT {
            libc::S_IFDIR => std::fs::create_dir(&path)?,
            libc::S_IFLNK => std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(contents), &path)?,
            _ => {
                std::fs::write(&path, contents)?;
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(*mode))?;
            }
        }
    }
    Ok(())
}

/// Some file systems cannot let two files trade places.
fn a_file_system_without_exchange() -> Result<(), Failed> {
    let folder = scratch("exchange");
    let faults = Faults::new(&folder)?;
    let prefix = folder.join("prefix");
    succeed(&mut install(&prefix))?;
    let wanted = tree(&prefix);
    std::fs::write(prefix.join("bin/python3.14-config"), "worn")?;
    let ran = faults.install(&prefix, "renameat2", 0, libc::EINVAL);
    ensure(ran.status == Some(0), &ran.stderr)?;
    same("what differs", &format!("{:?}", differences(&prefix, &wanted)), "[]")
}
