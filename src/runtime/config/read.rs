//! Reading a configuration: what the host left open is decided by the command line, the environment and `-X` options.

use super::command_line::{self, Early, find_x_option};
use super::environment::{self, raise_flag, variable};
use super::status::{Step, error};
use super::wide::{self, number_of, units};
use super::{locale, preinit};
use crate::layout::PyConfig;
use crate::runtime::sys_options;
use crate::types::long::text::{DEFAULT_MAX_STR_DIGITS, MAX_STR_DIGITS_THRESHOLD};
use libc::wchar_t;
use std::ffi::{CStr, c_int};

const FUNCTION: &CStr = c"PyConfig_Read";
/// The greatest seed of hashes.
pub const LARGEST_SEED: u64 = u32::MAX as u64;

/// An option that a variable and a `-X` option give a number: how each is read, and what each error says.
struct Numbered {
    function: &'static CStr,
    wrong_variable: &'static CStr,
    wrong_option: &'static CStr,
}

impl PyConfig {
    /// A variable that is not empty, if the environment is to be used.
    fn variable(&self, name: &CStr) -> Option<Vec<u8>> {
        variable(self.use_environment != 0, name)
    }
    /// The `-X` option of that name, with its value.
    fn x_option(&self, name: &str) -> Option<Option<&[wchar_t]>> {
        find_x_option(self.xoptions.iter(), name)
    }
}

/// Decides all that is open but the paths.
pub fn read(config: &mut PyConfig) -> Step {
    preinit::settle_for(config, None)?;
    config.take_flags();
    let only_empty = config.argv.iter().len() == 1 && config.argv.iter().all(<[_]>::is_empty);
    if config.orig_argv.length == 0 && !only_empty {
        config.orig_argv.assign(config.argv.iter(), c"_PyWideStringList_Copy")?;
    }
    early(config)?;
    if config.isolated != 0 {
        config.safe_path = 1;
        config.use_environment = 0;
        config.user_site_directory = 0;
    }
    words(config)?;
    sys_options::add_early_x_options(&mut config.xoptions)?;
    if config.use_environment != 0 {
        flags(config)?;
    }
    if config.use_hash_seed < 0 {
        hash_seed(config)?;
    }
    options(config)?;
    gil(config)?;
    text_of_streams(config)?;
    if config.argv.length < 1 {
        config.argv.push(&[], FUNCTION)?;
    }
    if config.check_hash_pycs_mode.is_null() {
        wide::set(&mut config.check_hash_pycs_mode, Some(&wide::of_ascii("default")), FUNCTION)?;
    }
    config.configure_c_stdio = if config.configure_c_stdio < 0 { 1 } else { config.configure_c_stdio };
    if config.parse_argv == 1 {
        // The arguments are read once.
        config.parse_argv = 2;
    }
    Ok(())
}

/// What the settling before all else has read, once more with what was decided since.
fn early(config: &mut PyConfig) -> Step {
    let mut settled = preinit::settled();
    settled.adopt(config);
    let mut early = Early::of_preconfig(&settled);
    early.parse_argv = config.parse_argv == 1;
    let words: Vec<Vec<wchar_t>> = config.argv.iter().map(<[_]>::to_vec).collect();
    early.read(&command_line::Words::Wide(&words));
    (config.isolated, config.use_environment, config.dev_mode) = (early.isolated, early.use_environment, early.dev_mode);
    config.warn_default_encoding = early.warn_default_encoding;
    for option in &early.x_options {
        config.xoptions.push(option, c"_PyWideStringList_Extend")?;
    }
    Ok(())
}

/// The command line, and all that becomes warning filters.
fn words(config: &mut PyConfig) -> Step {
    let (mut from_words, mut all) = (Vec::new(), Vec::new());
    if config.parse_argv < 0 {
        config.parse_argv = 1;
    }
    if config.parse_argv == 1 {
        command_line::parse(config, &mut from_words)?;
    }
    absolute_file_name(config)?;
    if config.dev_mode > 0 {
        all.push(wide::of_ascii("default"));
    }
    if let Some(filters) = config.variable(c"PYTHONWARNINGS") {
        all.extend(filters.split(|b| *b == b',').filter(|filter| !filter.is_empty()).map(locale::decode));
    }
    all.extend(from_words);
    match config.bytes_warning {
        ..=0 => {}
        1 => all.push(wide::of_ascii("default::BytesWarning")),
        _ => all.push(wide::of_ascii("error::BytesWarning")),
    }
    all.extend(sys_options::early_warnings());
    all.extend(config.warnoptions.iter().map(<[_]>::to_vec));
    config.warnoptions.clear();
    for filter in &all {
        if !config.warnoptions.contains(filter) {
            config.warnoptions.push(filter, c"config_init_warnoptions")?;
        }
    }
    Ok(())
}

/// A script's name, from the root on.
fn absolute_file_name(config: &mut PyConfig) -> Step {
    // SAFETY: the configuration's string.
    let Some(name) = (unsafe { units(config.run_filename) }) else { return Ok(()) };
    let slash = wchar_t::from(b'/');
    if name.first() == Some(&slash) {
        return Ok(());
    }
    let Ok(here) = std::env::current_dir() else { return Ok(()) };
    let mut absolute = locale::decode(std::os::unix::ffi::OsStrExt::as_bytes(here.as_os_str()));
    if !name.is_empty() && !wide::is(name, ".") {
        absolute.push(slash);
        absolute.extend_from_slice(name);
    }
    wide::set(&mut config.run_filename, Some(&absolute), c"config_run_filename_abspath")
}

/// Variables that are flags, or say what is missing.
fn flags(config: &mut PyConfig) -> Step {
    let used = true;
    raise_flag(used, c"PYTHONDEBUG", &mut config.parser_debug);
    raise_flag(used, c"PYTHONVERBOSE", &mut config.verbose);
    raise_flag(used, c"PYTHONOPTIMIZE", &mut config.optimization_level);
    for (name, field) in [
        (c"PYTHONDONTWRITEBYTECODE", &mut config.write_bytecode),
        (c"PYTHONNOUSERSITE", &mut config.user_site_directory),
        (c"PYTHONUNBUFFERED", &mut config.buffered_stdio),
    ] {
        let mut not = c_int::from(*field == 0);
        raise_flag(used, name, &mut not);
        *field = c_int::from(not == 0);
    }
    for (name, field) in [
        (c"PYTHONINSPECT", &mut config.inspect),
        (c"PYTHONDUMPREFS", &mut config.dump_refs),
        (c"PYTHONMALLOCSTATS", &mut config.malloc_stats),
        (c"PYTHONSAFEPATH", &mut config.safe_path),
    ] {
        if variable(used, name).is_some() {
            *field = 1;
        }
    }
    for (name, field) in [
        (c"PYTHONDUMPREFSFILE", &mut config.dump_refs_file),
        (c"PYTHONPATH", &mut config.pythonpath_env),
        (c"PYTHONPLATLIBDIR", &mut config.platlibdir),
    ] {
        if field.is_null()
            && let Some(value) = variable(used, name)
        {
            wide::set(field, Some(&locale::decode(&value)), c"config_read_env_vars")?;
        }
    }
    Ok(())
}

fn hash_seed(config: &mut PyConfig) -> Step {
    (config.use_hash_seed, config.hash_seed) = match config.variable(c"PYTHONHASHSEED").as_deref() {
        None | Some(b"random") => (0, 0),
        Some(seed) => (
            1,
            seed_of(seed)
                .ok_or_else(|| error(Some(c"config_init_hash_seed"), c"PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]"))?,
        ),
    };
    Ok(())
}

/// A seed as C's `strtoul` reads it.
fn seed_of(text: &[u8]) -> Option<u64> {
    let digits = text.trim_ascii_start();
    let digits = digits.strip_prefix(b"+").unwrap_or(digits);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0u64, |value, digit| (value * 10 + u64::from(digit - b'0')).min(1 << 40));
    (value <= LARGEST_SEED).then_some(value)
}

/// Options that a variable and a `-X` option decide.
fn options(config: &mut PyConfig) -> Step {
    if config.faulthandler < 0 && (config.variable(c"PYTHONFAULTHANDLER").is_some() || config.x_option("faulthandler").is_some()) {
        config.faulthandler = 1;
    }
    if config.x_option("showrefcount").is_some() {
        config.show_ref_count = 1;
    }
    if config.variable(c"PYTHONNODEBUGRANGES").is_some() || config.x_option("no_debug_ranges").is_some() {
        config.code_debug_ranges = 0;
    }
    if config.import_time < 0 {
        config.import_time = import_time(config)?;
    }
    if config.tracemalloc < 0 {
        config.tracemalloc = trace_frames(config)?;
    }
    if config.perf_profiling < 0 {
        let asked = |name| config.variable(name).and_then(|value| environment::number(&value)).is_some_and(|n| n != 0);
        config.perf_profiling = match () {
            () if asked(c"PYTHON_PERF_JIT_SUPPORT") || config.x_option("perf_jit").is_some() => 2,
            () if asked(c"PYTHONPERFSUPPORT") || config.x_option("perf").is_some() => 1,
            () => 0,
        };
    }
    if config.remote_debug < 0 {
        let off = environment::raw(config.use_environment != 0, c"PYTHON_DISABLE_REMOTE_DEBUG").is_some();
        config.remote_debug = c_int::from(!off && config.x_option("disable-remote-debug").is_none());
    }
    if config.int_max_str_digits < 0 {
        config.int_max_str_digits = digits(config)?;
    }
    if config.cpu_count < 0 {
        cpu_count(config)?;
    }
    if config.pycache_prefix.is_null() {
        cache(config)?;
    }
    let inherit = Numbered {
        function: c"config_init_thread_inherit_context",
        wrong_variable: c"PYTHON_THREAD_INHERIT_CONTEXT=N: N is missing or invalid",
        wrong_option: c"-X thread_inherit_context=n: n is missing or invalid",
    };
    if let Some(on) = switch(config, &inherit, c"PYTHON_THREAD_INHERIT_CONTEXT", "thread_inherit_context")? {
        config.thread_inherit_context = on;
    }
    let aware = Numbered {
        function: c"config_init_context_aware_warnings",
        wrong_variable: c"PYTHON_CONTEXT_AWARE_WARNINGS=N: N is missing or invalid",
        wrong_option: c"-X context_aware_warnings=n: n is missing or invalid",
    };
    if let Some(on) = switch(config, &aware, c"PYTHON_CONTEXT_AWARE_WARNINGS", "context_aware_warnings")? {
        config.context_aware_warnings = on;
    }
    if config.dev_mode != 0 && config.faulthandler < 0 {
        config.faulthandler = 1;
    }
    config.faulthandler = config.faulthandler.max(0);
    frozen_modules(config)
}

fn import_time(config: &PyConfig) -> Step<c_int> {
    const FUNCTION: Option<&CStr> = Some(c"config_init_import_time");
    let mut level = 0;
    if let Some(value) = config.variable(c"PYTHONPROFILEIMPORTTIME") {
        level = environment::number(&value).unwrap_or(1);
        if !(0..=2).contains(&level) {
            return Err(error(FUNCTION, c"PYTHONPROFILEIMPORTTIME: numeric values other than 1 and 2 are reserved for future use."));
        }
    }
    if let Some(value) = config.x_option("importtime") {
        level = match value {
            None | Some([]) => 1,
            Some(value) => number_of(value)
                .filter(|n| (0..=2).contains(n))
                .ok_or_else(|| error(FUNCTION, c"-X importtime: values other than 1 and 2 are reserved for future use."))?,
        };
    }
    Ok(level)
}

fn trace_frames(config: &PyConfig) -> Step<c_int> {
    const FUNCTION: Option<&CStr> = Some(c"config_init_tracemalloc");
    let mut frames = 0;
    if let Some(value) = config.variable(c"PYTHONTRACEMALLOC") {
        let number = environment::number(&value).filter(|n| *n >= 0);
        frames = number.ok_or_else(|| error(FUNCTION, c"PYTHONTRACEMALLOC: invalid number of frames"))?;
    }
    match config.x_option("tracemalloc") {
        None => Ok(frames),
        Some(None) => Ok(1),
        Some(Some(value)) => number_of(value).filter(|n| *n >= 0).ok_or_else(|| error(FUNCTION, c"-X tracemalloc=NFRAME: invalid number of frames")),
    }
}

fn digits(config: &PyConfig) -> Step<c_int> {
    const FUNCTION: Option<&CStr> = Some(c"config_init_int_max_str_digits");
    let good = |limit: &c_int| *limit == 0 || *limit >= MAX_STR_DIGITS_THRESHOLD;
    let mut limit = DEFAULT_MAX_STR_DIGITS;
    if let Some(value) = config.variable(c"PYTHONINTMAXSTRDIGITS") {
        limit = environment::number(&value)
            .filter(good)
            .ok_or_else(|| error(FUNCTION, c"PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited."))?;
    }
    if let Some(value) = config.x_option("int_max_str_digits") {
        limit = value
            .and_then(number_of)
            .filter(good)
            .ok_or_else(|| error(FUNCTION, c"-X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited."))?;
    }
    Ok(limit)
}

fn cpu_count(config: &mut PyConfig) -> Step {
    let wrong = || error(Some(c"config_init_cpu_count"), c"-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0");
    if let Some(value) = config.variable(c"PYTHON_CPU_COUNT") {
        config.cpu_count = match value.as_slice() {
            b"default" => -1,
            value => environment::number(value).filter(|n| *n > 0).ok_or_else(wrong)?,
        };
    }
    if let Some(value) = config.x_option("cpu_count") {
        config.cpu_count = match value {
            Some(value) if wide::is(value, "default") => -1,
            value => value.and_then(number_of).filter(|n| *n > 0).ok_or_else(wrong)?,
        };
    }
    Ok(())
}

fn cache(config: &mut PyConfig) -> Step {
    const FUNCTION: &CStr = c"config_init_pycache_prefix";
    let folder = match config.x_option("pycache_prefix") {
        Some(folder) => folder.map(<[_]>::to_vec).filter(|folder| !folder.is_empty()),
        None => config.variable(c"PYTHONPYCACHEPREFIX").map(|folder| locale::decode(&folder)),
    };
    match folder {
        Some(folder) => wide::set(&mut config.pycache_prefix, Some(&folder), FUNCTION),
        None => Ok(()),
    }
}

/// 0 or 1, by a variable or an option; `None` where neither is there.
fn switch(config: &PyConfig, names: &Numbered, variable: &CStr, option: &str) -> Step<Option<c_int>> {
    let good = |n: &c_int| matches!(n, 0 | 1);
    let mut on = None;
    if let Some(value) = config.variable(variable) {
        let number = environment::number(&value).filter(good);
        on = Some(number.ok_or_else(|| error(Some(names.function), names.wrong_variable))?);
    }
    if let Some(value) = config.x_option(option) {
        let number = value.filter(|value| !value.is_empty()).and_then(number_of).filter(good);
        on = Some(number.ok_or_else(|| error(Some(names.function), names.wrong_option))?);
    }
    Ok(on)
}

fn gil(config: &PyConfig) -> Step {
    const FUNCTION: Option<&CStr> = Some(c"config_read_gil");
    let variable = config.variable(c"PYTHON_GIL").map(|value| locale::decode(&value));
    let option = config.x_option("gil").map(|value| value.unwrap_or(&[]).to_vec());
    match option.or(variable) {
        None => Ok(()),
        Some(value) if wide::is(&value, "1") => Ok(()),
        Some(value) if wide::is(&value, "0") => Err(error(FUNCTION, c"Disabling the GIL is not supported by this build")),
        Some(_) => Err(error(FUNCTION, c"PYTHON_GIL / -X gil must be \"0\" or \"1\"")),
    }
}

fn frozen_modules(config: &mut PyConfig) -> Step {
    let on = |value: &[wchar_t]| match () {
        () if value.is_empty() || wide::is(value, "on") => Some(1),
        () if wide::is(value, "off") => Some(0),
        () => None,
    };
    if let Some(value) = config.x_option("frozen_modules") {
        let wrong = || error(None, c"bad value for option -X frozen_modules (expected \"on\" or \"off\")");
        config.use_frozen_modules = on(value.unwrap_or(&[])).ok_or_else(wrong)?;
    } else if let Some(value) = config.variable(c"PYTHON_FROZEN_MODULES") {
        let wrong = || error(None, c"bad value for PYTHON_FROZEN_MODULES (expected \"on\" or \"off\")");
        config.use_frozen_modules = on(&locale::decode(&value)).ok_or_else(wrong)?;
    }
    Ok(())
}

/// The encodings of file names and of the standard streams, with their error handlers.
fn text_of_streams(config: &mut PyConfig) -> Step {
    const STREAMS: &CStr = c"config_init_stdio_encoding";
    let utf8_mode = preinit::settled().utf8_mode > 0;
    let locale_encoding = || if utf8_mode { wide::of_ascii("utf-8") } else { locale::encoding() };
    if let Some(value) = config.variable(c"PYTHONIOENCODING") {
        let value = locale::decode(&value);
        let colon = value.iter().position(|c| *c == wchar_t::from(b':'));
        let (encoding, errors) = match colon {
            Some(at) => (&value[..at], value.get(at + 1..).filter(|errors| !errors.is_empty())),
            None => (&value[..], None),
        };
        let errors = errors.map(<[_]>::to_vec).or_else(|| (!encoding.is_empty()).then(|| wide::of_ascii("strict")));
        if config.stdio_encoding.is_null() && !encoding.is_empty() {
            wide::set(&mut config.stdio_encoding, Some(encoding), STREAMS)?;
        }
        if config.stdio_errors.is_null() && errors.is_some() {
            wide::set(&mut config.stdio_errors, errors.as_deref(), STREAMS)?;
        }
    }
    if config.stdio_encoding.is_null() {
        wide::set(&mut config.stdio_encoding, Some(&locale_encoding()), STREAMS)?;
    }
    if config.stdio_errors.is_null() {
        let escapes = utf8_mode || locale::is_c() || locale::is_coercion_target();
        wide::set(&mut config.stdio_errors, Some(&wide::of_ascii(if escapes { "surrogateescape" } else { "strict" })), STREAMS)?;
    }
    if config.filesystem_encoding.is_null() {
        wide::set(&mut config.filesystem_encoding, Some(&locale_encoding()), c"config_init_fs_encoding")?;
    }
    if config.filesystem_errors.is_null() {
        wide::set(&mut config.filesystem_errors, Some(&wide::of_ascii("surrogateescape")), c"config_init_fs_encoding")?;
    }
    Ok(())
}
