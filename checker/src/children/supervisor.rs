//! Starting children, and making findings of what they tell.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Children;
use super::compare::Comparison;
use super::job::{End, Job, Scene, Step};
use crate::findings::{self, Line};
use crate::symbols::Symbols;
use crate::{report, rules, scratch};

/// How much longer than its limit a child's keeper may take: it ends the child, and what that has started.
const MARGIN: Duration = Duration::from_secs(15);
/// A child that can be resumed after a crash is resumed so often.
const RESUMED: usize = 10;
/// As much of what a child tells is read.
const TOLD: u64 = 64 << 20;

/// What a child told, and how it ended.
pub struct Outcome {
    pub steps: Vec<Step>,
    /// What the checked build found, with the step that it was found in.
    found: Vec<(Line, String)>,
    pub end: End,
    milliseconds: f64,
    left: usize,
}

impl Outcome {
    fn ended(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Ended))
    }

    /// What it did last.
    pub fn doing(&self) -> &str {
        let said = self.steps.iter().rev().find_map(|step| if let Step::Doing { what, .. } = step { Some(what.as_str()) } else { None });
        said.unwrap_or("the process started")
    }

    fn number(&self) -> u64 {
        let said = self.steps.iter().rev().find_map(|step| if let Step::Doing { number, .. } = step { Some(*number) } else { None });
        said.unwrap_or(0)
    }

    /// An exception that came out of loading, or a reason why that was not tried.
    pub fn refusal(&self) -> Option<&Step> {
        self.steps.iter().find(|step| matches!(step, Step::Raised { .. } | Step::Failed { .. }))
    }

    /// What was wrong with the child's end, as a rule and in words.
    pub fn overrun(&self) -> Option<(&'static str, String)> {
        let doing = self.doing();
        match &self.end {
            End::Exit(0) if self.ended() || self.refusal().is_some() => None,
            End::Exit(status) => Some(("EX901", format!("ended the process while {doing}, with exit status {status}"))),
            End::Signal(signal) => Some(("EX901", format!("ended the process while {doing}, by signal {signal} ({})", signal_name(*signal)))),
            End::Time(seconds) => Some(("EX902", format!("did not come back within {seconds} s while {doing}"))),
            End::Memory(mib) => Some(("EX904", format!("used more than {mib} MiB of memory while {doing}"))),
            End::Output(mib) => Some(("EX905", format!("printed more than {mib} MiB while {doing}"))),
            End::Processes(count) => Some(("EX906", format!("had more than {count} processes while {doing}"))),
        }
    }
}

fn signal_name(signal: i32) -> &'static str {
    match signal {
        libc::SIGSEGV => "segmentation fault",
        libc::SIGABRT => "abort",
        libc::SIGBUS => "bus error",
        libc::SIGILL => "illegal instruction",
        libc::SIGFPE => "arithmetic error",
        libc::SIGKILL => "killed",
        libc::SIGTERM => "terminated",
        libc::SIGPIPE => "broken pipe",
        _ => "unexpected",
    }
}

/// What an extension says of sub-interpreters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promise {
    /// That it is not for them.
    NotForThem,
    Otherwise,
}

/// Where an extension is, and what it is loaded into.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub library: &'a Path,
    pub file: &'a Path,
    /// The folder that the extension's package is in.
    pub root: &'a Path,
    /// Whether exercises drive it: where one ends the process, they say no more of other scenes.
    pub driven: bool,
}

impl Children {
    /// Has children load the extension, and adds to the report what becomes of it.
    pub fn check(&self, report: &mut report::Extension, library: &Path, file: &Path, root: &Path) {
        let mut subject = Subject { library, file, root, driven: self.exercise.is_some() };
        let mut symbols = Symbols::default();
        let promise = match self.load(report, subject, &mut symbols) {
            Ok(Some(promise)) => promise,
            Ok(None) => return,
            Err(error) => {
                report.blocked = Some(error);
                return;
            }
        };
        if subject.driven {
            subject.driven = self.play(report, subject, Scene::Exercise, 0, &mut symbols).is_none();
        }
        for scene in [Scene::Twice, Scene::Legacy, Scene::Isolated, Scene::Again] {
            // Who says that it is not for sub-interpreters breaks nothing there, and import shares a single-phase module's objects between them itself.
            if scene == Scene::Legacy && (promise == Promise::NotForThem || report.init.style == "single-phase") {
                continue;
            }
            self.play(report, subject, scene, 0, &mut symbols);
        }
        if self.options.stress {
            for scene in [Scene::Allocations, Scene::Arguments, Scene::Random] {
                let mut from = 0;
                for _ in 0..RESUMED {
                    match self.play(report, subject, scene, from, &mut symbols) {
                        Some(number) if scene != Scene::Random => from = number + 1,
                        _ => break,
                    }
                }
            }
        }
        if let Some(runtime) = &self.options.runtime {
            let here = self.spawn(&report.module, subject, Scene::Compare, 0);
            let there = self.spawn(&report.module, Subject { library: runtime, ..subject }, Scene::Compare, 0);
            match (here, there) {
                (Ok(here), Ok(there)) => report.comparison = Some(Comparison::of(runtime, &here, &there)),
                (Err(error), _) | (_, Err(error)) => report.blocked = Some(error),
            }
        }
    }

    /// The scene that all others are measured by: what its slots promise of the others; `None` where it raised. An error says why it could not be checked.
    fn load(&self, report: &mut report::Extension, subject: Subject, symbols: &mut Symbols) -> Result<Option<Promise>, String> {
        let outcome = self.spawn(&report.module, subject, Scene::Main, 0)?;
        report.load.milliseconds = Some(outcome.milliseconds);
        let mut promise = Promise::Otherwise;
        for step in &outcome.steps {
            match step {
                Step::Definition { has_slots, slots, promise: said } => {
                    if *said == Some(0) {
                        promise = Promise::NotForThem;
                    }
                    report.init.slots.clone_from(slots);
                    // A definition without slots may be of either kind: then what the file imports has said it.
                    if *has_slots {
                        report.init.style = "multi-phase".to_owned();
                    }
                }
                Step::Loaded { names } => report.load.names = Some(*names),
                _ => {}
            }
        }
        let overrun = outcome.overrun();
        let refusal = outcome.refusal().cloned();
        let what = match (&outcome.end, &overrun) {
            (End::Time(_), _) => "hung",
            (_, Some(_)) => "crashed",
            _ => "loaded",
        };
        what.clone_into(&mut report.load.outcome);
        let doing = outcome.doing().to_owned();
        let timed_out = matches!(outcome.end, End::Time(_));
        self.judge(report, subject, Scene::Main, outcome, symbols);
        match refusal {
            Some(Step::Raised { what, exception }) => {
                "raised".clone_into(&mut report.load.outcome);
                report.find("EX903", &what, format!("raised {exception}"));
                return Ok(None);
            }
            Some(Step::Failed { reason }) => {
                "failed".clone_into(&mut report.load.outcome);
                return Err(format!("cannot be loaded: {reason}"));
            }
            _ => {}
        }
        match overrun {
            None => Ok(Some(promise)),
            Some(_) if timed_out => Err(format!("hung while {doing}")),
            Some((_, message)) => Err(message),
        }
    }

    /// Plays a scene; the number of the step that it ended in, where it did not come to its own end.
    fn play(&self, report: &mut report::Extension, subject: Subject, scene: Scene, from: u64, symbols: &mut Symbols) -> Option<u64> {
        match self.spawn(&report.module, subject, scene, from) {
            Ok(outcome) => {
                let at = outcome.overrun().map(|_| outcome.number());
                if let Some(Step::Failed { reason }) = outcome.refusal() {
                    report.blocked = Some(format!("cannot be checked while {}: {reason}", scene.what()));
                }
                self.judge(report, subject, scene, outcome, symbols);
                at
            }
            Err(error) => {
                report.blocked = Some(error);
                None
            }
        }
    }

    /// Adds what a child told to the report.
    fn judge(&self, report: &mut report::Extension, subject: Subject, scene: Scene, outcome: Outcome, symbols: &mut Symbols) {
        let overrun = outcome.overrun().map(|(rule, message)| match rule_in(scene, rule) {
            // What was done last is the same in all scenes.
            "EX807" => ("EX807", message.replacen("while", &format!("as {}, while", scene.what()), 1)),
            rule if scene == Scene::Random => (rule, format!("{message} (--seed {})", self.seed())),
            rule => (rule, message),
        });
        let mut told = false;
        let mut lines = Vec::new();
        for (mut line, doing) in outcome.found {
            if let Line::Found(found) = &mut line {
                if found.is_last_words() {
                    // A signal that the extension has caught itself ends nothing.
                    let Some((rule, message)) = overrun.clone().filter(|_| !told) else { continue };
                    told = true;
                    (found.rule, found.detail) = (rule.to_owned(), message);
                } else if scene == Scene::Exercise {
                    let calls = format!("in {} calls of {}", self.options.repeat, doing.trim_end_matches(" ran"));
                    found.detail = found.detail.replace("in each run", &calls);
                }
            }
            lines.push(line);
        }
        // What is lost holds what is in it: that it becomes more says the same again.
        if lines.iter().any(|line| matches!(line, Line::Found(found) if found.rule == "EX301")) {
            lines.retain(|line| !matches!(line, Line::Found(found) if found.rule == "EX908"));
        }
        // Who has said nothing of sub-interpreters is held there to being loaded and not ending the process.
        if scene == Scene::Legacy && !report.init.slots.iter().any(|slot| slot.starts_with("sub-interpreters")) {
            lines.retain(|line| matches!(line, Line::Found(found) if found.is_last_words()));
        }
        findings::add(report, lines, subject.file, symbols);
        if let Some((rule, message)) = overrun.filter(|_| !told) {
            report.find(rule, &report.module.clone(), message);
        }
        if outcome.left > 0 {
            let them = if outcome.left == 1 { "a process".to_owned() } else { format!("{} processes", outcome.left) };
            let message = format!("left {them} behind that it had started");
            if !report.findings.iter().any(|known| known.rule == "EX906" && known.message == message) {
                report.find("EX906", &report.module.clone(), message);
            }
        }
        for step in outcome.steps {
            if let Step::Broken { rule, subject: about, message, at } = step {
                broken(report, subject.file, &rule, &about, &message, at, symbols);
            }
        }
    }

    fn seed(&self) -> u64 {
        self.options.seed.unwrap_or(0)
    }

    /// Starts a child and waits until it and all that it has started have ended.
    pub fn spawn(&self, module: &str, subject: Subject, scene: Scene, from: u64) -> Result<Outcome, String> {
        let cannot = |error: &dyn std::fmt::Display| format!("cannot be loaded: {error}");
        let absolute = |path: &Path| std::path::absolute(path).map_err(|e| cannot(&e));
        let folder = scratch::folder().map_err(|e| cannot(&e))?;
        let (home, report) = (folder.path().join("home"), folder.path().join("told"));
        std::fs::create_dir(&home).and_then(|()| std::fs::write(&report, "")).map_err(|e| cannot(&e))?;
        let job = Job {
            library: absolute(subject.library)?,
            file: absolute(subject.file)?,
            module: module.to_owned(),
            report: report.clone(),
            scene,
            exercise: self.exercise.clone().filter(|_| subject.driven && scene != Scene::Main),
            repeat: self.options.repeat,
            seed: self.seed(),
            from,
            limits: self.options.limits,
        };
        let job = serde_json::to_string(&job).map_err(|e| cannot(&e))?;
        let mut command = Command::new(std::env::current_exe().map_err(|e| cannot(&e))?);
        command.args(["probe", &job]).current_dir(&home).env("HOME", &home).env("TMPDIR", &home).env("PYTHONPATH", absolute(subject.root)?);
        if self.options.runtime.as_deref() == Some(subject.library)
            && let Some(python) = python_home(subject.library)
        {
            command.env("PYTHONHOME", python);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let (mut keeper, running) = scratch::Child::spawn(&mut command).map_err(|e| cannot(&e))?;
        let deadline = Duration::from_secs(self.options.limits.timeout) + MARGIN;
        let status = loop {
            match keeper.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if start.elapsed() > deadline => {
                    let _ = keeper.kill();
                    let _ = keeper.wait();
                    break None;
                }
                Ok(None) => std::thread::sleep(Duration::from_millis(1)),
                Err(error) => return Err(cannot(&error)),
            }
        };
        drop(running);
        let mut outcome = read(&report);
        if !outcome.steps.iter().any(|step| matches!(step, Step::End { .. })) {
            // The extension has ended its keeper, or the keeper could not go on.
            outcome.end = match status.map(|status| (status.signal(), status.code())) {
                Some((Some(signal), _)) => End::Signal(signal),
                Some((None, code)) => End::Exit(code.unwrap_or(-1)),
                None => End::Time(self.options.limits.timeout),
            };
            outcome.milliseconds = start.elapsed().as_secs_f64() * 1000.0;
        }
        Ok(outcome)
    }
}

/// What a child has told so far.
fn read(report: &Path) -> Outcome {
    use std::io::Read;
    let mut bytes = Vec::new();
    let _ = std::fs::File::open(report).and_then(|file| file.take(TOLD).read_to_end(&mut bytes));
    let mut outcome = Outcome { steps: Vec::new(), found: Vec::new(), end: End::Exit(-1), milliseconds: 0.0, left: 0 };
    for line in String::from_utf8_lossy(&bytes).lines() {
        if let Ok(step) = serde_json::from_str::<Step>(line) {
            if let Step::End { end, milliseconds, left, .. } = &step {
                (outcome.end, outcome.milliseconds, outcome.left) = (end.clone(), *milliseconds, *left);
            }
            outcome.steps.push(step);
        } else if let Ok(found) = serde_json::from_str::<Line>(line) {
            let doing = outcome.doing().to_owned();
            outcome.found.push((found, doing));
        }
    }
    outcome
}

/// The rule of an end in a scene: what does well in the main interpreter and not elsewhere is another matter.
fn rule_in(scene: Scene, rule: &'static str) -> &'static str {
    match (scene, rule) {
        (Scene::Twice | Scene::Legacy | Scene::Isolated | Scene::Again, "EX901") => "EX807",
        (Scene::Allocations, "EX901") => "EX911",
        (Scene::Arguments, "EX901") => "EX913",
        (Scene::Random, "EX901") => "EX915",
        (Scene::Allocations | Scene::Arguments | Scene::Random, _) => "EX914",
        _ => rule,
    }
}

/// Adds what a child saw itself; what several scenes say is said once.
fn broken(report: &mut report::Extension, file: &Path, rule: &str, subject: &str, message: &str, at: Option<(String, u64)>, symbols: &mut Symbols) {
    if let Some(known) = report.findings.iter_mut().find(|known| known.rule == rule && known.subject == subject && known.message == message) {
        known.count += 1;
        return;
    }
    if rules::find(rule).is_none() {
        return;
    }
    report.find(rule, subject, message.to_owned());
    if let (Some((path, offset)), Some(finding)) = (at, report.findings.last_mut()) {
        // A type's address is that of its data; others are those that calls come back to.
        finding.place = symbols.place(Path::new(&path), offset, rule != "EX809");
        if Path::new(&path) != file {
            finding.library = Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
        }
    }
}

/// The folder that a real libpython takes its standard library from, where it needs to be told: `PYTHONHOME`, or what is beside the library.
fn python_home(library: &Path) -> Option<PathBuf> {
    if let Some(home) = std::env::var_os("PYTHONHOME") {
        return Some(home.into());
    }
    library.ancestors().skip(1).find(|folder| folder.join("lib/python3.14/os.py").is_file()).map(Path::to_owned)
}
