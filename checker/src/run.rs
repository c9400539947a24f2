//! A run of `exuvia check` or `exuvia merge`: reports come in the order of the targets, are judged, and go out; at the end there is an exit status.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

use anstream::{AutoStream, ColorChoice, StripStream};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::arguments::{CheckArguments, Color, FailOn, Judging, MergeArguments, Telling};
use crate::baseline::Baseline;
use crate::check::{Checker, Options};
use crate::children::Children;
use crate::configuration::{self, Configuration};
use crate::panics;
use crate::report::{self, Context, File, Format, Totals, Writer};
use crate::rules::Severity;
use crate::scratch::Scratch;
use crate::selection::Selection;
use crate::targets::{self, Target};

/// How many reports may wait for one before them in the order.
const WINDOW: usize = 256;

/// What is looked for, and what is known already.
struct Judge {
    selection: Selection,
    ignore_in: HashMap<String, Selection>,
    fail_on: Option<Severity>,
    baseline: Option<Baseline>,
    write_baseline: Option<PathBuf>,
}

impl Judge {
    /// The command line's word stands before the configuration's.
    fn new(judging: Judging, configuration: &Configuration) -> Result<Judge, String> {
        let select = judging.select.or_else(|| configuration.select.clone()).unwrap_or_default();
        let ignore = judging.ignore.or_else(|| configuration.ignore.clone()).unwrap_or_default();
        let mut ignore_in = HashMap::new();
        for (module, ignored) in &configuration.ignore_in {
            ignore_in.insert(module.clone(), Selection::new(&[], ignored)?);
        }
        let baseline = match judging.baseline.or_else(|| configuration.baseline.clone()) {
            Some(path) => Some(Baseline::read(&path)?),
            None => match &judging.write_baseline {
                Some(path) if path.exists() => Some(Baseline::read(path)?),
                Some(path) => Some(Baseline::empty(path)),
                None => None,
            },
        };
        let fail_on = judging.fail_on.or(configuration.fail_on).unwrap_or(FailOn::Error).severity();
        let selection = Selection::new(&select, &ignore)?;
        Ok(Judge { selection, ignore_in, fail_on, baseline, write_baseline: judging.write_baseline })
    }

    /// Takes out what is not looked for, and marks what is accepted.
    fn apply(&mut self, file: &mut File) {
        for extension in &mut file.extensions {
            let own = self.ignore_in.get(&extension.module);
            extension.findings.retain(|f| self.selection.takes(&f.rule) && own.is_none_or(|own| own.takes(&f.rule)));
        }
        if let Some(baseline) = &mut self.baseline {
            baseline.accept(file);
        }
    }
}

/// Takes reports in their order, to the end.
struct Run<'a> {
    judge: Judge,
    writer: Box<dyn Writer + 'a>,
    totals: Totals,
    troubles: Vec<String>,
    failure: Option<io::Error>,
}

impl<'a> Run<'a> {
    fn take(&mut self, mut file: File) {
        self.judge.apply(&mut file);
        self.totals.add(&file);
        self.troubles.extend(file.troubles());
        if self.failure.is_none() {
            self.failure = self.writer.file(&file).err();
        }
    }

    fn end(mut self) -> ExitCode {
        let Judge { selection, baseline, write_baseline, fail_on, .. } = &self.judge;
        if let Some(baseline) = baseline {
            self.totals.gone = baseline.gone(selection);
        }
        let failure = self.failure.take().or_else(|| self.writer.end(&self.totals).err());
        for line in self.troubles.iter().chain(&self.totals.gone) {
            complain(line);
        }
        let mut status = u8::from(fail_on.is_some_and(|least| self.totals.at_least(least) > 0));
        if let (Some(path), Some(baseline)) = (write_baseline, baseline) {
            match baseline.write(path, selection) {
                Ok(()) => status = 0,
                Err(error) => return refused(&error),
            }
        }
        match failure {
            // Nobody reads any more: what was found is found.
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => return refused(&format!("the results cannot be written: {error}")),
            _ => {}
        }
        ExitCode::from(if self.totals.not_checked > 0 { 2 } else { status })
    }
}

/// Says in one line why nothing was done.
pub fn refused(error: &str) -> ExitCode {
    complain(error);
    ExitCode::from(2)
}

fn complain(line: &str) {
    // Where nobody listens there is nobody to tell.
    let _ = writeln!(io::stderr(), "exuvia: {line}");
}

/// The form that is asked for, or that the ending of the file's name says.
fn format(telling: &Telling) -> Format {
    let ending = telling.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
    telling.format.unwrap_or(match ending {
        Some("json") => Format::Json,
        Some("sarif") => Format::Sarif,
        Some("xml") => Format::Junit,
        Some("html" | "htm") => Format::Html,
        _ => Format::Table,
    })
}

/// Where the results go. Only a table on standard output has colours.
fn open(telling: &Telling, format: Format) -> Result<Box<dyn Write>, String> {
    if let Some(path) = &telling.output {
        let file = std::fs::File::create(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let file: Box<dyn Write> = Box::new(BufWriter::new(file));
        return Ok(if format == Format::Table { Box::new(StripStream::new(file)) } else { file });
    }
    let out = io::stdout();
    if format != Format::Table {
        return Ok(Box::new(BufWriter::new(out)));
    }
    let choice = match telling.color {
        Color::Auto => AutoStream::choice(&out),
        Color::Always => ColorChoice::AlwaysAnsi,
        Color::Never => ColorChoice::Never,
    };
    Ok(Box::new(AutoStream::new(out, choice)))
}

fn context(judge: &Judge, source_prefix: Option<PathBuf>, scratch: &Scratch) -> Result<Context, String> {
    let folder = std::env::current_dir().map_err(|e| format!("the working directory: {e}"))?;
    Ok(Context { fail_on: judge.fail_on, folder, source_prefix, scratch: scratch.path().to_owned() })
}

pub fn check(arguments: CheckArguments) -> ExitCode {
    match try_check(arguments) {
        Ok(status) => status,
        Err(error) => refused(&error),
    }
}

fn try_check(arguments: CheckArguments) -> Result<ExitCode, String> {
    let configuration = configuration::read(arguments.judging.config.as_deref())?;
    let judge = Judge::new(arguments.judging, &configuration)?;
    let scratch = Scratch::new().map_err(|e| format!("the temporary directory: {e}"))?;
    let children = (!arguments.no_load).then(|| Children::prepare(arguments.loading)).transpose()?;
    let checker = Checker::new(Options { children, unpacked_limit: arguments.unpacked_limit.saturating_mul(1 << 20) })?;
    let source_prefix = arguments.telling.source_prefix.clone().or_else(|| configuration.source_prefix.clone());
    let context = context(&judge, source_prefix, &scratch)?;
    let format = format(&arguments.telling);
    let out = open(&arguments.telling, format)?;
    let writer = report::writer(format, out, &context).map_err(|e| format!("the results cannot be written: {e}"))?;
    let mut run = Run { judge, writer, totals: Totals::default(), troubles: Vec::new(), failure: None };

    panics::quieten();
    let mut targets = targets::gather(&arguments.targets, arguments.shard);
    targets.iter_mut().for_each(|target| target.is_found |= arguments.skip_foreign);
    let jobs = arguments.jobs.or(configuration.jobs).map(std::num::NonZero::get);
    let jobs = jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let progress = progress(targets.len(), arguments.telling.output.is_none() && io::stdout().is_terminal());
    let done = each(
        &targets,
        jobs,
        |target| {
            progress.set_message(target.path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            let report = checker.check(target);
            progress.inc(1);
            report
        },
        |report| progress.suspend(|| run.take(report)),
    );
    progress.finish_and_clear();
    done.map_err(|e| format!("no thread can be started: {e}"))?;
    Ok(run.end())
}

/// A bar on a terminal, and nothing elsewhere.
fn progress(targets: usize, shares_terminal: bool) -> ProgressBar {
    // For one file among lines of results a bar would only flicker.
    let target = if targets < 2 && shares_terminal { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let progress = ProgressBar::with_draw_target(Some(targets as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}") {
        progress.set_style(style);
    }
    progress
}

/// Has so many threads work on the targets, and takes what comes of them in the targets' order. A thread that is far ahead waits. An error
/// means that nothing was done.
fn each<R: Send>(targets: &[Target], jobs: usize, work: impl Fn(&Target) -> R + Sync, mut take: impl FnMut(R)) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let (taken, moved) = (Mutex::new(0), Condvar::new());
    let (sender, receiver) = mpsc::channel();
    let mut failure = None;
    std::thread::scope(|scope| {
        for n in 0..jobs.min(targets.len()) {
            let (sender, next, taken, moved, work) = (sender.clone(), &next, &taken, &moved, &work);
            let thread = std::thread::Builder::new().name(panics::QUIET.to_owned());
            let spawned = thread.spawn_scoped(scope, move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(target) = targets.get(at) else { break };
                    let behind = taken.lock().unwrap_or_else(PoisonError::into_inner);
                    drop(moved.wait_while(behind, |taken| at >= *taken + WINDOW));
                    if sender.send((at, work(target))).is_err() {
                        break;
                    }
                }
            });
            if let Err(error) = spawned {
                // Those that there are do all of it.
                failure = (n == 0).then_some(error);
                break;
            }
        }
        drop(sender);
        let (mut at, mut waiting) = (0, BTreeMap::new());
        for (place, result) in receiver {
            waiting.insert(place, result);
            while let Some(result) = waiting.remove(&at) {
                take(result);
                at += 1;
            }
            *taken.lock().unwrap_or_else(PoisonError::into_inner) = at;
            moved.notify_all();
        }
    });
    failure.map_or(Ok(()), Err)
}

pub fn merge(arguments: MergeArguments) -> ExitCode {
    match try_merge(arguments) {
        Ok(status) => status,
        Err(error) => refused(&error),
    }
}

fn try_merge(arguments: MergeArguments) -> Result<ExitCode, String> {
    let configuration = configuration::read(arguments.judging.config.as_deref())?;
    let judge = Judge::new(arguments.judging, &configuration)?;
    let mut files: BTreeMap<String, (File, &Path)> = BTreeMap::new();
    for path in &arguments.files {
        for file in report::read_json(path)? {
            if let Some((_, other)) = files.get(&file.file) {
                return Err(format!("{} is in {} and in {}", file.file, other.display(), path.display()));
            }
            files.insert(file.file.clone(), (file, path));
        }
    }
    let scratch = Scratch::new().map_err(|e| format!("the temporary directory: {e}"))?;
    let source_prefix = arguments.telling.source_prefix.clone().or_else(|| configuration.source_prefix.clone());
    let context = context(&judge, source_prefix, &scratch)?;
    let format = format(&arguments.telling);
    let out = open(&arguments.telling, format)?;
    let writer = report::writer(format, out, &context).map_err(|e| format!("the results cannot be written: {e}"))?;
    let mut run = Run { judge, writer, totals: Totals::default(), troubles: Vec::new(), failure: None };
    for (file, _) in files.into_values() {
        run.take(file);
    }
    Ok(run.end())
}

/// The rules, for `exuvia rules`.
pub fn list(rules: &[crate::rules::Rule], as_json: bool) -> String {
    if as_json {
        let row = |rule: &crate::rules::Rule| {
            serde_json::json!({
                "id": rule.id, "title": rule.title, "severity": rule.severity, "group": rule.group(),
                "what": rule.what, "why": rule.why, "mend": rule.mend, "link": rule.link(),
            })
        };
        let rows: Vec<_> = rules.iter().map(row).collect();
        return serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n";
    }
    rules.iter().map(|rule| format!("{}  {:7}  {}\n", rule.id, rule.severity.name(), rule.title)).collect()
}
