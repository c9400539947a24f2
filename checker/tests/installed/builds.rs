//! Extension modules and hosts, built from `cmake/example` by every way there is to find a Python, and run; before and after the prefix was moved.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use libtest_mimic::Failed;

use crate::Test;
use crate::ground::*;

/// What the host of the example prints.
const WANTED: &str = "2 + 3 = 5, an int\n2 + None: TypeError\n";

pub fn tests() -> Vec<Test> {
    fn cmake() -> Result<(), String> {
        tool("cmake")?;
        tool("make")
    }
    fn cmake_and_pkg_config() -> Result<(), String> {
        cmake()?;
        tool("pkg-config")
    }
    let mut tests = Vec::new();
    let prefixes: [(&str, &'static LazyLock<PathBuf>); 2] = [("installed", &PREFIX), ("moved", &MOVED)];
    for (kind, prefix) in prefixes {
        let name = |way: &str| format!("builds::{way}::{kind}");
        let at = move |way: fn(&Path, &Path) -> Result<(), Failed>, name: String| {
            move || {
                let folder = scratch(&name.replace("::", "-"));
                way(prefix, &folder)
            }
        };
        tests.extend([
            Test::new(name("exuvia_package"), cmake, at(exuvia_package, name("exuvia_package"))),
            Test::new(name("find_python3_module"), cmake, at(find_python3_module, name("find_python3_module"))),
            Test::new(name("find_python3_of_cmake"), cmake, at(find_python3_of_cmake, name("find_python3_of_cmake"))),
            Test::new(name("find_python3_artifacts"), cmake, at(find_python3_artifacts, name("find_python3_artifacts"))),
            Test::new(name("pkg_config"), cmake_and_pkg_config, at(pkg_config, name("pkg_config"))),
            Test::new(name("makefile"), || tool("make"), at(makefile, name("makefile"))),
            Test::new(name("cpp"), || tool("c++"), at(cpp, name("cpp"))),
        ]);
    }
    tests.push(Test::new("builds::packages_that_do_not_fit", cmake, packages_that_do_not_fit));
    tests.push(Test::new("builds::find_python_with_an_interpreter", cmake, find_python_with_an_interpreter));
    tests
}

fn configure(example: &str, folder: &Path, settings: &[String]) -> Command {
    let mut cmake = Command::new("cmake");
    cmake.arg("-S").arg(root().join("cmake/example").join(example)).arg("-B").arg(folder).args(settings);
    cmake
}

fn build(folder: &Path) -> Result<(), Failed> {
    succeed(Command::new("cmake").arg("--build").arg(folder)).map(drop)
}

/// Runs a host with the extension module of a folder.
fn check(host: &str, build: &Path, modules: &str, library: Option<&Path>) -> Result<(), Failed> {
    let mut command = Command::new(build.join(host));
    if let Some(library) = library {
        command.env("LD_LIBRARY_PATH", library.join("lib"));
    }
    same(&format!("{host} {modules}"), &succeed(command.arg(build.join(modules)))?, WANTED)
}

/// That a folder has a module of just this name.
fn has(folder: &Path, module: &str) -> Result<(), Failed> {
    ensure(folder.join(module).is_file(), format!("there is no {module}"))
}

fn with_soabi() -> String {
    format!("adder.cpython-314-{}-linux-gnu.so", std::env::consts::ARCH)
}

fn exuvia_package(prefix: &Path, folder: &Path) -> Result<(), Failed> {
    succeed(&mut configure("exuvia", folder, &[format!("-DCMAKE_PREFIX_PATH={}", prefix.display())]))?;
    build(folder)?;
    has(folder, &with_soabi())?;
    has(folder, "sabi/adder.abi3.so")?;
    for host in ["host", "host_sabi"] {
        check(host, folder, "", None)?;
        check(host, folder, "sabi", None)?;
    }
    Ok(())
}

fn find_python3_module(prefix: &Path, folder: &Path) -> Result<(), Failed> {
    succeed(&mut configure("findpython3", folder, &[format!("-DCMAKE_MODULE_PATH={}/lib/cmake/Exuvia/modules", prefix.display())]))?;
    build(folder)?;
    has(folder, &with_soabi())?;
    has(folder, "sabi/adder.abi3.so")?;
    check("host", folder, "", None)?;
    check("host", folder, "sabi", None)
}

fn find_python3_of_cmake(prefix: &Path, folder: &Path) -> Result<(), Failed> {
    succeed(&mut configure("findpython3", folder, &[format!("-DPython3_ROOT_DIR={}", prefix.display())]))?;
    build(folder)?;
    has(folder, &with_soabi())?;
    check("host", folder, "", None)
}

fn find_python3_artifacts(prefix: &Path, folder: &Path) -> Result<(), Failed> {
    let settings = [
        format!("-DPython3_INCLUDE_DIR={}/include/python3.14", prefix.display()),
        format!("-DPython3_LIBRARY={}/lib/libpython3.14.so", prefix.display()),
    ];
    succeed(&mut configure("findpython3", folder, &settings))?;
    build(folder)?;
    check("host", folder, "", None)
}

fn pkg_config(prefix: &Path, folder: &Path) -> Result<(), Failed> {
    succeed(configure("pkgconfig", folder, &[]).env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")))?;
    build(folder)?;
    check("host", folder, "", Some(prefix))
}

fn makefile(prefix: &Path, folder: &Path) -> Result<(), Failed> {
    let mut make = Command::new("make");
    make.arg("-f").arg(root().join("cmake/example/Makefile")).arg(format!("PREFIX={}", prefix.display())).current_dir(folder);
    succeed(&mut make)?;
    has(folder, &with_soabi())?;
    check("host", folder, "", None)?;
    check("host_sabi", folder, "", None)
}

/// An extension module in C++, as C++17, with all warnings.
fn cpp(prefix: &Path, folder: &Path) -> Result<(), Failed> {
    let script = format!(
        "c++ -std=c++17 -Wall -Wextra -Werror -pedantic -fPIC -shared $({0}/bin/python3.14-config --includes) '{1}/extmods/matrix.cpp' -o matrix.so
         cc $({0}/bin/python3.14-config --includes) '{1}/checker/tests/installed/matrix_host.c' -L{0}/lib -lpython3 -Wl,-rpath,{0}/lib -o matrix_host
         ./matrix_host .",
        prefix.display(),
        root().display()
    );
    let got = succeed(shell(&script).current_dir(folder))?;
    same("the matrix's host", &got, include_str!("matrix_host.txt"))
}

fn packages_that_do_not_fit() -> Result<(), Failed> {
    let folder = scratch("misfits");
    let project = |name: &str, find: &str| -> Result<PathBuf, Failed> {
        let source = folder.join(name);
        std::fs::create_dir(&source)?;
        std::fs::write(source.join("CMakeLists.txt"), format!("cmake_minimum_required(VERSION 3.19)\nproject({name} C)\n{find}\n"))?;
        Ok(source)
    };
    let configure = |source: &Path| {
        run(Command::new("cmake")
            .arg("-S")
            .arg(source)
            .arg("-B")
            .arg(source.join("build"))
            .arg(format!("-DCMAKE_PREFIX_PATH={}", PREFIX.display()))
            .arg(format!("-DCMAKE_MODULE_PATH={}/lib/cmake/Exuvia/modules", PREFIX.display())))
    };
    let version = env!("CARGO_PKG_VERSION");
    for (name, find, good) in [
        ("exact", format!("find_package(Exuvia {version} EXACT REQUIRED)"), true),
        ("newer", "find_package(Exuvia 7.0 REQUIRED)".to_owned(), false),
        ("components", "find_package(Exuvia REQUIRED COMPONENTS Module SABIModule Embed SABIEmbed)".to_owned(), true),
        ("nonsense", "find_package(Exuvia REQUIRED COMPONENTS Nonsense)".to_owned(), false),
        ("older", "find_package(Python3 3.9 REQUIRED COMPONENTS Development)".to_owned(), true),
        ("range", "find_package(Python 3.12...3.15 REQUIRED COMPONENTS Development.Module)".to_owned(), true),
        ("toonew", "find_package(Python3 3.15 REQUIRED COMPONENTS Development.Module)".to_owned(), false),
        ("toonarrow", "find_package(Python3 3.12 EXACT REQUIRED COMPONENTS Development.Module)".to_owned(), false),
        ("numpy", "find_package(Python3 REQUIRED COMPONENTS Development.Module NumPy)".to_owned(), false),
    ] {
        let ran = configure(&project(name, &find)?);
        ensure((ran.status == Some(0)) == good, format!("{find}: {:?}\n{}", ran.status, ran.stderr))?;
    }
    Ok(())
}

/// Build steps may be written in Python: an interpreter of any version does for those, and the rest is Exuvia's.
fn find_python_with_an_interpreter() -> Result<(), Failed> {
    let folder = scratch("interpreter");
    let text = "cmake_minimum_required(VERSION 3.19)
project(interpreter C)
find_package(Python 3.14 COMPONENTS Interpreter Development.Module Development.Embed Development.SABIModule)
message(NOTICE \"${Python_Development.Module_FOUND} ${Python_VERSION_MAJOR}.${Python_VERSION_MINOR} ${Python_SOABI} ${Python_SOSABI} ${Python_INCLUDE_DIRS}\")
if(Python_Interpreter_FOUND)
  message(NOTICE \"${Python_EXECUTABLE}\")
endif()
";
    std::fs::write(folder.join("CMakeLists.txt"), text)?;
    let ran = run(Command::new("cmake")
        .args(["-S", ".", "-B", "build"])
        .arg(format!("-DCMAKE_MODULE_PATH={}/lib/cmake/Exuvia/modules", PREFIX.display()))
        .current_dir(&folder));
    let wanted = format!("TRUE 3.14 cpython-314-{}-linux-gnu abi3 {}/include/python3.14\n", std::env::consts::ARCH, PREFIX.display());
    ensure(ran.stderr.contains(&wanted), format!("{}\n{}", ran.stdout, ran.stderr))
}
