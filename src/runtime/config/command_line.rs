//! The options of a command line: first those that the settling before all else needs, then all.

use super::environment::variable;
use super::status::Step;
use super::{locale, wide};
use crate::layout::{PyConfig, PyPreConfig, PyWideStringList};
use crate::runtime::config::status::PyStatus_Exit;
use crate::runtime::sys::write_stderr_text;
use libc::wchar_t;
use std::ffi::{CStr, c_char, c_int};
use std::io::Write;

/// The words of a command line. Bytes become text when they are asked for: in the locale of that time.
pub enum Words<'a> {
    Wide(&'a [Vec<wchar_t>]),
    Own(Vec<Vec<wchar_t>>),
    Bytes(Vec<Vec<u8>>),
}

impl Words<'_> {
    pub fn none() -> Words<'static> {
        Words::Own(Vec::new())
    }
    /// # Safety
    /// So many C strings.
    pub unsafe fn of_bytes(count: isize, words: *const *mut c_char) -> Words<'static> {
        let words: &[*mut c_char] = match usize::try_from(count) {
            // SAFETY: the caller's word.
            Ok(count) if count > 0 && !words.is_null() => unsafe { std::slice::from_raw_parts(words, count) },
            _ => &[],
        };
        // SAFETY: the caller's word.
        Words::Bytes(words.iter().filter(|word| !word.is_null()).map(|word| unsafe { CStr::from_ptr(*word) }.to_bytes().to_vec()).collect())
    }
    /// # Safety
    /// So many wide strings.
    pub unsafe fn of_wide(count: isize, words: *const *mut wchar_t) -> Words<'static> {
        let list = PyWideStringList { length: if words.is_null() { 0 } else { count }, items: words.cast_mut() };
        Words::Own(list.iter().map(<[_]>::to_vec).collect())
    }
    pub fn text(&self) -> Vec<Vec<wchar_t>> {
        match self {
            Words::Wide(words) => words.to_vec(),
            Words::Own(words) => words.clone(),
            Words::Bytes(words) => words.iter().map(|word| locale::decode(word)).collect(),
        }
    }
}

// ---- one option after the other -----------------------------------------------------------------------------------

/// Letters that are options; a colon follows those that take an argument.
const LETTERS: &str = "bBc:dEhiIm:OPqRsStuvVW:xX:?";

/// An option, with its argument.
#[derive(Clone, Copy, PartialEq)]
enum Found<'a> {
    Letter(char, &'a [wchar_t]),
    CheckHash(&'a [wchar_t]),
    HelpAll,
    HelpEnvironment,
    HelpXOptions,
    /// No option, and why.
    Wrong,
}

/// Walks over the options of a command line, whose first word is the program.
struct Options<'a> {
    words: &'a [Vec<wchar_t>],
    /// The word that comes next.
    next: usize,
    /// The letters of this word that are left.
    letters: &'a [wchar_t],
    /// Whether what is wrong is told on stderr.
    tells: bool,
}

impl<'a> Options<'a> {
    fn new(words: &'a [Vec<wchar_t>], tells: bool) -> Self {
        Options { words, next: 1, letters: &[], tells }
    }
    fn wrong(&self, what: &str) -> Option<Found<'a>> {
        if self.tells {
            write_stderr_text(&format!("{what}\n"));
        }
        Some(Found::Wrong)
    }
    fn long(&mut self, name: &'a [wchar_t]) -> Option<Found<'a>> {
        let found = match shown(name).as_str() {
            "help-all" => Found::HelpAll,
            "help-env" => Found::HelpEnvironment,
            "help-xoptions" => Found::HelpXOptions,
            "check-hash-based-pycs" => {
                let Some(mode) = self.words.get(self.next) else {
                    return self.wrong("Argument expected for the --check-hash-based-pycs options");
                };
                self.next += 1;
                Found::CheckHash(mode)
            }
            _ => return self.wrong(&format!("Unknown option: {}", self.words.get(self.next - 1).map_or_else(String::new, |word| shown(word)))),
        };
        Some(found)
    }
    /// The next option; `None` where they end.
    fn next(&mut self) -> Option<Found<'a>> {
        if self.letters.is_empty() {
            let word = self.words.get(self.next)?;
            let [dash, letters @ ..] = word.as_slice() else { return None };
            if *dash != wchar_t::from(b'-') || letters.is_empty() {
                return None;
            }
            self.next += 1;
            match shown(word).as_str() {
                "--" => return None,
                "--help" => return Some(Found::Letter('h', &[])),
                "--version" => return Some(Found::Letter('V', &[])),
                _ => self.letters = letters,
            }
        }
        let [first, rest @ ..] = self.letters else { return None };
        self.letters = rest;
        let letter = char::from_u32(*first as u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        if letter == '-' {
            self.letters = &[];
            if rest.is_empty() {
                // The options end with that.
                self.wrong("Expected long option");
                return None;
            }
            return self.long(rest);
        }
        let Some(at) = LETTERS.find(letter).filter(|_| letter != ':') else {
            return self.wrong(&format!("Unknown option: -{letter}"));
        };
        if LETTERS[at + letter.len_utf8()..].starts_with(':') {
            self.letters = &[];
            if !rest.is_empty() {
                return Some(Found::Letter(letter, rest));
            }
            let Some(argument) = self.words.get(self.next) else {
                return self.wrong(&format!("Argument expected for the -{letter} option"));
            };
            self.next += 1;
            return Some(Found::Letter(letter, argument));
        }
        Some(Found::Letter(letter, &[]))
    }
}

/// Wide text for people.
fn shown(text: &[wchar_t]) -> String {
    text.iter().map(|c| char::from_u32(*c as u32).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

// ---- before all else ----------------------------------------------------------------------------------------------

/// The options that are read before all else.
pub struct Early {
    pub parse_argv: bool,
    pub isolated: c_int,
    pub use_environment: c_int,
    pub dev_mode: c_int,
    pub warn_default_encoding: c_int,
    pub x_options: Vec<Vec<wchar_t>>,
}

impl Early {
    pub fn of_preconfig(config: &PyPreConfig) -> Early {
        Early {
            parse_argv: config.parse_argv != 0,
            isolated: config.isolated,
            use_environment: config.use_environment,
            dev_mode: config.dev_mode,
            warn_default_encoding: 0,
            x_options: Vec::new(),
        }
    }
    /// Reads a command line, and what the environment adds.
    pub fn read(&mut self, words: &Words) {
        if self.parse_argv {
            let words = words.text();
            let mut options = Options::new(&words, false);
            while let Some(found) = options.next() {
                match found {
                    Found::Letter('E', _) => self.use_environment = 0,
                    Found::Letter('I', _) => self.isolated += 1,
                    Found::Letter('X', option) => self.x_options.push(option.to_vec()),
                    Found::Letter('c' | 'm', _) => break,
                    _ => {}
                }
            }
        }
        self.isolated = self.isolated.max(0);
        if self.isolated > 0 {
            self.use_environment = 0;
        }
        self.use_environment = self.use_environment.max(0);
        let used = self.use_environment != 0;
        if self.dev_mode < 0 {
            self.dev_mode = c_int::from(self.x_option("dev").is_some() || variable(used, c"PYTHONDEVMODE").is_some());
        }
        if self.x_option("warn_default_encoding").is_some() || variable(used, c"PYTHONWARNDEFAULTENCODING").is_some() {
            self.warn_default_encoding = 1;
        }
    }
    /// The `-X` option of that name, with its value.
    pub fn x_option(&self, name: &str) -> Option<Option<&[wchar_t]>> {
        find_x_option(self.x_options.iter().map(Vec::as_slice), name)
    }
}

/// The `-X` option of that name, with its value.
pub fn find_x_option<'a>(options: impl IntoIterator<Item = &'a [wchar_t]>, name: &str) -> Option<Option<&'a [wchar_t]>> {
    options.into_iter().find_map(|option| {
        let (found, value) = split(option);
        wide::is(found, name).then_some(value)
    })
}

/// A name, and what stands behind the first `=`.
pub fn split(option: &[wchar_t]) -> (&[wchar_t], Option<&[wchar_t]>) {
    match option.iter().position(|c| *c == wchar_t::from(b'=')) {
        Some(at) => (&option[..at], Some(&option[at + 1..])),
        None => (option, None),
    }
}

// ---- all ----------------------------------------------------------------------------------------------------------

const FUNCTION: &CStr = c"config_parse_cmdline";

/// Reads a configuration's arguments: its `-W` options go to the list.
pub fn parse(config: &mut PyConfig, warnings: &mut Vec<Vec<wchar_t>>) -> Step {
    let words: Vec<Vec<wchar_t>> = config.argv.iter().map(<[_]>::to_vec).collect();
    // SAFETY: the configuration's string.
    let program = match unsafe { wide::units(config.program_name) } {
        Some(name) => shown(name),
        None => words.first().map_or_else(|| "python3".to_owned(), |word| shown(word)),
    };
    let mut options = Options::new(&words, true);
    let mut help: Option<fn(&str) -> String> = None;
    let (mut version, mut what) = (0, None);
    while let Some(found) = options.next() {
        match found {
            Found::Letter(letter @ ('c' | 'm'), argument) => {
                let place = if letter == 'c' { &mut config.run_command } else { &mut config.run_module };
                if place.is_null() {
                    let end: &[wchar_t] = if letter == 'c' { &[0x0a] } else { &[] };
                    wide::set(place, Some(&[argument, end].concat()), FUNCTION)?;
                }
                what = Some(letter);
                break;
            }
            Found::Letter('b', _) => config.bytes_warning += 1,
            Found::Letter('d', _) => config.parser_debug += 1,
            Found::Letter('i', _) => {
                config.inspect += 1;
                config.interactive += 1;
            }
            // Read before.
            Found::Letter('E' | 'I' | 'X', _) => {}
            Found::Letter('O', _) => config.optimization_level += 1,
            Found::Letter('P', _) => config.safe_path = 1,
            Found::Letter('B', _) => config.write_bytecode = 0,
            Found::Letter('s', _) => config.user_site_directory = 0,
            Found::Letter('S', _) => config.site_import = 0,
            Found::Letter('u', _) => config.buffered_stdio = 0,
            Found::Letter('v', _) => config.verbose += 1,
            Found::Letter('x', _) => config.skip_source_first_line = 1,
            Found::Letter('q', _) => config.quiet += 1,
            Found::Letter('R', _) => config.use_hash_seed = 0,
            Found::Letter('t', _) => {}
            Found::Letter('V', _) => version += 1,
            Found::Letter('W', option) => warnings.push(option.to_vec()),
            Found::Letter('h' | '?', _) => help = help.or(Some(super::usage::short)),
            Found::HelpEnvironment => help = Some(super::usage::environment),
            Found::HelpXOptions => help = Some(super::usage::x_options),
            Found::HelpAll => help = Some(super::usage::all),
            Found::CheckHash(mode) => {
                if !["default", "always", "never"].iter().any(|known| wide::is(mode, known)) {
                    write_stderr_text("--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n");
                    return wrong_usage(&program);
                }
                wide::set(&mut config.check_hash_pycs_mode, Some(mode), FUNCTION)?;
            }
            Found::Letter(..) | Found::Wrong => return wrong_usage(&program),
        }
    }
    if let Some(help) = help {
        tell(&help(&program));
        return Err(PyStatus_Exit(0));
    }
    if version > 0 {
        let version_text = if version > 1 { crate::runtime::version::TEXT.to_string_lossy() } else { "3.14.8".into() };
        tell(&format!("Python {version_text}\n"));
        return Err(PyStatus_Exit(0));
    }
    let rest = words.get(options.next..).unwrap_or(&[]);
    if what.is_none()
        && config.run_filename.is_null()
        && let Some(file) = rest.first()
        && !wide::is(file, "-")
    {
        wide::set(&mut config.run_filename, Some(file), FUNCTION)?;
    }
    update(config, what, rest)
}

/// What the program is called with stays: its name, and what follows.
fn update(config: &mut PyConfig, what: Option<char>, rest: &[Vec<wchar_t>]) -> Step {
    let first = what.map(|letter| wide::of_ascii(&format!("-{letter}")));
    let all = first.iter().chain(rest).map(Vec::as_slice);
    let none: [&[wchar_t]; 1] = [&[]];
    if first.is_none() && rest.is_empty() {
        return config.argv.assign(none, c"config_update_argv");
    }
    config.argv.assign(all, c"config_update_argv")
}

/// To C's stdout, where a host's own output goes.
fn tell(text: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody is there to be told that it failed.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn wrong_usage(program: &str) -> Step {
    write_stderr_text(&super::usage::line(program));
    write_stderr_text("Try `python -h' for more information.\n");
    Err(PyStatus_Exit(2))
}
