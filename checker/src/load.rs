//! Loading an extension in a child process, and what becomes of it.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::findings::{self, Line};
use crate::probe::Step;
use crate::report;
use crate::scratch;
use crate::symbols::Symbols;

/// Importing takes moments; what takes longer has hung.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Has a child load the extension, and adds to the report what it told before it ended.
pub fn load(report: &mut report::Extension, library: &Path, file: &Path, root: &Path) {
    match run(report, library, file, root) {
        Ok(()) => {}
        Err(error) => report.blocked = Some(error),
    }
}

fn run(report: &mut report::Extension, library: &Path, file: &Path, root: &Path) -> Result<(), String> {
    let own = scratch::folder().map_err(|e| e.to_string())?;
    let told = tempfile::NamedTempFile::new_in(&own).map_err(|e| e.to_string())?;
    let command = std::env::current_exe().map_err(|e| e.to_string())?;
    let start = Instant::now();
    let mut command = Command::new(command);
    command
        .args(["probe".as_ref(), library.as_os_str(), report.module.as_ref(), file.as_os_str(), told.path().as_os_str()])
        .env("PYTHONPATH", root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let (mut child, running) = scratch::Child::spawn(&mut command).map_err(|e| format!("cannot be loaded: {e}"))?;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if start.elapsed() > TIME_LIMIT => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(1)),
            Err(error) => return Err(format!("cannot be loaded: {error}")),
        }
    };
    drop(running);
    report.load.milliseconds = Some(start.elapsed().as_secs_f64() * 1000.0);

    let lines = std::fs::read_to_string(told.path()).unwrap_or_default();
    let steps: Vec<Step> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let found: Vec<Line> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    findings::add(report, found, file, &mut Symbols::default());
    let mut doing = "being opened";
    for step in &steps {
        match step {
            Step::Doing { what } => doing = what,
            Step::Definition { has_slots, slots } => {
                report.init.slots.clone_from(slots);
                // A definition without slots may be of either kind: then what the file imports has said it.
                if *has_slots {
                    report.init.style = "multi-phase".to_owned();
                }
            }
            Step::Loaded { names } => report.load.names = Some(*names),
            Step::Raised { what, exception } => {
                report.load.outcome = "raised".to_owned();
                report.find("EX903", what, format!("raised {exception}"));
                return Ok(());
            }
            Step::Failed { reason } => {
                report.load.outcome = "failed".to_owned();
                return Err(format!("cannot be loaded: {reason}"));
            }
            Step::Ended => {}
        }
    }
    let ended = matches!(steps.last(), Some(Step::Ended));
    match status {
        None => {
            report.load.outcome = "hung".to_owned();
            report.find("EX902", &report.module.clone(), format!("did not come back within {} s while {doing}", TIME_LIMIT.as_secs()));
            Err(format!("hung while {doing}"))
        }
        Some(status) if status.success() && ended => {
            report.load.outcome = "loaded".to_owned();
            Ok(())
        }
        Some(status) => {
            report.load.outcome = "crashed".to_owned();
            let how = match status.signal() {
                Some(signal) => format!("by signal {signal} ({})", signal_name(signal)),
                None => format!("with exit status {}", status.code().unwrap_or(-1)),
            };
            let what = format!("ended the process while {doing}, {how}");
            match report.findings.iter_mut().find(|finding| finding.rule == "EX901") {
                // The library has told where.
                Some(told) => told.message.clone_from(&what),
                None => report.find("EX901", &report.module.clone(), what.clone()),
            }
            Err(what)
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
        _ => "unexpected",
    }
}
