//! The options of `PyConfig` and `PyPreConfig` by name: where they stand, what they are, who may change them, and what `sys` knows
//! of them.

use crate::layout::{PyConfig, PyPreConfig};
use std::mem::offset_of;

/// What an option is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Int,
    /// Not below 0.
    UInt,
    /// As `UInt`; `bool` as an object.
    Bool,
    ULong,
    /// A string.
    Text,
    /// A string, or `None`.
    OptionalText,
    List,
}

/// Who sees an option.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The start only.
    Start,
    /// A running program can ask.
    Read,
    /// … and change it.
    Public,
}

/// Where `sys` has an option.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum InSys {
    Nowhere,
    /// As an attribute.
    Attribute(&'static str),
    /// In `sys.flags`, at that index.
    Flag(usize),
    /// … the other way round.
    NotFlag(usize),
}

/// An option.
pub struct Field {
    pub name: &'static str,
    /// From the beginning of its struct.
    pub offset: usize,
    pub kind: Kind,
    pub sight: Sight,
    pub sys: InSys,
}

macro_rules! field {
    ($of:ty, $name:ident, $kind:ident, $sight:ident) => { field!($of, $name, $kind, $sight, Nowhere) };
    ($of:ty, $name:ident, $kind:ident, $sight:ident, $sys:ident $(($where:expr))?) => {
        Field { name: stringify!($name), offset: offset_of!($of, $name), kind: Kind::$kind, sight: Sight::$sight, sys: InSys::$sys $(($where))? }
    };
}
macro_rules! table {
    ($(#[$doc:meta])* $table:ident of $of:ty: $(($($row:tt)*))*) => {
        $(#[$doc])*
        pub static $table: &[Field] = &[$(field!($of, $($row)*)),*];
    };
}

table! {
    /// Of `PyConfig`, in the order that dicts of them have.
    CONFIG of PyConfig:
    (argv, List, Public, Attribute("argv"))
    (base_exec_prefix, OptionalText, Public, Attribute("base_exec_prefix"))
    (base_executable, OptionalText, Public, Attribute("_base_executable"))
    (base_prefix, OptionalText, Public, Attribute("base_prefix"))
    (bytes_warning, UInt, Public, Flag(9))
    (cpu_count, Int, Public)
    (exec_prefix, OptionalText, Public, Attribute("exec_prefix"))
    (executable, OptionalText, Public, Attribute("executable"))
    (inspect, Bool, Public, Flag(1))
    (int_max_str_digits, UInt, Public)
    (interactive, Bool, Public, Flag(2))
    (module_search_paths, List, Public, Attribute("path"))
    (optimization_level, UInt, Public, Flag(3))
    (parser_debug, Bool, Public, Flag(0))
    (platlibdir, Text, Public, Attribute("platlibdir"))
    (prefix, OptionalText, Public, Attribute("prefix"))
    (pycache_prefix, OptionalText, Public, Attribute("pycache_prefix"))
    (quiet, Bool, Public, Flag(10))
    (stdlib_dir, OptionalText, Public, Attribute("_stdlib_dir"))
    (use_environment, Bool, Public, NotFlag(7))
    (verbose, UInt, Public, Flag(8))
    (warnoptions, List, Public, Attribute("warnoptions"))
    (write_bytecode, Bool, Public, NotFlag(4))
    (xoptions, List, Public, Attribute("_xoptions"))
    (buffered_stdio, Bool, Read)
    (check_hash_pycs_mode, Text, Read)
    (code_debug_ranges, Bool, Read)
    (configure_c_stdio, Bool, Read)
    (dev_mode, Bool, Read, Flag(13))
    (dump_refs, Bool, Read)
    (dump_refs_file, OptionalText, Read)
    (faulthandler, Bool, Read)
    (filesystem_encoding, Text, Read)
    (filesystem_errors, Text, Read)
    (hash_seed, ULong, Read)
    (home, OptionalText, Read)
    (thread_inherit_context, Int, Read)
    (context_aware_warnings, Int, Read)
    (import_time, UInt, Read)
    (install_signal_handlers, Bool, Read)
    (isolated, Bool, Read, Flag(12))
    (malloc_stats, Bool, Read)
    (orig_argv, List, Read, Attribute("orig_argv"))
    (parse_argv, Bool, Read)
    (pathconfig_warnings, Bool, Read)
    (perf_profiling, UInt, Read)
    (remote_debug, Bool, Read)
    (program_name, Text, Read)
    (run_command, OptionalText, Read)
    (run_filename, OptionalText, Read)
    (run_module, OptionalText, Read)
    (safe_path, Bool, Read)
    (show_ref_count, Bool, Read)
    (site_import, Bool, Read)
    (skip_source_first_line, Bool, Read)
    (stdio_encoding, Text, Read)
    (stdio_errors, Text, Read)
    (tracemalloc, UInt, Read)
    (use_frozen_modules, Bool, Read)
    (use_hash_seed, Bool, Read)
    (user_site_directory, Bool, Read)
    (warn_default_encoding, Bool, Read)
    (_install_importlib, Bool, Start)
    (_config_init, UInt, Start)
    (_init_main, Bool, Start)
    (_is_python_build, Bool, Start)
    (module_search_paths_set, Bool, Start)
    (pythonpath_env, OptionalText, Start)
    (sys_path_0, OptionalText, Start)
}

table! {
    /// Of `PyPreConfig`, as far as `PyConfig` does not have them too.
    PRECONFIG of PyPreConfig:
    (allocator, Int, Read)
    (coerce_c_locale, Bool, Read)
    (coerce_c_locale_warn, Bool, Read)
    (configure_locale, Bool, Read)
    (utf8_mode, Bool, Read)
}

/// An option, and whether it is one of `PyPreConfig`.
pub fn find(name: &[u8]) -> Option<(&'static Field, bool)> {
    let in_table = |table: &'static [Field]| table.iter().find(|field| field.name.as_bytes() == name);
    in_table(CONFIG).map(|field| (field, false)).or_else(|| in_table(PRECONFIG).map(|field| (field, true)))
}
