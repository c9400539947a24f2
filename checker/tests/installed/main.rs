//! What `exuvia install` lays out, used as its users use it: build systems, hosts, PyO3, nanobind, and the commands of the documentation.
//!
//! A test that needs a tool or a network that this machine has not is reported as ignored, with the reason; where `EXUVIA_NO_SKIP` is set,
//! it fails.

mod builds;
mod ci;
mod ground;
mod layout;
mod nanobind;
mod pages;
mod pyo3;
mod refusals;

use libtest_mimic::{Arguments, Failed, Trial};

/// A test: what it needs (the error says what is missing), and what it does.
pub struct Test {
    pub name: String,
    pub needs: fn() -> Result<(), String>,
    pub run: Box<dyn FnOnce() -> Result<(), Failed> + Send>,
}

impl Test {
    pub fn new(name: impl Into<String>, needs: fn() -> Result<(), String>, run: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Test {
        Test { name: name.into(), needs, run: Box::new(run) }
    }
}

/// The needs of a test that has none beyond a C compiler.
pub fn nothing() -> Result<(), String> {
    Ok(())
}

fn main() -> std::process::ExitCode {
    let arguments = Arguments::from_args();
    let tests = [layout::tests(), refusals::tests(), builds::tests(), pyo3::tests(), nanobind::tests(), pages::tests(), ci::tests()];
    let strict = std::env::var_os("EXUVIA_NO_SKIP").is_some();
    let trials = tests.into_iter().flatten().map(|test| {
        let wanted = !arguments.list && arguments.filter.as_ref().is_none_or(|f| test.name.contains(f));
        match if wanted { (test.needs)() } else { Ok(()) } {
            Ok(()) => Trial::test(test.name, test.run),
            Err(why) if strict => Trial::test(test.name, || Err(why.into())),
            Err(why) => {
                eprintln!("skipped {}: {why}", test.name);
                Trial::test(test.name, || Ok(())).with_ignored_flag(true)
            }
        }
    });
    let trials = trials.collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
