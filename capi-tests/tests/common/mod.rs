//! The C compiler, the built library, and running programs: what several tests need.
#![allow(dead_code, reason = "each test uses a part")]

pub mod extensions;
pub mod headers;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Programs say at the top what they are compiled with, where that is more than the usual: `/* flags: -DPy_LIMITED_API=0x03080000 */`.
const FLAGS_LINE: &str = "/* flags: ";
/// What a compiler may be asked for in all programs.
pub const USUAL_FLAGS: [&str; 5] = ["-std=gnu11", "-g", "-O0", "-w", "-pthread"];

/// The C or C++ compiler that the `cc` crate would take, with no flags.
pub fn compiler(cpp: bool) -> Command {
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let tool = cc::Build::new().cpp(cpp).target(&triple).host(&triple).opt_level(0).cargo_metadata(false).get_compiler();
    let mut command = Command::new(tool.path());
    command.env("LC_ALL", "C");
    command
}

/// A folder of this test run's own below `target/`, made if need be.
pub fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
    dir
}

/// The built library: cargo puts it beside the test's executable.
pub fn library() -> PathBuf {
    if let Some(path) = std::env::var_os("EXUVIA_LIBRARY") {
        return path.into();
    }
    let exe = std::env::current_exe().expect("a test knows its executable");
    let dir = exe.parent().expect("an executable lies in a folder");
    dir.join(if is_checked() { "libexuvia_checked.so" } else { "libexuvia.so" })
}

/// Whether the checked build is to be tested: `EXUVIA_CHECKED` is set.
pub fn is_checked() -> bool {
    std::env::var_os("EXUVIA_CHECKED").is_some()
}

/// A folder with the library under the names that linkers and programs look for.
pub fn library_folder() -> PathBuf {
    let folder = scratch(if is_checked() { "lib-checked" } else { "lib" });
    for name in ["libpython3.14.so.1.0", "libpython3.14.so"] {
        let link = folder.join(name);
        if std::fs::read_link(&link).ok() != Some(library()) {
            // Several tests may come here at once; whoever is last wins, with the same link.
            let fresh = folder.join(format!("{name}.{}", std::process::id()));
            let _ = std::fs::remove_file(&fresh);
            std::os::unix::fs::symlink(library(), &fresh).expect("a symbolic link");
            std::fs::rename(&fresh, &link).expect("a symbolic link");
        }
    }
    folder
}

/// Where a CPython 3.14 for comparison was put by `reference/setup`, if it was.
pub fn reference() -> Option<PathBuf> {
    let dir = std::env::var_os("CPYTHON_REFERENCE")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/cpython-reference")))?;
    dir.join("root/usr/include/python3.14/Python.h").exists().then_some(dir)
}

/// A number that changes when any of the parts does.
pub fn fingerprint<T: Hash>(parts: impl IntoIterator<Item = T>) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        part.hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// The contents of all headers of `include/` and of the programs' own, as one fingerprint.
pub fn headers_fingerprint(root: &Path) -> String {
    let mut files = capi_tests::files_below(&root.join("include"), "h");
    files.extend(capi_tests::files_below(&root.join("capi-tests/programs"), "h"));
    fingerprint(files.iter().map(|f| (f.clone(), std::fs::read(f).unwrap_or_default())))
}

/// What a compiler or a program may take: many times what it does take, so that a machine under heavy load is no failure; what
/// hangs takes no less.
pub const LIMIT: Duration = Duration::from_secs(300);

pub struct Ran {
    /// `None`: it did not end in time and was killed.
    pub status: Option<ExitStatus>,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Ran {
    pub fn succeeded(&self) -> bool {
        self.status.is_some_and(|s| s.success())
    }

    /// How it ended, in words.
    pub fn ending(&self) -> String {
        use std::os::unix::process::ExitStatusExt;
        match self.status {
            None => format!("did not end in {} s", self.took.as_secs()),
            Some(status) => match status.signal() {
                Some(signal) => format!("was ended by signal {signal}"),
                None => format!("ended with status {}", status.code().unwrap_or(-1)),
            },
        }
    }

    /// How it ended, after which time, and the last of what it said on stderr: what a reader of a log asks first.
    pub fn account(&self) -> String {
        const MOST_LINES: usize = 20;
        let mut text = format!("{} after {:.1} s", self.ending(), self.took.as_secs_f64());
        let lines: Vec<&str> = self.stderr.lines().collect();
        let skipped = lines.len().saturating_sub(MOST_LINES);
        if skipped > 0 {
            let _ = write!(text, "\n    | … {skipped} lines of stderr …");
        }
        for line in &lines[skipped..] {
            let _ = write!(text, "\n    | {line}");
        }
        text
    }

    /// Where what it printed first departs from what is wanted.
    pub fn departure(&self, wanted: &str) -> Option<String> {
        let (got, wanted) = (self.stdout.lines().chain(["(the end)"]), wanted.lines().chain(["(the end)"]));
        let mut pairs = wanted.zip(got).enumerate();
        let (at, (wanted, got)) = pairs.find(|(_, (wanted, got))| wanted != got)?;
        Some(format!("line {}:\n    wanted {wanted}\n    and got {got}", at + 1))
    }
}

/// Runs a command to its end, or to the end of its time.
pub fn run(command: &mut Command, limit: Duration) -> Ran {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{:?}: {e}", command.get_program()));
    fn reader(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = from.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    }
    let stdout = reader(child.stdout.take().expect("piped"));
    let stderr = reader(child.stderr.take().expect("piped"));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break Some(status);
        }
        if start.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            break None;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = start.elapsed();
    Ran { status, took, stdout: stdout.join().unwrap_or_default(), stderr: stderr.join().unwrap_or_default() }
}

/// Tells files apart that threads of this process write at once.
static UNIQUE: AtomicU32 = AtomicU32::new(0);

/// A file of this text, named after it; tests that run at once may share it.
pub fn source_file(folder: &Path, name: &str, extension: &str, text: &str) -> std::io::Result<PathBuf> {
    let file = folder.join(format!("{name}-{}.{extension}", fingerprint([text])));
    if !file.exists() {
        let fresh = folder.join(format!("{name}.{}.{}", std::process::id(), UNIQUE.fetch_add(1, Ordering::Relaxed)));
        std::fs::write(&fresh, text)?;
        std::fs::rename(&fresh, &file)?;
    }
    Ok(file)
}

/// Compiles `source` to `output` unless that is there; the caller puts a fingerprint of all that matters in `output`'s name.
pub fn build(output: &Path, cpp: bool, arguments: &[&OsStr]) -> Result<(), String> {
    if output.exists() {
        return Ok(());
    }
    // Several tests may want the same at once; whoever is last wins.
    let fresh = output.with_extension(format!("{}.{}", std::process::id(), UNIQUE.fetch_add(1, Ordering::Relaxed)));
    let mut command = compiler(cpp);
    command.args(arguments).arg("-o").arg(&fresh);
    let ran = run(&mut command, LIMIT);
    if !ran.succeeded() {
        return Err(format!("the compiler {}\n{}", ran.ending(), ran.stderr));
    }
    std::fs::rename(&fresh, output).map_err(|e| e.to_string())
}

/// The dynamic symbols that a library defines (name to size; functions have their code's) and those that it wants.
pub struct Dynamic {
    pub defined: BTreeMap<String, DynamicSymbol>,
    pub undefined: Vec<String>,
}

pub struct DynamicSymbol {
    pub size: u64,
    pub is_data: bool,
}

pub fn dynamic_symbols(path: &Path) -> Dynamic {
    use object::{Object, ObjectSymbol};
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let file = object::File::parse(&*bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut found = Dynamic { defined: BTreeMap::new(), undefined: Vec::new() };
    for symbol in file.dynamic_symbols() {
        let Ok(name) = symbol.name() else { continue };
        if symbol.is_undefined() {
            found.undefined.push(name.to_owned());
        } else {
            let is_data = symbol.kind() == object::SymbolKind::Data;
            found.defined.insert(name.to_owned(), DynamicSymbol { size: symbol.size(), is_data });
        }
    }
    found
}

/// The flags that a program asks for.
pub fn program_flags(source: &str) -> Vec<String> {
    let first = source.lines().find_map(|l| l.strip_prefix(FLAGS_LINE)).unwrap_or("");
    first.trim_end().trim_end_matches("*/").split_whitespace().map(str::to_owned).collect()
}

/// The differential programs, by their paths below `programs/`, without the extension.
pub fn programs(root: &Path) -> Vec<PathBuf> {
    let folder = root.join("capi-tests/programs");
    let files = capi_tests::files_below(&folder, "c").into_iter();
    files.filter_map(|file| Some(file.strip_prefix(&folder).ok()?.with_extension(""))).collect()
}

/// Whether a program is written for the limited API: it sees what that declares and no more.
pub fn is_limited(source: &str, flags: &[String]) -> bool {
    source.contains("define Py_LIMITED_API") || flags.iter().any(|f| f.contains("Py_LIMITED_API"))
}

/// The version of CPython that a program's expectation is recorded on: 3.15 for names that only that version has.
pub fn oracle(source: &str) -> &'static str {
    if source.starts_with("/* oracle: 3.15 */\n") { "3.15" } else { "3.14" }
}

/// Builds the library that defines every symbol of the contract, each function of which names itself and ends the process,
/// and writes `absent.h`, which declares what `include/` does not declare yet.  Returns their folder.
pub fn stand_ins(root: &Path) -> PathBuf {
    let symbols = capi_tests::contract::symbols(root);
    let mut c = String::from(
        "#include <stdio.h>\n#include <unistd.h>\nstatic void absent(const char *name) { fflush(stdout); dprintf(2, \"%s is absent from Exuvia\\n\", name); _exit(4); }\n",
    );
    let mut h = String::from("#ifndef PY_SSIZE_T_CLEAN\n#define PY_SSIZE_T_CLEAN\n#endif\n#include <Python.h>\n#include <frameobject.h>\n");
    for (name, symbol) in &symbols {
        let _ = match symbol.is_data {
            true => writeln!(c, "char {name}[{}];", symbol.size.max(1)),
            false => writeln!(c, "void {name}(void) {{ absent(\"{name}\"); }}"),
        };
        if !symbol.declaration.is_empty() {
            // In parentheses, so that a macro of the same name keeps out of it.
            let _ = writeln!(h, "extern {};", symbol.declaration.replacen(&format!("{name} ("), &format!("({name}) ("), 1));
        }
    }
    for name in capi_tests::contract::additions(root).into_keys().filter(|name| !symbols.contains_key(name)) {
        let _ = writeln!(c, "void {name}(void) {{ absent(\"{name}\"); }}");
    }
    let folder = scratch(&format!("absent-{}", fingerprint([&c, &h])));
    for (name, text) in [("absent.c", &c), ("absent.h", &h)] {
        if !folder.join(name).exists() {
            std::fs::write(folder.join(name), text).expect("target/ can be written to");
        }
    }
    let arguments = ["-w", "-O0", "-fPIC", "-shared", "-Wl,-soname,libabsent.so"].map(OsStr::new);
    let source = folder.join("absent.c");
    build(&folder.join("libabsent.so"), false, &[&arguments[..], &[source.as_os_str()]].concat()).expect("the stand-ins compile");
    folder
}
