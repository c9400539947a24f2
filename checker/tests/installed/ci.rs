//! What people have around the command: a browser for its page, shells for its completions, `man`, cibuildwheel and pre-commit.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use libtest_mimic::Failed;

use crate::Test;
use crate::ground::*;

pub fn tests() -> Vec<Test> {
    vec![
        Test::new("ci::page_in_a_browser", browser, page_in_a_browser),
        Test::new("ci::completion_in_zsh", || tool("zsh"), || completion("zsh", "share/zsh/site-functions/_exuvia")),
        Test::new("ci::completion_in_fish", || tool("fish"), completion_in_fish),
        Test::new("ci::manual", || tool("man"), manual),
        Test::new("ci::cibuildwheel", || package("cibuildwheel==4.3.3"), cibuildwheel),
        Test::new("ci::pre_commit", || package("pre-commit==4.7.0"), pre_commit),
    ]
}

/// The name of the browser.
fn chromium() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| tool(name).is_ok())
}

fn browser() -> Result<(), String> {
    chromium().map(|_| ()).ok_or_else(|| "there is no chromium".to_owned())
}

/// Has the browser look at a page; returns what the page has become.
fn seen(folder: &Path, page: &str, more: &str) -> Result<String, Failed> {
    let data = folder.join("browser");
    let _ = std::fs::remove_dir_all(&data);
    std::fs::create_dir(&data)?;
    let flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
    let browser = chromium().unwrap_or("chromium");
    succeed(
        shell(&format!("{browser} {flags} --user-data-dir='{}' {more} 'file://{}'", data.display(), folder.join(page).display())).current_dir(folder),
    )
}

fn page_in_a_browser() -> Result<(), Failed> {
    let folder = scratch("browser");
    let breakers = root().join("extmods/breakers");
    let targets = format!("{0}/ex301_lost_result.c {0}/ex301_lost_in_list.c '{1}/extmods/greeting.c'", breakers.display(), root().display());
    let _ = run(exuvia_shell(&format!("check -o all.html {targets}")).current_dir(&folder));
    // Its script has counted the findings, and filled the list of rules.
    let dom = seen(&folder, "all.html", "--dump-dom")?;
    for part in
        ["2 of 2 findings are shown.", "<option value=\"EX301\">EX301: A reference is lost</option>", "<form id=\"filter\">", "Nothing was found."]
    {
        ensure(dom.contains(part), format!("no {part} in\n{dom}"))?;
    }
    // The filter, used as its form is used.
    let page = std::fs::read_to_string(folder.join("all.html"))?;
    let using = |steps: &str| page.replace("</body>", &format!("<script>{steps}; form.dispatchEvent(new Event('input'));</script></body>"));
    for (steps, shown) in [
        ("document.querySelector('input[value=error]').checked = false", 0),
        ("document.getElementById('rule').value = 'EX301'", 2),
        ("document.getElementById('text').value = 'LOST_IN_LIST'", 1),
    ] {
        std::fs::write(folder.join("used.html"), using(steps))?;
        let dom = seen(&folder, "used.html", "--dump-dom")?;
        ensure(dom.contains(&format!("{shown} of 2 findings are shown.")), format!("{steps}:\n{dom}"))?;
        let hidden = dom.matches("hidden=\"\"").count();
        ensure((hidden == 0) == (shown == 2), format!("{steps}: {hidden} parts are hidden"))?;
    }
    seen(&folder, "all.html", "--window-size=1200,900 --screenshot=all.png")?;
    let picture = std::fs::read(folder.join("all.png"))?;
    ensure(picture.starts_with(b"\x89PNG") && picture.len() > 10_000, "the browser shows an empty page")
}

/// The command with arguments that a shell reads.
fn exuvia_shell(arguments: &str) -> Command {
    shell(&format!("'{}' {arguments}", env!("CARGO_BIN_EXE_exuvia")))
}

fn completion(shell_name: &str, place: &str) -> Result<(), Failed> {
    succeed(&mut shell(&format!("{shell_name} -n '{}'", PREFIX.join(place).display()))).map(drop)
}

fn completion_in_fish() -> Result<(), Failed> {
    let place = PREFIX.join("share/fish/vendor_completions.d/exuvia.fish");
    let folder = scratch("fish");
    let script = format!("source '{}'; complete -C 'exuvia check --sh'", place.display());
    let got = succeed(Command::new("fish").args(["--no-config", "-c", &script]).env("HOME", &folder))?;
    ensure(got.starts_with("--shard"), format!("fish completes to {got}"))
}

fn manual() -> Result<(), Failed> {
    let share = PREFIX.join("share/man");
    for (page, words) in [("exuvia", ["exuvia-check(1)", "exuvia-merge(1)"]), ("exuvia-check", ["--write-baseline", "exuvia.toml"])] {
        let got = succeed(&mut shell(&format!("MANPAGER=cat man -M '{}' {page}", share.display())))?;
        // The hyphen of a manual page may be another character.
        let got = got.replace(['\u{2010}', '\u{2212}'], "-");
        for word in words {
            ensure(got.contains(word), format!("no {word} in\n{got}"))?;
        }
    }
    let warnings = run(&mut shell(&format!("for page in '{}'/man1/*; do man --warnings -l \"$page\" 2>&1 >/dev/null; done", share.display())));
    same("warnings of man", warnings.stdout.trim(), "")
}

/// An environment with packages of the registry, made once.
static ENVIRONMENT: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = scratch("python");
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    folder
});

/// Installs a package into the environment, where it can be reached.
fn package(name: &str) -> Result<(), String> {
    tool("python3")?;
    let ran = run(Command::new(ENVIRONMENT.join("bin/python")).args(["-m", "pip", "install", "-q", name]));
    if ran.status == Some(0) { Ok(()) } else { Err(format!("pip could not fetch {name}")) }
}

/// The block of docs/ci.md that begins with this file's name.
fn block(name: &str) -> Result<String, Failed> {
    let page = std::fs::read_to_string(root().join("docs/ci.md"))?;
    let (_, rest) = page.split_once(&format!("\n# {name}\n")).ok_or_else(|| format!("docs/ci.md has no {name}"))?;
    Ok(rest.split("\n```").next().unwrap_or(rest).to_owned())
}

/// cibuildwheel reads the configuration of the page, and runs its audit as it does after a build. Its containers are not needed for that.
fn cibuildwheel() -> Result<(), Failed> {
    let folder = scratch("cibuildwheel");
    // Without abi3audit, which is not ours to try.
    let configuration =
        block("pyproject.toml")?.replace("[\"abi3audit\"]", "[]").replace("abi3audit --strict --report {abi3_wheel}", "true {abi3_wheel}");
    std::fs::write(folder.join("pyproject.toml"), configuration)?;
    let tag = format!("linux_{}", std::env::consts::ARCH);
    succeed(shell("mkdir tmp && python3 -m venv --without-pip tmp/audit_venv").current_dir(&folder))?;
    succeed(shell(&format!("cc -shared -fPIC -I'{0}/include' '{0}/extmods/greeting.c' -o greeting.abi3.so", root().display())).current_dir(&folder))?;
    succeed(
        shell(&format!("cc -shared -fPIC -I'{0}/include' '{0}/extmods/breakers/ex301_lost_result.c' -o ex301_lost_result.abi3.so", root().display()))
            .current_dir(&folder),
    )?;
    let script = format!(
        "import os, sys, zipfile\n\
         from pathlib import Path\n\
         from cibuildwheel import audit\n\
         from cibuildwheel.options import CommandLineArguments, compute_options\n\
         name, tags = sys.argv[1:]\n\
         wheel = Path(f'{{name}}-1-{{tags}}-{tag}.whl').absolute()\n\
         with zipfile.ZipFile(wheel, 'w') as archive: archive.write(f'{{name}}.abi3.so')\n\
         arguments = CommandLineArguments.defaults()\n\
         arguments.platform, arguments.package_dir = 'linux', Path('.')\n\
         options = compute_options(platform='linux', command_line_arguments=arguments, env=dict(os.environ))\n\
         audit.run_audit(tmp_dir=Path('tmp').absolute(), build_options=options.build_options('cp314-manylinux_x86_64'), wheel=wheel)\n"
    );
    std::fs::write(folder.join("audit.py"), script)?;
    let audit = |name: &str, tags: &str| {
        let mut command = Command::new(ENVIRONMENT.join("bin/python"));
        run(command.args(["audit.py", name, tags]).current_dir(&folder).env("PATH", path_with(&PREFIX)))
    };
    for (name, tags, passes) in [("greeting", "cp38-abi3", true), ("greeting", "cp39-cp39", true), ("ex301_lost_result", "cp38-abi3", false)] {
        let ran = audit(name, tags);
        ensure((ran.status == Some(0)) == passes, format!("{name} {tags}: {:?}\n{}\n{}", ran.status, ran.stdout, ran.stderr))?;
        ensure(ran.stdout.contains("Running audit command: exuvia check --skip-foreign"), ran.stdout)?;
    }
    Ok(())
}

/// pre-commit takes the hook from a repository, and runs it on what is committed.
fn pre_commit() -> Result<(), Failed> {
    let folder = scratch("pre-commit");
    let hooks = root().join(".pre-commit-hooks.yaml");
    let git = "git -c user.name=n -c user.email=e@example.org -c init.defaultBranch=main";
    succeed(
        shell(&format!(
            "mkdir hooks work home
             cp '{0}' hooks/ && cp '{1}/extmods/greeting.c' '{1}/extmods/module.h' work/
             cd hooks && {git} init -q && {git} add -A && {git} commit -qm hooks
             cd ../work && {git} init -q && {git} add -A && {git} commit -qm work",
            hooks.display(),
            root().display()
        ))
        .current_dir(&folder),
    )?;
    let program = ENVIRONMENT.join("bin/pre-commit");
    let with = |arguments: &str| {
        let mut command = shell(&format!("'{}' {arguments}", program.display()));
        command.current_dir(folder.join("work")).env("PATH", path_with(&PREFIX)).env("HOME", folder.join("home"));
        run(&mut command)
    };
    let ran = with("try-repo ../hooks exuvia-check --all-files --verbose");
    ensure(ran.status == Some(0) && ran.stdout.contains("greeting.c") && ran.stdout.contains("Passed"), format!("{}\n{}", ran.stdout, ran.stderr))?;
    // What breaks a rule is refused.
    for name in ["ex301_lost_result.c", "breaker.h"] {
        std::fs::copy(root().join("extmods/breakers").join(name), folder.join("work").join(name))?;
    }
    succeed(shell(&format!("{git} add -A")).current_dir(folder.join("work")))?;
    let ran = with("try-repo ../hooks exuvia-check --all-files");
    ensure(ran.status == Some(1) && ran.stdout.contains("EX301"), format!("{}\n{}", ran.stdout, ran.stderr))?;
    // The configuration of the page is one.
    std::fs::write(folder.join("work/.pre-commit-config.yaml"), block(".pre-commit-config.yaml")?)?;
    let ran = with("validate-config .pre-commit-config.yaml");
    ensure(ran.status == Some(0), ran.stdout)?;
    let ran = with("validate-manifest ../hooks/.pre-commit-hooks.yaml");
    ensure(ran.status == Some(0), ran.stdout)
}
