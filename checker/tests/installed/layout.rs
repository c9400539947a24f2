//! What lies where, and what it says.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;
use object::{Object, ObjectSymbol, SymbolKind};

use crate::ground::*;
use crate::{Test, nothing};

pub fn tests() -> Vec<Test> {
    vec![
        Test::new("layout::what_lies_where", nothing, what_lies_where),
        Test::new("layout::nothing_knows_its_prefix", nothing, nothing_knows_its_prefix),
        Test::new("layout::symbols_are_kept_where_asked_for", nothing, symbols_are_kept),
        Test::new("layout::python_config", nothing, || python_config(&PREFIX)),
        Test::new("layout::python_config_moved", nothing, || python_config(&MOVED)),
        Test::new("layout::python_config_refuses", nothing, python_config_refuses),
        Test::new("layout::pkg_config", || tool("pkg-config"), pkg_config),
        Test::new("layout::filter_has_the_stable_names", nothing, filter_has_the_stable_names),
        Test::new("layout::filter_resolves_every_name", nothing, filter_resolves_every_name),
        Test::new("layout::help_teaches", nothing, help_teaches),
    ]
}

fn what_lies_where() -> Result<(), Failed> {
    let triplet = format!("{}-linux-gnu", std::env::consts::ARCH);
    let config = format!("lib/python3.14/config-3.14-{triplet}/libpython3.14.so");
    let files = [
        "bin/exuvia",
        "bin/python3-config",
        "bin/python3.14-config",
        "include/python3.14/Python.h",
        "include/python3.14/cpython/object.h",
        "include/python3.14/pyconfig.h",
        "lib/cmake/Exuvia/ExuviaConfig.cmake",
        "lib/cmake/Exuvia/ExuviaConfigVersion.cmake",
        "lib/cmake/Exuvia/modules/FindPython3.cmake",
        "lib/libpython3.14.so",
        "lib/libpython3.14.so.1.0",
        "lib/libpython3.so",
        "lib/pkgconfig/python-3.14-embed.pc",
        "lib/pkgconfig/python-3.14.pc",
        "lib/pkgconfig/python3-embed.pc",
        "lib/pkgconfig/python3.pc",
        "share/bash-completion/completions/exuvia",
        "share/fish/vendor_completions.d/exuvia.fish",
        "share/man/man1/exuvia-check.1",
        "share/man/man1/exuvia.1",
        "share/zsh/site-functions/_exuvia",
        &config,
    ];
    for file in files {
        ensure(PREFIX.join(file).is_file(), format!("there is no {file}"))?;
    }
    for (library, name) in [("libpython3.14.so.1.0", "libpython3.14.so.1.0"), ("libpython3.so", "libpython3.so")] {
        let bytes = std::fs::read(PREFIX.join("lib").join(library))?;
        let needle = [b"\0", name.as_bytes(), b"\0"].concat();
        ensure(bytes.windows(needle.len()).any(|w| w == needle), format!("{library} is not named {name}"))?;
    }
    let listed = std::fs::read_to_string(PREFIX.join("lib/exuvia/installed.txt"))?;
    let listed: Vec<&Path> = listed.lines().map(Path::new).collect();
    let found: Vec<_> = tree(&PREFIX).into_keys().filter(|path| !PREFIX.join(path).is_dir()).collect();
    same("the list of what is installed", &format!("{listed:#?}"), &format!("{found:#?}"))
}

fn nothing_knows_its_prefix() -> Result<(), Failed> {
    let prefix = PREFIX.as_os_str().as_encoded_bytes();
    for (path, (_, contents)) in tree(&PREFIX) {
        ensure(!contents.windows(prefix.len()).any(|w| w == prefix), format!("{} has the prefix in it", path.display()))?;
    }
    Ok(())
}

fn has_symbols(library: &Path) -> bool {
    let bytes = std::fs::read(library).expect("the library");
    object::File::parse(&*bytes).expect("ELF").symbols().next().is_some()
}

fn symbols_are_kept() -> Result<(), Failed> {
    let folder = scratch("symbols");
    succeed(install(&folder).arg("--keep-symbols"))?;
    ensure(has_symbols(&folder.join("lib/libpython3.14.so.1.0")), "--keep-symbols keeps none")?;
    ensure(!has_symbols(&PREFIX.join("lib/libpython3.14.so.1.0")), "symbols are kept without being asked for")
}

/// Every option, one at a time and together.
fn python_config(prefix: &Path) -> Result<(), Failed> {
    let here = prefix.display().to_string();
    let includes = format!("-I{here}/include/python3.14 -I{here}/include/python3.14");
    let suffix = format!(".cpython-314-{}-linux-gnu.so", std::env::consts::ARCH);
    let configdir = format!("{here}/lib/python3.14/config-3.14-{}-linux-gnu", std::env::consts::ARCH);
    let answers: &[(&[&str], &str)] = &[
        (&["--prefix"], &here),
        (&["--exec-prefix"], &here),
        (&["--includes"], &includes),
        (&["--cflags"], &format!("{includes} -fno-strict-overflow -Wsign-compare -DNDEBUG -g -O3 -Wall")),
        (&["--libs"], "-ldl -lm"),
        (&["--libs", "--embed"], "-lpython3.14 -ldl -lm"),
        (&["--ldflags"], &format!("-L{here}/lib -ldl -lm")),
        (&["--embed", "--ldflags"], &format!("-L{here}/lib -lpython3.14 -ldl -lm")),
        (&["--extension-suffix"], &suffix),
        (&["--abiflags"], ""),
        (&["--configdir"], &configdir),
        (&["--abiflags", "--extension-suffix", "--prefix"], &format!("\n{suffix}\n{here}")),
    ];
    let elsewhere = scratch(&format!("links-{}", prefix.file_name().unwrap_or_default().display()));
    let link = elsewhere.join("config");
    std::os::unix::fs::symlink(prefix.join("bin/python3.14-config"), &link)?;
    for script in [prefix.join("bin/python3.14-config"), prefix.join("bin/python3-config"), link] {
        for (options, wanted) in answers {
            let got = succeed(Command::new(&script).args(*options).current_dir(&elsewhere))?;
            same(&format!("{} {options:?}", script.display()), &got, &format!("{wanted}\n"))?;
        }
    }
    same("--embed alone", &succeed(Command::new(prefix.join("bin/python3.14-config")).arg("--embed"))?, "")?;
    // From the folder itself, by a name without a folder.
    let got = succeed(Command::new("sh").args(["python3.14-config", "--prefix"]).current_dir(prefix.join("bin")))?;
    same("from its own folder", &got, &format!("{here}\n"))
}

fn python_config_refuses() -> Result<(), Failed> {
    let script = PREFIX.join("bin/python3.14-config");
    let usage = "--prefix|--exec-prefix|--includes|--libs|--cflags|--ldflags|--extension-suffix|--help|--abiflags|--configdir|--embed\n";
    let usage = format!("Usage: {} {usage}", script.display());
    let help = run(Command::new(&script).arg("--help"));
    same("--help", &format!("{:?} {}{}", help.status, help.stdout, help.stderr), &format!("Some(0) {usage}"))?;
    for arguments in [&[][..], &["--prefix", "--nonsense"][..], &["prefix"][..]] {
        let ran = run(Command::new(&script).args(arguments));
        same(&format!("{arguments:?}"), &format!("{:?} {}|{}", ran.status, ran.stdout, ran.stderr), &format!("Some(1) |{usage}"))?;
    }
    Ok(())
}

fn pkg_config() -> Result<(), Failed> {
    for prefix in [&*PREFIX, &*MOVED] {
        let ask = |arguments: &[&str]| succeed(Command::new("pkg-config").args(arguments).env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")));
        let real = |text: &str, option: &str| {
            let found = text.split_whitespace().find_map(|word| word.strip_prefix(option)).unwrap_or("");
            Path::new(found).canonicalize().unwrap_or_default()
        };
        for (package, embeds) in [("python-3.14", false), ("python3", false), ("python-3.14-embed", true), ("python3-embed", true)] {
            same(package, &ask(&["--modversion", package])?, "3.14\n")?;
            let flags = ask(&["--cflags", package])?;
            ensure(real(&flags, "-I") == prefix.join("include/python3.14"), format!("{package}: {flags}"))?;
            let libraries = ask(&["--libs", package])?;
            ensure(libraries.contains("-lpython3.14") == embeds, format!("{package}: {libraries}"))?;
            ensure(!embeds || real(&libraries, "-L") == prefix.join("lib"), format!("{package}: {libraries}"))?;
        }
    }
    Ok(())
}

/// The defined dynamic symbols of a library: kind and, of data, size.
fn defined(library: &Path) -> BTreeMap<String, Option<u64>> {
    let bytes = std::fs::read(library).unwrap_or_else(|e| panic!("{}: {e}", library.display()));
    let file = object::File::parse(&*bytes).expect("ELF");
    let symbols = file.dynamic_symbols().filter(|s| !s.is_undefined());
    symbols.map(|s| (s.name().expect("a name").to_owned(), (s.kind() == SymbolKind::Data).then(|| s.size()))).collect()
}

/// The names of the stable ABI, of 3.14 and what 3.15 adds.
fn stable_names() -> Vec<String> {
    let rows = |file: &str, since: usize| {
        let table = std::fs::read_to_string(root().join("abi").join(file)).expect("a table");
        let stable = |line: &str| {
            let row: Vec<&str> = line.split('\t').collect();
            row[since].starts_with("3.").then(|| row[0].to_owned())
        };
        table.lines().skip(1).filter_map(stable).collect::<Vec<_>>()
    };
    let mut names = rows("symbols-3.14.tsv", 3);
    names.extend(rows("stable-abi-3.15-additions.tsv", 2));
    names.sort();
    names.dedup();
    names
}

fn filter_has_the_stable_names() -> Result<(), Failed> {
    let library = defined(&PREFIX.join("lib/libpython3.14.so.1.0"));
    let filter = defined(&PREFIX.join("lib/libpython3.so"));
    let wanted: BTreeMap<_, _> =
        stable_names().into_iter().filter_map(|name| Some((library.get(&name).copied()?, name))).map(|(s, n)| (n, s)).collect();
    let missing: Vec<_> = wanted.iter().filter(|(name, size)| filter.get(*name) != Some(*size)).collect();
    let more: Vec<_> = filter.keys().filter(|name| !wanted.contains_key(*name)).collect();
    ensure(wanted.len() > 800, format!("only {} stable names", wanted.len()))?;
    ensure(missing.is_empty() && more.is_empty(), format!("missing or of another kind or size: {missing:?}; one too many: {more:?}"))
}

/// A program that is linked with libpython3 and nothing else finds each of its names in libpython3.14.
fn filter_resolves_every_name() -> Result<(), Failed> {
    let folder = scratch("filter");
    let names: Vec<_> = defined(&PREFIX.join("lib/libpython3.so")).into_keys().collect();
    let mut source = String::from("#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <stdio.h>\n#include <string.h>\n");
    source.extend(names.iter().map(|name| format!("extern char {name}[];\n")));
    source.push_str("static struct { const char *name; void *address; } names[] = {\n");
    source.extend(names.iter().map(|name| format!("{{\"{name}\", {name}}},\n")));
    source.push_str(
        "};\nint main(int argc, char **argv) {
    void *opened = dlopen(argv[argc - 1], RTLD_NOW | RTLD_LOCAL);
    unsigned right = 0;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        Dl_info where;
        const char *file = dladdr(names[i].address, &where) ? where.dli_fname : \"\";
        const char *end = strrchr(file, '/');
        if (!end || strcmp(end, \"/libpython3.14.so.1.0\")) printf(\"%s is in %s\\n\", names[i].name, file);
        else if (dlsym(opened, names[i].name) != names[i].address) printf(\"dlsym finds another %s\\n\", names[i].name);
        else right++;
    }
    printf(\"%u names\\n\", right);
    return 0;
}\n",
    );
    std::fs::write(folder.join("names.c"), source)?;
    let lib = PREFIX.join("lib").display().to_string();
    succeed(shell(&format!("cc -w -fPIC -shared names.c -L{lib} -lpython3 -Wl,-z,defs -ldl -o names.so")).current_dir(&folder))?;
    succeed(shell(&format!("cc -w -fPIC -pie names.c -L{lib} -lpython3 -Wl,-rpath,{lib} -ldl -o names")).current_dir(&folder))?;
    let needed = succeed(shell("LC_ALL=C readelf -d names").current_dir(&folder))?;
    ensure(needed.contains("[libpython3.so]") && !needed.contains("[libpython3.14"), needed)?;
    let got = succeed(Command::new(folder.join("names")).arg(PREFIX.join("lib/libpython3.so")))?;
    same("where the names are", &got, &format!("{} names\n", names.len()))
}

fn help_teaches() -> Result<(), Failed> {
    let help = succeed(exuvia().arg("--help"))?;
    for word in ["check", "install", "pyo3-config", "exuvia install --prefix", "exuvia check greeting.so", "Exit status"] {
        ensure(help.contains(word), format!("no {word} in\n{help}"))?;
    }
    let help = succeed(exuvia().args(["install", "--help"]))?;
    for word in ["--prefix <DIR>", "--keep-symbols", "--force", "lib/libpython3.so", "lib/cmake/Exuvia/"] {
        ensure(help.contains(word), format!("no {word} in\n{help}"))?;
    }
    Ok(())
}
