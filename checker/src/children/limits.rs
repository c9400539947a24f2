//! The keeper of a child: what the child may use, and its end.
//!
//! Each child has a keeper, a process of its own that waits for it, reads what it prints, and looks at what it and all that it has started use. The
//! keeper adopts what loses its parent, so when the child has ended, it ends the rest: nothing that an extension starts outlives its check.
//! A child that goes too far is told so by a signal first, and leaves its stack in the report; then it is killed.

use std::fs::File;
use std::io::Read;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::job::{End, Job, Step, Told};
use super::probe;

/// What a child may use.
#[derive(clap::Args, Serialize, Deserialize, Clone, Copy, Debug)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// How long an extension may take, each time it is loaded
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
    /// How much memory it may use, with all processes that it starts, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(64..))]
    pub memory: u64,
    /// How much it may print, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..))]
    pub output_limit: u64,
    /// How many processes it may have at the same time, its own among them
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..))]
    pub process_limit: u64,
}

/// As much of what it prints is kept.
const KEPT: usize = 4 << 10;
/// How often its memory and its processes are looked at.
const LOOK: Duration = Duration::from_millis(10);
/// How long it may take to tell where it was, and a process that it has left to end by itself.
const GRACE: Duration = Duration::from_secs(3);
/// How long the processes that are left are hunted.
const HUNT: Duration = Duration::from_secs(5);

impl End {
    /// The number that the child's handler takes for the rule: see the library's `checked::control`.
    fn rule(&self) -> Option<i32> {
        match self {
            End::Exit(_) | End::Signal(_) => None,
            End::Time(_) => Some(902),
            End::Memory(_) => Some(904),
            End::Output(_) => Some(905),
            End::Processes(_) => Some(906),
        }
    }
}

/// Does the job in a child, and tells how that ended.
pub fn keep(job: &Job) -> ExitCode {
    let told = Told::new(job.report.clone());
    match Keeper::start(job) {
        Ok(keeper) => {
            told.tell(&keeper.run(job));
            ExitCode::SUCCESS
        }
        Err(error) => {
            told.tell(&Step::Failed { reason: error.to_string() });
            ExitCode::FAILURE
        }
    }
}

struct Keeper {
    child: i32,
    streams: [Option<File>; 2],
    /// Readable when the child has ended; not everywhere.
    ended: Option<OwnedFd>,
    start: Instant,
    printed: u64,
    kept: Vec<u8>,
}

fn pipe() -> std::io::Result<(OwnedFd, OwnedFd)> {
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors, which are ours.
    unsafe {
        if libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) < 0 {
            return Err(std::io::Error::last_os_error());
        }
        Ok((OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])))
    }
}

impl Keeper {
    /// Makes the child. In the child this does not return: it does its job and exits.
    fn start(job: &Job) -> std::io::Result<Keeper> {
        let (out, out_child) = pipe()?;
        let (err, err_child) = pipe()?;
        // SAFETY: calls of the system; this process has one thread, so the child may do as it likes.
        unsafe {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1);
            // No file of the check itself is the child's.
            libc::close_range(3, out.as_raw_fd().cast_unsigned() - 1, 0);
            let keeper = libc::getpid();
            let child = libc::fork();
            if child < 0 {
                return Err(std::io::Error::last_os_error());
            }
            if child == 0 {
                libc::setsid();
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
                if libc::getppid() != keeper {
                    libc::_exit(0);
                }
                libc::dup2(out_child.as_raw_fd(), 1);
                libc::dup2(err_child.as_raw_fd(), 2);
                let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
                libc::setrlimit(libc::RLIMIT_CORE, &raw const none);
                drop((out, err, out_child, err_child));
                let code = probe::run(job);
                // As a program ends: what the extension has registered for that is run, and watched.
                libc::exit(code);
            }
            for stream in [&out, &err] {
                libc::fcntl(stream.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK);
            }
            let ended = libc::syscall(libc::SYS_pidfd_open, child, 0) as i32;
            let ended = (ended >= 0).then(|| OwnedFd::from_raw_fd(ended));
            let streams = [Some(File::from(out)), Some(File::from(err))];
            Ok(Keeper { child, streams, ended, start: Instant::now(), printed: 0, kept: Vec::new() })
        }
    }

    /// Waits for the child's end, or brings it about; afterwards nothing is left of it.
    fn run(mut self, job: &Job) -> Step {
        let mut looked = Instant::now();
        let end = loop {
            self.wait(LOOK);
            if let Some(end) = self.reap() {
                break end;
            }
            let mut over = self.over(&job.limits);
            if over.is_none() && looked.elapsed() >= LOOK {
                over = uses_too_much(&job.limits);
                looked = Instant::now();
            }
            if let Some(over) = over {
                self.warn(&over);
                break over;
            }
        };
        let milliseconds = self.start.elapsed().as_secs_f64() * 1000.0;
        let left = self.end_the_rest(matches!(end, End::Exit(_) | End::Signal(_)));
        self.read();
        // What was printed as the child ended counts as well.
        let end = if matches!(end, End::Exit(_)) { self.over_output(&job.limits).unwrap_or(end) } else { end };
        Step::End { end, milliseconds, left, output: String::from_utf8_lossy(&self.kept).into_owned() }
    }

    /// Waits until the child has ended or printed something, for some time at most.
    fn wait(&mut self, time: Duration) {
        let descriptors = self.streams.iter().flatten().map(AsRawFd::as_raw_fd).chain(self.ended.as_ref().map(AsRawFd::as_raw_fd));
        let mut polled: Vec<libc::pollfd> = descriptors.map(|fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 }).collect();
        // SAFETY: as many records as are said.
        unsafe { libc::poll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, time.as_millis() as i32) };
        self.read();
    }

    /// Takes what was printed; the beginning is kept.
    fn read(&mut self) {
        let mut buffer = [0u8; 64 << 10];
        for stream in &mut self.streams {
            // A child that prints faster than this reads is not read for ever.
            for _ in 0..16 {
                let Some(open) = stream else { break };
                match open.read(&mut buffer) {
                    Ok(0) => *stream = None,
                    Ok(count) => {
                        self.printed += count as u64;
                        let room = KEPT.saturating_sub(self.kept.len()).min(count);
                        self.kept.extend_from_slice(&buffer[..room]);
                    }
                    Err(_) => break,
                }
            }
        }
    }

    /// Waits for whatever has ended; how the child did, if it is among that.
    fn reap(&self) -> Option<End> {
        let mut of_child = None;
        loop {
            let mut status = 0;
            // SAFETY: waits for children of this process only.
            let process = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
            if process <= 0 {
                return of_child;
            }
            if process == self.child {
                of_child = Some(if libc::WIFSIGNALED(status) { End::Signal(libc::WTERMSIG(status)) } else { End::Exit(libc::WEXITSTATUS(status)) });
            }
        }
    }

    fn over(&self, limits: &Limits) -> Option<End> {
        let late = self.start.elapsed() >= Duration::from_secs(limits.timeout);
        self.over_output(limits).or(late.then_some(End::Time(limits.timeout)))
    }

    fn over_output(&self, limits: &Limits) -> Option<End> {
        (self.printed > limits.output_limit << 20).then_some(End::Output(limits.output_limit))
    }

    /// Tells the child that it has gone too far, so that it can say where it was.
    fn warn(&mut self, over: &End) {
        let Some(rule) = over.rule() else { return };
        let is_bomb = matches!(over, End::Processes(_));
        let value = libc::sigval { sival_ptr: std::ptr::without_provenance_mut(rule as usize) };
        // SAFETY: the child has not been waited for: its number is its own.
        unsafe {
            if is_bomb {
                libc::kill(-self.child, libc::SIGSTOP);
            }
            libc::sigqueue(self.child, libc::SIGQUIT, value);
            if is_bomb {
                libc::kill(self.child, libc::SIGCONT);
            }
        }
        let warned = Instant::now();
        while warned.elapsed() < GRACE {
            self.wait(LOOK);
            if self.reap().is_some() {
                return;
            }
        }
    }

    /// Ends all that the child has started and the child itself. How many processes it had left behind, where it ended by itself: those that
    /// have not gone their way within a moment.
    fn end_the_rest(&mut self, by_itself: bool) -> usize {
        let mut left = 0;
        if by_itself {
            let ended = Instant::now();
            loop {
                self.reap();
                left = descendants().len();
                if left == 0 || ended.elapsed() > GRACE {
                    break;
                }
                self.wait_a_little();
            }
        }
        let hunted = Instant::now();
        loop {
            // SAFETY: the group that the child was made the leader of, and processes that descend from this one.
            unsafe {
                libc::kill(-self.child, libc::SIGKILL);
                for process in descendants() {
                    libc::kill(process, libc::SIGKILL);
                }
            }
            self.reap();
            // SAFETY: asks whether there are children.
            let none = unsafe { libc::waitpid(-1, std::ptr::null_mut(), libc::WNOHANG) } < 0;
            if none || hunted.elapsed() > HUNT {
                return left;
            }
            self.wait_a_little();
        }
    }

    fn wait_a_little(&mut self) {
        self.read();
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// All processes that descend from this one and have not ended.
fn descendants() -> Vec<i32> {
    let mut found = Vec::new();
    let mut rest = vec![std::process::id().cast_signed()];
    while let Some(process) = rest.pop() {
        let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else { continue };
        for thread in threads.flatten() {
            let children = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            rest.extend(children.split_ascii_whitespace().filter_map(|number| number.parse::<i32>().ok()));
        }
        found.push(process);
    }
    found.remove(0);
    found.retain(|process| !has_ended(*process));
    found
}

/// Whether a process is only waited for.
fn has_ended(process: i32) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { return true };
    stat.rsplit_once(')').is_none_or(|(_, rest)| matches!(rest.trim_start().chars().next(), Some('Z' | 'X') | None))
}

/// Whether the child and its descendants use more than they may, memory or processes.
fn uses_too_much(limits: &Limits) -> Option<End> {
    let all = descendants();
    if all.len() as u64 > limits.process_limit {
        return Some(End::Processes(limits.process_limit as usize));
    }
    let resident: u64 = all.iter().map(|process| memory_of(*process)).sum();
    (resident > limits.memory << 20).then_some(End::Memory(limits.memory))
}

/// The memory of a process that no file backs, in bytes.
fn memory_of(process: i32) -> u64 {
    let statm = std::fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
    let mut fields = statm.split_ascii_whitespace().skip(1).map(|field| field.parse::<u64>().unwrap_or(0));
    let (resident, shared) = (fields.next().unwrap_or(0), fields.next().unwrap_or(0));
    // SAFETY: asks for a number.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    resident.saturating_sub(shared) * page.max(0).cast_unsigned()
}
