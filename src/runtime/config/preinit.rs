//! Before all else: the locale, UTF-8 mode, whether the environment speaks, the allocator. It is settled once, by the first call
//! that needs it, and holds until the runtime ends.

use super::command_line::{Early, Words};
use super::environment::variable;
use super::status::{Step, error, status};
use super::{COMPAT, ISOLATED, PYTHON, locale, wide};
use crate::layout::*;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::{debug_hooks, heap, lifecycle, memory};
use exuvia_macros::capi;
use libc::wchar_t;
use std::ffi::{CStr, c_char, c_int};
use std::sync::atomic::{AtomicBool, Ordering};

/// Names of allocators, at the numbers that stand for them; the first says that none was named.
const ALLOCATORS: [&str; 9] = ["", "default", "debug", "malloc", "malloc_debug", "pymalloc", "pymalloc_debug", "mimalloc", "mimalloc_debug"];
const DEBUG_ALLOCATOR: c_int = 2;

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &SETTLED
}

/// What was settled; `None` before.
static SETTLED: Mutex<Option<PyPreConfig>> = Mutex::new(None);
/// Settling excludes itself.
static SETTLING: Mutex<()> = Mutex::new(());
/// Somebody has begun to settle it.
static BEGUN: AtomicBool = AtomicBool::new(false);

const NOTHING: PyPreConfig = PyPreConfig {
    _config_init: COMPAT,
    parse_argv: 0,
    isolated: -1,
    use_environment: -1,
    configure_locale: 1,
    coerce_c_locale: 0,
    coerce_c_locale_warn: 0,
    utf8_mode: 0,
    dev_mode: -1,
    allocator: 0,
};

impl PyPreConfig {
    /// What a configuration of that kind begins with.
    pub fn new(kind: c_int) -> PyPreConfig {
        match kind {
            PYTHON => PyPreConfig {
                _config_init: PYTHON,
                isolated: 0,
                parse_argv: 1,
                use_environment: 1,
                coerce_c_locale: -1,
                coerce_c_locale_warn: -1,
                utf8_mode: -1,
                ..NOTHING
            },
            ISOLATED => PyPreConfig { _config_init: ISOLATED, configure_locale: 0, isolated: 1, use_environment: 0, dev_mode: 0, ..NOTHING },
            _ => NOTHING,
        }
    }

    /// Takes over what a configuration has decided.
    pub fn adopt(&mut self, config: &PyConfig) {
        for (field, decided) in [
            (&mut self.parse_argv, config.parse_argv),
            (&mut self.isolated, config.isolated),
            (&mut self.use_environment, config.use_environment),
            (&mut self.dev_mode, config.dev_mode),
        ] {
            if decided != -1 {
                *field = decided;
            }
        }
    }

    fn environment(&self) -> bool {
        self.use_environment != 0
    }

    /// Decides what is open, from the arguments, the environment and the locale, which is that of the environment meanwhile.
    fn decide(&mut self, words: &Words) -> Step {
        let before = locale::current();
        if self.configure_locale != 0 {
            locale::set(c"");
        }
        let decided = self.decide_all(words);
        if let Some(before) = before {
            locale::set(&before);
        }
        decided
    }

    fn decide_all(&mut self, words: &Words) -> Step {
        self.take_flags();
        let mut early = Early::of_preconfig(self);
        early.read(words);
        (self.isolated, self.use_environment, self.dev_mode) = (early.isolated, early.use_environment, early.dev_mode);
        if self.utf8_mode < 0 {
            self.utf8_mode = self.decide_utf8_mode(&early)?;
        }
        self.decide_coercion();
        self.decide_allocator()
    }

    fn decide_utf8_mode(&self, early: &Early) -> Step<c_int> {
        const FUNCTION: Option<&CStr> = Some(c"preconfig_init_utf8_mode");
        if let Some(option) = early.x_option("utf8") {
            return match option {
                None => Ok(1),
                Some(value) if wide::is(value, "1") => Ok(1),
                Some(value) if wide::is(value, "0") => Ok(0),
                Some(_) => Err(error(FUNCTION, c"invalid -X utf8 option value")),
            };
        }
        match variable(self.environment(), c"PYTHONUTF8").as_deref() {
            Some(b"1") => Ok(1),
            Some(b"0") => Ok(0),
            Some(_) => Err(error(FUNCTION, c"invalid PYTHONUTF8 environment variable value")),
            None => Ok(c_int::from(locale::is_c())),
        }
    }

    fn decide_coercion(&mut self) {
        if self.configure_locale == 0 {
            (self.coerce_c_locale, self.coerce_c_locale_warn) = (0, 0);
            return;
        }
        match variable(self.environment(), c"PYTHONCOERCECLOCALE").as_deref() {
            Some(b"0") if self.coerce_c_locale < 0 => self.coerce_c_locale = 0,
            Some(b"warn") if self.coerce_c_locale_warn < 0 => self.coerce_c_locale_warn = 1,
            Some(b"0" | b"warn") | None => {}
            Some(_) if self.coerce_c_locale < 0 => self.coerce_c_locale = 1,
            Some(_) => {}
        }
        if matches!(self.coerce_c_locale, -1 | 1) {
            self.coerce_c_locale = if locale::is_c() { 2 } else { 0 };
        }
        self.coerce_c_locale_warn = self.coerce_c_locale_warn.max(0);
    }

    fn decide_allocator(&mut self) -> Step {
        if self.allocator == 0
            && let Some(name) = variable(self.environment(), c"PYTHONMALLOC")
        {
            let number = ALLOCATORS.iter().position(|known| known.as_bytes() == name.as_slice());
            let number = number.and_then(|n| c_int::try_from(n).ok());
            self.allocator = number.ok_or_else(|| error(Some(c"preconfig_init_allocator"), c"PYTHONMALLOC: unknown allocator"))?;
        }
        if self.dev_mode != 0 && self.allocator == 0 {
            self.allocator = DEBUG_ALLOCATOR;
        }
        Ok(())
    }

    /// Makes it so.
    fn apply(&mut self) -> Step {
        if usize::try_from(self.allocator).map_or(true, |number| number >= ALLOCATORS.len()) {
            return Err(error(Some(c"_PyPreConfig_Write"), c"Unknown PYTHONMALLOC allocator"));
        }
        choose_allocator(self.allocator);
        self.give_flags();
        if self.configure_locale != 0 {
            if self.coerce_c_locale != 0 && !locale::coerce(self.coerce_c_locale_warn != 0) {
                self.coerce_c_locale = 0;
            }
            locale::set(c"");
        }
        Ok(())
    }
}

/// Puts the allocator of that number, which has a name, in place; 0 leaves what is there. Where CPython has three of its own, there is one.
fn choose_allocator(number: c_int) {
    if lifecycle::Py_IsFinalizing() != 0 {
        // What an earlier start has put there is not this one's.
        debug_hooks::take_away();
        if memory::is_named(memory::Named::System) {
            memory::choose(memory::Named::Own);
        }
    }
    match number {
        0 => return,
        3 | 4 => memory::choose(memory::Named::System),
        _ => memory::choose(memory::Named::Own),
    }
    if number != 1 && number % 2 == 0 {
        debug_hooks::PyMem_SetupDebugHooks();
    }
}

/// What was settled; as a start in the old style begins where nothing is.
pub fn settled() -> PyPreConfig {
    SETTLED.lock().unwrap_or(NOTHING)
}

/// Whether it is settled.
pub fn is_settled() -> bool {
    SETTLED.lock().is_some()
}

/// Lets the settled say what a configuration has decided since.
pub fn note(config: &PyConfig) {
    if let Some(settled) = SETTLED.lock().as_mut() {
        (settled.isolated, settled.use_environment, settled.dev_mode) = (config.isolated, config.use_environment, config.dev_mode);
    }
}

/// How far it has come, for people.
pub fn state() -> &'static str {
    match (is_settled(), BEGUN.load(Ordering::Relaxed)) {
        (true, _) => "preinitialized",
        (_, true) => "preinitializing",
        _ => "unknown",
    }
}

/// Opens it again: the runtime has ended.
pub fn forget() {
    *SETTLED.lock() = None;
    BEGUN.store(false, Ordering::Relaxed);
}

/// Settles it, where it is not yet.
pub fn settle(config: &PyPreConfig, words: &Words) -> Step {
    memory::start();
    heap::start();
    let _settling = SETTLING.lock();
    if is_settled() {
        return Ok(());
    }
    BEGUN.store(true, Ordering::Relaxed);
    let mut decided = *config;
    decided.decide(words)?;
    decided.apply()?;
    *SETTLED.lock() = Some(decided);
    Ok(())
}

/// Settles it for a configuration, where it is not yet; by the given arguments, or the configuration's own.
pub fn settle_for(config: &PyConfig, words: Option<&Words>) -> Step {
    if is_settled() {
        return Ok(());
    }
    let mut decided = PyPreConfig::new(config._config_init);
    decided.adopt(config);
    let own: Vec<Vec<wchar_t>>;
    match words {
        _ if config.parse_argv == 0 => settle(&decided, &Words::none()),
        Some(words) => settle(&decided, words),
        None => {
            own = config.argv.iter().map(<[_]>::to_vec).collect();
            settle(&decided, &Words::Wide(&own))
        }
    }
}

/// Writes what a start in the Python style begins with.
#[capi]
pub fn PyPreConfig_InitPythonConfig(config: *mut PyPreConfig) {
    write(config, PYTHON);
}

/// Writes what an isolated start begins with.
#[capi]
pub fn PyPreConfig_InitIsolatedConfig(config: *mut PyPreConfig) {
    write(config, ISOLATED);
}

/// Writes what a start in the old style begins with.
#[capi(private)]
pub fn _PyPreConfig_InitCompatConfig(config: *mut PyPreConfig) {
    write(config, COMPAT);
}

fn write(config: *mut PyPreConfig, kind: c_int) {
    if !config.is_null() {
        // SAFETY: C's word: a place to write to.
        unsafe { config.write(PyPreConfig::new(kind)) };
    }
}

fn settle_with(config: *const PyPreConfig, words: &Words) -> PyStatus {
    // SAFETY: C's word: a configuration or NULL.
    match unsafe { config.as_ref() } {
        Some(config) => status(settle(config, words)),
        None => error(Some(c"_Py_PreInitializeFromPyArgv"), c"preinitialization config is NULL"),
    }
}

/// Settles locale, encoding and allocator; does nothing where they are.
#[capi]
pub fn Py_PreInitialize(src_config: *const PyPreConfig) -> PyStatus {
    settle_with(src_config, &Words::none())
}

/// As `Py_PreInitialize`, with the options of a command line of bytes.
#[capi]
pub fn Py_PreInitializeFromBytesArgs(src_config: *const PyPreConfig, argc: isize, argv: *mut *mut c_char) -> PyStatus {
    // SAFETY: C's word: so many C strings.
    settle_with(src_config, &unsafe { Words::of_bytes(argc, argv.cast_const()) })
}

/// As `Py_PreInitialize`, with the options of a command line.
#[capi]
pub fn Py_PreInitializeFromArgs(src_config: *const PyPreConfig, argc: isize, argv: *mut *mut wchar_t) -> PyStatus {
    // SAFETY: C's word: so many wide strings.
    settle_with(src_config, &unsafe { Words::of_wide(argc, argv.cast_const()) })
}
