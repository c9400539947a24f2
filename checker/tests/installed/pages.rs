//! The commands of the documentation, as they stand there: each page begins with a block to paste and a block with what that prints.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use libtest_mimic::Failed;

use crate::ground::*;
use crate::{Test, nothing};

/// What the wheel of the pages is, for pip.
const WHEEL: &str = "nh3==0.3.7";

pub fn tests() -> Vec<Test> {
    vec![
        Test::new("pages::compile_an_extension", nothing, || page("docs/extension.md")),
        Test::new("pages::embed", nothing, || page("docs/embed.md")),
        Test::new("pages::check_a_wheel", wheel, || page("docs/wheel.md")),
        Test::new("pages::readme_host", nothing, readme_host),
        Test::new("pages::readme_check", nothing, || readme_check("extmods/greeting.c", &root())),
        Test::new("pages::readme_check_a_wheel", wheel, || readme_check("nh3-", &WHEELS)),
        Test::new("pages::links", nothing, links),
    ]
}

/// A folder with the wheel of the pages, where it can be reached.
static WHEELS: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = scratch("wheels");
    run(Command::new("python3")
        .args(["-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "--python-version", "3.14", WHEEL])
        .current_dir(&folder));
    folder
});

fn wheel() -> Result<(), String> {
    tool("python3")?;
    let fetched = std::fs::read_dir(&*WHEELS).is_ok_and(|mut entries| entries.next().is_some());
    if fetched { Ok(()) } else { Err(format!("pip could not fetch {WHEEL}")) }
}

fn text_of(page: &str) -> Result<String, Failed> {
    std::fs::read_to_string(root().join(page)).map_err(|e| format!("{page}: {e}").into())
}

/// The fenced blocks of a text.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        if line.starts_with("```") {
            match block.take() {
                Some(whole) => blocks.push(whole),
                None => block = Some(String::new()),
            }
        } else if let Some(block) = &mut block {
            *block += line;
            block.push('\n');
        }
    }
    blocks
}

/// Times differ from run to run.
fn without_times(text: &str) -> String {
    let line = |line: &str| match line.rsplit_once(", ") {
        Some((before, time)) if time.ends_with(" ms") => format!("{before}, N ms\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Runs what a page begins with, by a shell with the installed commands on its path, in a folder of its own.
fn page(page: &str) -> Result<(), Failed> {
    let text = text_of(page)?;
    let blocks = blocks(&text);
    let [script, output, ..] = &blocks[..] else { return Err(format!("{page} has no block to paste and its output").into()) };
    let folder = scratch(&page.replace('/', "-"));
    let got = succeed(shell(script).env("PATH", path_with(&PREFIX)).current_dir(&folder))?;
    same(page, without_times(&got).trim_end(), without_times(output).trim_end())
}

/// The README's host: installed below a home, compiled and run as it says.
fn readme_host() -> Result<(), Failed> {
    let text = text_of("README.md")?;
    let section = text.split("\n## ").find(|s| s.starts_with("A C host")).ok_or("README.md has no section 'A C host'")?;
    let blocks = blocks(section);
    let [script, output, ..] = &blocks[..] else { return Err("the section has no block to paste and its output".into()) };
    let home = scratch("home");
    // The command is there already, in another profile.
    let script = script.replace("cargo run --release --", env!("CARGO_BIN_EXE_exuvia"));
    let got = succeed(shell(&script).env("HOME", &home).current_dir(&home))?;
    let got = got.replace(&home.display().to_string(), "/home/you");
    same("the README's host", &got, output)
}

/// The README's command for a file: `    cargo run --release -- check FILE`, and after an empty line what it prints.
fn readme_check(file: &str, folder: &Path) -> Result<(), Failed> {
    let text = text_of("README.md")?;
    let command = format!("    cargo run --release -- check {file}");
    let mut lines = text.lines().skip_while(|line| !line.starts_with(&command));
    let command = lines.next().ok_or_else(|| format!("README.md has no '{command}'"))?;
    let script = command.trim().replace("cargo run --release --", env!("CARGO_BIN_EXE_exuvia"));
    let output = lines.skip(1).map_while(|line| line.strip_prefix("    ")).map(|line| format!("{line}\n")).collect::<String>();
    let got = succeed(shell(&script).current_dir(folder))?;
    same(file, without_times(&got).trim_end(), without_times(&output).trim_end())
}

/// Every relative link of the documentation leads to a file.
fn links() -> Result<(), Failed> {
    let mut pages: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "checker/README.md", "extmods/README.md", "benches/README.md"].map(PathBuf::from).into();
    for folder in ["docs", "docs/rules"] {
        let entries = std::fs::read_dir(root().join(folder))?.flatten().map(|entry| Path::new(folder).join(entry.file_name()));
        pages.extend(entries.filter(|path| path.extension().is_some_and(|e| e == "md")));
    }
    for page in pages {
        let text = text_of(&page.display().to_string())?;
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or("");
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let target = root().join(&page).parent().expect("a page lies in a folder").join(file);
            ensure(target.exists(), format!("{}: {link} leads nowhere", page.display()))?;
        }
    }
    Ok(())
}
