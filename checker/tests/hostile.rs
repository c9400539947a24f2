//! Wheels made to do harm, and runs that are cut short: one line and exit status 2, and nothing is left or written outside of the temporary directory.

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::*;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

fn name() -> String {
    format!("hostile-1-cp38-abi3-linux_{MACHINE}.whl")
}

/// All paths below a folder.
fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        found.push(entry.path());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(tree(&entry.path()));
        }
    }
    found.sort();
    found
}

/// Checks a wheel with a temporary directory of its own: it is refused, and nothing new lies anywhere near.
#[track_caller]
fn assert_refused(folder: &Path, why: &str, more: &[&str]) {
    let temporary = folder.join("tmp");
    std::fs::create_dir_all(&temporary).expect("a folder");
    let before = tree(folder);
    let mut command = exuvia(folder);
    command.env("TMPDIR", &temporary).args(["check", &name()]).args(more);
    answer(command.output().expect("the command runs")).refused(why);
    assert_eq!(tree(folder), before);
}

/// A plain extension and one more entry, whose name is patched in: writers of archives refuse some of these.
fn with_entry(folder: &Path, entry: &str) {
    let stand_in = "x".repeat(entry.len());
    let path = wheel(folder, &name(), &[("plain.abi3.so", &PLAIN), (&stand_in, b"harm")]);
    let mut bytes = std::fs::read(&path).expect("a wheel");
    let places: Vec<usize> = (0..bytes.len() - entry.len()).filter(|at| bytes[*at..].starts_with(stand_in.as_bytes())).collect();
    assert_eq!(places.len(), 2, "in its own header and in the directory");
    for at in places {
        bytes[at..at + entry.len()].copy_from_slice(entry.as_bytes());
    }
    std::fs::write(path, bytes).expect("a wheel");
}

#[test]
fn names_that_lead_out() {
    for entry in [
        "../escaped.txt",
        "package/../../escaped.txt",
        "/tmp/exuvia-escaped-absolute.txt",
        "C:/escaped.txt",
        "C:\\escaped.txt",
        "..\\..\\escaped.txt",
        "\\\\server\\share\\escaped.txt",
        "package/..",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        with_entry(folder.path(), entry);
        assert_refused(folder.path(), "has a file of a forbidden name: ", &[]);
        assert!(!Path::new("/tmp/exuvia-escaped-absolute.txt").exists());
    }
}

#[test]
fn links() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name());
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    archive.add_symlink("package", folder.path().display().to_string(), SimpleFileOptions::default()).expect("a link");
    archive.start_file("package/escaped.txt", SimpleFileOptions::default()).expect("a member");
    archive.write_all(b"harm").expect("a member");
    archive.finish().expect("a wheel");
    assert_refused(folder.path(), "has a link: package", &[]);
}

#[test]
fn devices() {
    let folder = tempfile::tempdir().expect("a folder");
    wheel(folder.path(), &name(), &[("plain.abi3.so", &PLAIN), ("pipe", b"")]);
    let path = folder.path().join(name());
    let mut bytes = std::fs::read(&path).expect("a wheel");
    // The mode is in the upper half of the external attributes, 38 bytes into the second header of the directory.
    let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").expect("the directory") + 38;
    bytes[at..at + 4].copy_from_slice(&(0o010_644_u32 << 16).to_le_bytes());
    std::fs::write(path, bytes).expect("a wheel");
    assert_refused(folder.path(), "has something that is neither file nor folder: pipe", &[]);
}

#[test]
fn two_files_of_one_name() {
    let folder = tempfile::tempdir().expect("a folder");
    wheel(folder.path(), &name(), &[("plain.abi3.so", &PLAIN), ("harm1.py", b"1"), ("harm2.py", b"2")]);
    let path = folder.path().join(name());
    let mut bytes = std::fs::read(&path).expect("a wheel");
    while let Some(at) = bytes.windows(8).position(|w| w == b"harm2.py") {
        bytes[at + 4] = b'1';
    }
    std::fs::write(path, bytes).expect("a wheel");
    assert_refused(folder.path(), "has two files of one name", &[]);

    let folder = tempfile::tempdir().expect("a folder");
    with_entry(folder.path(), "./plain.abi3.so");
    assert_refused(folder.path(), "", &[]);

    let folder = tempfile::tempdir().expect("a folder");
    wheel(folder.path(), &name(), &[("plain.abi3.so", &PLAIN), ("plain.abi3.so/inner", b"")]);
    assert_refused(folder.path(), "cannot be unpacked: plain.abi3.so/inner", &[]);
}

/// So many MiB of zeros, which deflate to a thousandth of that.
fn bomb(folder: &Path, mebibytes: usize) {
    let path = folder.join(name());
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    archive.start_file("plain.abi3.so", SimpleFileOptions::default()).expect("a member");
    archive.write_all(&PLAIN).expect("a member");
    archive.start_file("zeros", SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).expect("a member");
    for _ in 0..mebibytes {
        archive.write_all(&vec![0; 1 << 20]).expect("a member");
    }
    archive.finish().expect("a wheel");
}

#[test]
fn bombs() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    bomb(folder, 48);
    assert_refused(folder, "is larger than 16 MiB when it is unpacked; --unpacked-limit allows more", &["--unpacked-limit", "16"]);
    run(folder, &["check", "--no-load", "--unpacked-limit", "64", &name()]).expect(0);

    // One that says it holds next to nothing.
    let path = folder.join(name());
    let mut bytes = std::fs::read(&path).expect("a wheel");
    let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").expect("the directory") + 24;
    bytes[at..at + 4].copy_from_slice(&16_u32.to_le_bytes());
    std::fs::write(path, bytes).expect("a wheel");
    assert_refused(folder, "", &["--unpacked-limit", "16"]);
}

#[test]
fn too_many_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut archive = zip::ZipWriter::new(std::io::BufWriter::new(std::fs::File::create(folder.join(name())).expect("a file")));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for n in 0..=100_000 {
        archive.start_file(n.to_string(), stored).expect("a member");
    }
    archive.finish().expect("a wheel").flush().expect("a wheel");
    assert_refused(folder, "has more than 100000 files", &[]);
}

#[test]
fn encrypted_or_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let path = wheel(folder, &name(), &[("plain.abi3.so", &PLAIN)]);
    let whole = std::fs::read(&path).expect("a wheel");
    let directory = whole.windows(4).rposition(|w| w == b"PK\x01\x02").expect("the directory");
    let mut encrypted = whole.clone();
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    std::fs::write(&path, encrypted).expect("a wheel");
    assert_refused(folder, "is encrypted", &[]);

    for cut in [1, 10, whole.len() / 2, whole.len() - 30, whole.len() - 5] {
        std::fs::write(&path, &whole[..cut]).expect("a wheel");
        assert_refused(folder, "wheel", &[]);
    }
    let mut damaged = whole.clone();
    for byte in &mut damaged[200..400] {
        *byte ^= 0x5a;
    }
    std::fs::write(&path, damaged).expect("a wheel");
    assert_refused(folder, "", &[]);
}

/// Lines of the child's own: it says that it runs, and then does not end.
const SLEEPING: &str = "#include <Python.h>\n#include <unistd.h>\n\
    static int run(PyObject *m) { (void)m; for (;;) { sleep(1); } return 0; }\n\
    static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)run}, {0, NULL}};\n\
    static struct PyModuleDef def = {.m_base = PyModuleDef_HEAD_INIT, .m_name = \"sleeping\", .m_slots = slots};\n\
    PyMODINIT_FUNC PyInit_sleeping(void) { return PyModuleDef_Init(&def); }\n";

/// The processes whose environment has this temporary directory.
fn running(temporary: &Path) -> Vec<u32> {
    let needle = format!("TMPDIR={}", temporary.display());
    let has = |pid: &u32| std::fs::read(format!("/proc/{pid}/environ")).is_ok_and(|e| e.split(|b| *b == 0).any(|v| v.starts_with(needle.as_bytes())));
    let numbers = std::fs::read_dir("/proc").expect("/proc").flatten().filter_map(|e| e.file_name().to_str()?.parse().ok());
    numbers.filter(has).collect()
}

#[test]
fn interrupted() {
    for signal in [libc::SIGINT, libc::SIGTERM] {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let temporary = folder.join("tmp");
        std::fs::create_dir(&temporary).expect("a folder");
        file(folder, "sleeping.c", SLEEPING);
        let mut child = exuvia(folder).env("TMPDIR", &temporary).args(["check", "sleeping.c"]).spawn().expect("the command runs");
        let start = Instant::now();
        // The module is compiled, and a child has begun to load it.
        while running(&temporary).len() < 2 || !tree(&temporary).iter().any(|path| path.ends_with("sleeping.so")) {
            assert!(start.elapsed() < Duration::from_secs(50), "no child came");
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(300));
        // SAFETY: a child of ours that has not been waited for.
        unsafe { libc::kill(child.id().cast_signed(), signal) };
        let status = child.wait().expect("the command ends");
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(signal), "{status:?}");
        assert!(tree(&temporary).is_empty(), "the temporary directory is empty");
        let start = Instant::now();
        while !running(&temporary).is_empty() {
            assert!(start.elapsed() < Duration::from_secs(10), "a child still runs");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
