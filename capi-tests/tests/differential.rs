//! Runs every C program of `programs/` on Exuvia and compares each of its tests with what CPython printed.
//!
//! A program is compiled against `include/` and linked to two libraries: Exuvia, and one that defines every symbol of the
//! contract as a function that names itself and ends the process.  Exuvia's symbols come first, so that a symbol
//! that it does not have yet ends the test that calls it, by name, and no other: that test waits for it, and says so.
//!
//! Tests that need what is no symbol (a name of a module, say) and is not there yet stand in `waiting.tsv` with the reason.
//! One that passes in spite of it fails: its row has to go.
//!
//! Programs of `wheels`, `sdists` and `extmods` load extension modules (see `common/extensions.rs`). One whose package cannot be fetched
//! is listed as ignored, with the reason; where `EXUVIA_NO_SKIP` is set, it fails. Those of `dynload` load CPython's own, and are ignored
//! where there is no CPython.
//!
//! `stable_names_are_used` fails for a function or datum of the stable ABI that Exuvia exports and no recorded program uses: what is
//! used is read off the dynamic symbols of the built programs and of the extension modules that they load.
//!
//! A program that begins with `/* oracle: 3.15 */` asks for names that 3.15 has added: its expectation is recorded on CPython 3.15.
//!
//! Where `EXUVIA_CHECKED` is set, the programs run on the checked build, which must find nothing but what `findings.tsv` says that
//! a test does on purpose, and all of that but what has a question mark there. A row may say that the test prints something else
//! there than CPython does, because the checked build goes on where the process would end: then it must.
//!
//! `EXUVIA_RECORD=DIR cargo test -p capi-tests --test differential [FILTER]` runs the programs on the CPython in DIR instead
//! (as `reference/setup` puts it there) and writes what they print to `expected/`.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use common::extensions::{Hindrance, Setting, settings};
use common::{
    LIMIT, USUAL_FLAGS, build, dynamic_symbols, fingerprint, is_limited, library, library_folder, program_flags, reference, run, scratch, stand_ins,
};
use libtest_mimic::{Arguments, Failed, Trial};

struct Suite {
    root: PathBuf,
    /// The folder of the library under CPython's names.
    library: PathBuf,
    /// The library that stands in for symbols that are absent.
    absent: PathBuf,
    exported: BTreeSet<String>,
    headers: String,
    /// The rows of `findings.tsv`: program and test, and what the test breaks on purpose.
    broken: BTreeMap<(String, String), Broken>,
    /// The rows of `waiting.tsv`: program and test, and what the test waits for.
    waiting: BTreeMap<(String, String), String>,
}

/// What a test breaks on purpose.
struct Broken {
    /// Each rule, and whether it is broken wherever the test runs.
    rules: BTreeMap<String, bool>,
    /// Whether it prints something else in the checked build.
    differs: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root: &'static Path = Box::leak(capi_tests::root().into_boxed_path());
    let named = common::programs(root).into_iter().map(|relative| (relative.to_string_lossy().replace('/', "::"), relative));
    let trials = if let Some(dir) = std::env::var_os("EXUVIA_RECORD").map(PathBuf::from) {
        let dir: &'static Path = Box::leak(dir.into_boxed_path());
        // What CPython answers by a crash cannot be recorded; those expectations are written by hand.
        let recorded = named.filter(|(name, _)| !name.starts_with("robust::"));
        recorded.map(|(name, relative)| Trial::test(name, move || record(root, dir, &relative))).collect()
    } else {
        let suite: &'static Suite = Box::leak(Box::new(Suite::new(root.to_path_buf())));
        let strict = std::env::var_os("EXUVIA_NO_SKIP").is_some();
        let mut trials = Vec::new();
        for (name, relative) in named {
            // Listing and filtering need no wheels and no builds.
            let wanted = arguments.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str())) && !arguments.list;
            match if wanted { settings(root, &relative) } else { Ok(vec![Setting::plain()]) } {
                Ok(settings) => trials.extend(settings.into_iter().map(|setting| {
                    let name = if setting.label.is_empty() { name.clone() } else { format!("{name}::{}", setting.label) };
                    let relative = relative.clone();
                    Trial::test(name, move || suite.compare(&relative, &setting))
                })),
                Err(Hindrance::Wrong(why)) => trials.push(Trial::test(name, move || Err(why.into()))),
                Err(Hindrance::OutOfReach(why)) if strict => trials.push(Trial::test(name, move || Err(why.into()))),
                Err(hindrance) => {
                    eprintln!("skipped {name}: {hindrance}");
                    trials.push(Trial::test(name, || Ok(())).with_ignored_flag(true));
                }
            }
        }
        trials.push(Trial::test("stable_names_are_used", move || suite.stable_names_are_used()));
        trials
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The tests' outputs by their names, in order; `[NAME]` opens each.  What stands before the first goes under "".
fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut starts = vec![(0, 0, "")];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.trim_end().strip_prefix('[').and_then(|l| l.strip_suffix(']'))
            && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            starts.push((at, at + line.len(), name));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|s| s.0).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&(_, body, name), end)| (name, &text[body..end]))
        .filter(|(name, body)| !name.is_empty() || !body.is_empty())
        .collect()
}

impl Suite {
    fn new(root: PathBuf) -> Suite {
        let exported = dynamic_symbols(&library()).defined.into_keys().collect();
        let absent = stand_ins(&root);
        let headers = common::headers_fingerprint(&root);
        let table = std::fs::read_to_string(root.join("capi-tests/waiting.tsv")).expect("waiting.tsv");
        let row = |line: &str| {
            let mut columns = line.split('\t').map(str::to_owned);
            Some(((columns.next()?, columns.next()?), columns.next()?))
        };
        let waiting = table.lines().skip(1).filter_map(row).collect();
        let table = std::fs::read_to_string(root.join("capi-tests/findings.tsv")).expect("findings.tsv");
        let row = |line: &str| {
            let mut columns = line.split('\t').map(str::to_owned);
            let name = (columns.next()?, columns.next()?);
            let rules = columns.next()?.split_whitespace().map(|rule| (rule.trim_end_matches('?').to_owned(), !rule.ends_with('?'))).collect();
            Some((name, Broken { rules, differs: columns.next()? == "other" }))
        };
        let broken = table.lines().skip(1).filter_map(row);
        Suite { broken: broken.collect(), library: library_folder(), absent, exported, headers, root, waiting }
    }

    fn compile(&self, relative: &Path) -> Result<PathBuf, Failed> {
        let source_path = self.root.join("capi-tests/programs").join(relative).with_extension("c");
        let source = std::fs::read_to_string(&source_path)?;
        let name = relative.to_string_lossy().replace('/', "-");
        let output = scratch("programs").join(format!("{name}-{}", fingerprint([source.as_str(), &self.headers, env!("CARGO_PKG_VERSION")])));
        let flags = program_flags(&source);
        let mut arguments: Vec<&OsStr> = USUAL_FLAGS.iter().map(OsStr::new).collect();
        arguments.extend(flags.iter().map(OsStr::new));
        let (include, programs) = (self.root.join("include"), self.root.join("capi-tests/programs"));
        let declared = self.absent.join("absent.h");
        // The limited API's programs see what it declares and no more.
        if !is_limited(&source, &flags) {
            arguments.extend([OsStr::new("-include"), declared.as_os_str()]);
        }
        arguments.extend([OsStr::new("-I"), include.as_os_str(), OsStr::new("-I"), programs.as_os_str(), source_path.as_os_str()]);
        arguments.extend([OsStr::new("-L"), self.library.as_os_str(), OsStr::new("-L"), self.absent.as_os_str()]);
        arguments.extend(["-Wl,--no-as-needed", "-lpython3.14", "-labsent", "-Wl,-z,lazy"].map(OsStr::new));
        build(&output, false, &arguments).map_err(Failed::from)?;
        Ok(output)
    }

    /// Each name of the stable ABI that is exported has a recorded program that uses it.
    fn stable_names_are_used(&self) -> Result<(), Failed> {
        let mut used = BTreeSet::new();
        // Data that a program uses directly is copied into it, and so defined by it.
        let mut add = |file: &Path| {
            let symbols = dynamic_symbols(file);
            used.extend(symbols.undefined);
            used.extend(symbols.defined.into_keys());
        };
        for relative in common::programs(&self.root).iter().filter(|relative| !relative.starts_with("robust")) {
            add(&self.compile(relative)?);
            if let Some(Ok(settings)) = relative.starts_with("extmods").then(|| settings(&self.root, relative)) {
                settings
                    .iter()
                    .flat_map(|setting| &setting.environment)
                    .filter(|(name, _)| *name == "EXUVIA_EXTMOD")
                    .for_each(|(_, file)| add(Path::new(file)));
            }
        }
        let stable = capi_tests::contract::symbols(&self.root).into_values().filter(|symbol| symbol.stable_since.is_some()).map(|symbol| symbol.name);
        let names: BTreeSet<String> = stable.chain(capi_tests::contract::additions(&self.root).into_keys()).collect();
        let unused: Vec<&str> = names.iter().filter(|name| self.exported.contains(*name) && !used.contains(*name)).map(String::as_str).collect();
        if unused.is_empty() { Ok(()) } else { Err(format!("no recorded program uses {}", unused.join(", ")).into()) }
    }

    /// The row of `findings.tsv` for a test; none for builds that find nothing.
    fn broken(&self, relative: &Path, test: &str) -> Option<&Broken> {
        let name = (relative.display().to_string(), test.to_owned());
        common::is_checked().then(|| self.broken.get(&name)).flatten()
    }

    /// In the checked build: which rules the tests break that they do not break on purpose, and which they should and do not.
    fn findings(&self, relative: &Path, file: &Path, tests: &[(&str, &str)]) -> Option<String> {
        if !common::is_checked() {
            return None;
        }
        let value = |line: &str, key: &str| line.split(&format!("\"{key}\": \"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
        let mut broken: BTreeMap<(String, String), String> = BTreeMap::new();
        let mut test = String::new();
        for line in std::fs::read_to_string(file).unwrap_or_default().lines() {
            if let Some(rule) = value(line, "rule") {
                broken.entry((test.clone(), rule)).or_insert_with(|| line.to_owned());
            } else if let Some(next) = value(line, "test") {
                test = next;
            }
        }
        let mut report = String::new();
        for ((test, rule), line) in &broken {
            if !self.broken(relative, test).is_some_and(|row| row.rules.contains_key(rule)) {
                let _ = writeln!(report, "[{test}] breaks {rule}: {line}");
            }
        }
        for &(test, _) in tests {
            for (rule, always) in self.broken(relative, test).into_iter().flat_map(|row| &row.rules) {
                if *always && !broken.contains_key(&(test.to_owned(), rule.clone())) {
                    let _ = writeln!(report, "[{test}] does not break {rule}, as findings.tsv says");
                }
            }
        }
        (!report.is_empty()).then_some(report)
    }

    fn command(&self, program: &Path, setting: &Setting) -> Command {
        let mut command = Command::new(program);
        command.envs(setting.environment.iter().map(|(name, value)| (name, value)));
        command.env("PYTHONHASHSEED", "0").env("LD_LIBRARY_PATH", format!("{}:{}", self.library.display(), self.absent.display()));
        command
    }

    /// Runs a program's tests and compares each with its section of the expectation.
    fn compare(&self, relative: &Path, setting: &Setting) -> Result<(), Failed> {
        let expected_path = self.root.join("capi-tests/expected").join(relative).with_extension("txt");
        let expected = std::fs::read(&expected_path).map_err(|e| format!("{}: {e}", expected_path.display()))?;
        // What a program prints need not be text.
        let expected = String::from_utf8_lossy(&expected);
        let program = self.compile(relative)?;
        let findings =
            scratch("findings").join(format!("{}-{}-{}.jsonl", relative.display().to_string().replace('/', "-"), setting.label, std::process::id()));
        let all = run(self.command(&program, setting).env("EXUVIA_FINDINGS", &findings), LIMIT);
        let wanted = sections(&expected);
        let found = self.findings(relative, &findings, &wanted);
        let _ = std::fs::remove_file(&findings);
        let got: BTreeMap<&str, &str> = sections(&all.stdout).into_iter().collect();
        let mut report = String::new();
        let mut failed = 0;
        let mut waiting = Vec::new();
        for &(test, want) in &wanted {
            let same = got.get(test) == Some(&want);
            if let Some(reason) = self.waiting.get(&(relative.display().to_string(), test.to_owned())) {
                if same {
                    failed += 1;
                    let _ = writeln!(report, "[{test}] passes: take it off waiting.tsv");
                }
                waiting.push(format!("{test} for {reason}"));
                continue;
            }
            if self.broken(relative, test).is_some_and(|row| row.differs) {
                if same {
                    failed += 1;
                    let _ = writeln!(report, "[{test}] prints what CPython does: findings.tsv says otherwise");
                }
                continue;
            }
            if same {
                continue;
            }
            // One that ended the process takes no other with it: those run again, alone.
            if all.succeeded() {
                failed += 1;
                report_difference(&mut report, test, want, got.get(test).copied().unwrap_or(""));
                continue;
            }
            let alone = run(self.command(&program, setting).arg(test), LIMIT);
            let output = sections(&alone.stdout).into_iter().find(|s| s.0 == test).map_or("", |s| s.1);
            if alone.succeeded() && output == want {
                continue;
            }
            // MATRIX.md says what is absent, and a test holds it to the library; a test that needs it waits for it.
            if let Some(symbol) = alone.stderr.lines().find_map(|line| line.strip_suffix(" is absent from Exuvia")) {
                waiting.push(format!("{test} for {symbol}"));
                continue;
            }
            failed += 1;
            if !alone.succeeded() {
                let _ = writeln!(report, "[{test}], alone, {}", alone.account());
            }
            report_difference(&mut report, test, want, output);
        }
        if !waiting.is_empty() {
            eprintln!("{}: waiting for what is absent: {}", relative.display(), waiting.join(", "));
        }
        if failed == 0 && waiting.is_empty() && !all.succeeded() {
            let _ = writeln!(report, "each test passes alone, but the program {}", all.account());
        } else if failed > 0 {
            let _ = writeln!(report, "the program {}", all.account());
        }
        if let Some(found) = found {
            failed += 1;
            report.push_str(&found);
        }
        if report.is_empty() {
            return Ok(());
        }
        let absent: Vec<String> =
            dynamic_symbols(&program).undefined.into_iter().filter(|s| s.contains("Py") && !self.exported.contains(s)).collect();
        if !absent.is_empty() {
            let _ = writeln!(report, "absent from the library: {}", absent.join(" "));
        }
        Err(format!("{failed} of {} tests differ\n{report}", wanted.len()).into())
    }
}

/// Adds what differs, as lines of a diff with little around them.
fn report_difference(report: &mut String, test: &str, want: &str, got: &str) {
    const MOST_LINES: usize = 40;
    let _ = writeln!(report, "[{test}] - CPython, + Exuvia");
    let diff = similar::TextDiff::from_lines(want, got);
    let text = diff.unified_diff().context_radius(1).to_string();
    let mut lines = text.lines();
    for line in lines.by_ref().take(MOST_LINES) {
        let _ = writeln!(report, "    {line}");
    }
    let more = lines.count();
    if more > 0 {
        let _ = writeln!(report, "    … and {more} more lines");
    }
}

/// Runs a program on CPython and writes what it prints to its file of expectations.
fn record(root: &Path, dir: &Path, relative: &Path) -> Result<(), Failed> {
    let dir = if dir.join("root/usr").exists() { dir.to_path_buf() } else { reference().ok_or("no CPython in $EXUVIA_RECORD")? };
    let source_path = root.join("capi-tests/programs").join(relative).with_extension("c");
    let source = std::fs::read_to_string(&source_path)?;
    let (usr, version) = (dir.join("root/usr"), common::oracle(&source));
    let lib = usr.join("lib").join(format!("{}-linux-gnu", std::env::consts::ARCH));
    let output = scratch("recorded").join(format!("{}-{}", relative.to_string_lossy().replace('/', "-"), std::process::id()));
    let flags = program_flags(&source);
    let mut arguments: Vec<&OsStr> = USUAL_FLAGS.iter().map(OsStr::new).collect();
    arguments.extend(flags.iter().map(OsStr::new));
    let (own, multiarch, programs) = (usr.join(format!("include/python{version}")), usr.join("include"), root.join("capi-tests/programs"));
    for folder in [&own, &multiarch, &programs] {
        arguments.extend([OsStr::new("-I"), folder.as_os_str()]);
    }
    let link = format!("-lpython{version}");
    arguments.extend([source_path.as_os_str(), OsStr::new("-L"), lib.as_os_str(), OsStr::new(&link), OsStr::new("-Wl,--allow-shlib-undefined")]);
    build(&output, false, &arguments).map_err(Failed::from)?;
    // Every build of a module gives the same; the first is as good as any.
    let setting = settings(root, relative).map_err(|hindrance| hindrance.to_string())?.remove(0);
    let mut command = Command::new(dir.join(format!("bin/with-{version}")));
    command.arg(&output).env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1").envs(setting.environment);
    let ran = run(&mut command, LIMIT);
    let _ = std::fs::remove_file(&output);
    if !ran.succeeded() {
        return Err(format!("on CPython it {}", ran.account()).into());
    }
    let expected = root.join("capi-tests/expected").join(relative).with_extension("txt");
    std::fs::create_dir_all(expected.parent().expect("below expected"))?;
    std::fs::write(expected, ran.stdout)?;
    Ok(())
}
