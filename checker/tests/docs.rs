//! What the documentation and the help show: every block of docs/ci.md is run, or read as its tool reads it; so are the examples of the help, the completions, and the
//! manual pages.

mod common;

use std::path::Path;
use std::process::Command;

use common::*;
use yaml_rust2::{Yaml, YamlLoader};

/// A folder as a project has it after a build: wheels in dist/, one of them for another Python.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let dist = folder.path().join("dist");
    std::fs::create_dir(&dist).expect("a folder");
    wheel(&dist, &format!("plain-1-cp38-abi3-linux_{MACHINE}.whl"), &[("plain.abi3.so", &PLAIN)]);
    wheel(&dist, &format!("plain-1-cp39-cp39-linux_{MACHINE}.whl"), &[("plain.so", &PLAIN)]);
    folder
}

/// Runs a script in a folder as a CI system does, with the command on the path.
#[track_caller]
fn shell(folder: &Path, script: &str) -> Answer {
    let own = Path::new(env!("CARGO_BIN_EXE_exuvia")).parent().expect("a folder");
    let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-euc", script]).current_dir(folder).env("PATH", path).env("CI_NODE_INDEX", "1").env("CI_NODE_TOTAL", "1");
    answer(command.output().expect("sh")).expect(0)
}

/// The fenced blocks of a page: their language and text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    for part in page.split("\n```").skip(1).step_by(2) {
        let (language, text) = part.split_once('\n').expect("a block");
        blocks.push((language.to_owned(), format!("{text}\n")));
    }
    blocks
}

/// All lines of `run` and `script` in a workflow that begin with `exuvia`.
fn commands(yaml: &Yaml, found: &mut Vec<String>) {
    match yaml {
        Yaml::Hash(entries) => entries.iter().for_each(|(_, value)| commands(value, found)),
        Yaml::Array(items) => items.iter().for_each(|item| commands(item, found)),
        Yaml::String(text) => found.extend(text.lines().filter(|line| line.starts_with("exuvia ")).map(str::to_owned)),
        _ => {}
    }
}

fn yaml(text: &str) -> Yaml {
    YamlLoader::load_from_str(text).expect("YAML").remove(0)
}

#[test]
fn every_block_of_the_page_on_ci() {
    let page = std::fs::read_to_string(root().join("docs/ci.md")).expect("the page");
    let hooks = yaml(&std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("the hooks"));
    let folder = project();
    let folder = folder.path();
    let blocks = blocks(&page);
    // A configuration names a baseline, which stands on the page too.
    for (_, text) in &blocks {
        if let Some(name) = text.lines().next().and_then(|line| line.strip_prefix("# ")).filter(|name| name.starts_with("exuvia")) {
            file(folder, name, text);
        }
    }
    let mut seen = Vec::new();
    for (language, text) in &blocks {
        let name = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or(language);
        seen.push(name.to_owned());
        match name {
            "sh" => {
                shell(folder, text);
                for made in ["findings.json", "findings.html", "junit.xml"] {
                    assert!(folder.join(made).is_file(), "no {made}");
                }
            }
            "exuvia.toml" => {
                run(folder, &["check", "--no-load", "--config", name, "dist"]).expect(0);
            }
            "exuvia-baseline.toml" => {
                let said = run(folder, &["check", "--no-load", "--baseline", name, "dist"]).expect(0);
                assert!(said.stderr.contains("exuvia-baseline.toml:8: EX402"), "{}", said.stderr);
            }
            "pyproject.toml" => {
                let project: toml::Table = toml::from_str(text).expect("TOML");
                let linux = &project["tool"]["cibuildwheel"]["linux"];
                for command in linux["audit-command"].as_array().expect("a list") {
                    let command = command.as_str().expect("a command");
                    assert_ne!(command.contains("{wheel}"), command.contains("{abi3_wheel}"), "{command}");
                    if command.starts_with("exuvia ") {
                        for wheel in ["cp38-abi3", "cp39-cp39"] {
                            shell(folder, &command.replace("{wheel}", &format!("dist/plain-1-{wheel}-linux_{MACHINE}.whl")));
                        }
                    }
                }
            }
            ".github/workflows/exuvia.yml" | ".gitlab-ci.yml" => {
                let mut lines = Vec::new();
                commands(&yaml(text), &mut lines);
                assert!(!lines.is_empty(), "no command in {name}");
                for line in lines {
                    shell(folder, &line);
                }
            }
            ".pre-commit-config.yaml" => {
                let hook = &yaml(text)["repos"][0]["hooks"][0];
                assert_eq!(hook["id"], hooks[0]["id"]);
                assert!(hook["files"].as_str().is_some_and(|files| files.ends_with("\\.c$")));
            }
            other => panic!("docs/ci.md has a block that nothing looks at: {other}"),
        }
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
    // What the workflows have written is what they hand on.
    for made in ["exuvia.sarif", "part-1.json", "findings.html", "junit.xml"] {
        assert!(folder.join(made).is_file(), "no {made}");
    }
    let entry = hooks[0]["entry"].as_str().expect("a command");
    file(folder, "plain.c", std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extensions/plain.c")).expect("a source"));
    shell(folder, &format!("{entry} plain.c"));
}

#[test]
fn the_examples_of_the_help() {
    let folder = project();
    let folder = folder.path();
    for source in ["greeting.c", "module.h"] {
        let path = root().join("extmods").join(source);
        if path.exists() {
            file(folder, source, std::fs::read(path).expect("a source"));
        }
    }
    std::fs::create_dir(folder.join("wheels")).expect("a folder");
    wheel(&folder.join("wheels"), &format!("plain-1-cp38-abi3-linux_{MACHINE}.whl"), &[("plain.abi3.so", &PLAIN)]);
    for n in 1..=3 {
        let name = format!("{n}-1-cp38-abi3-linux_{MACHINE}.whl");
        wheel(folder, &name, &[("plain.abi3.so", &PLAIN)]);
        for output in [format!("{n}.json"), format!("part-{n}.json")] {
            run(folder, &["check", "--no-load", "-o", &output, &name]).expect(0);
        }
    }
    let mut tried = 0;
    for command in ["check", "merge"] {
        let help = run(folder, &[command, "--help"]).expect(0).stdout;
        for line in help.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| line.starts_with("exuvia ")) {
            // The wheel for another Python is passed over in a folder, and not where it is named.
            shell(folder, &line.replace("dist/*.whl", "dist/*-abi3-*.whl"));
            tried += 1;
        }
    }
    assert_eq!(tried, 9);
    // The configuration that the help shows.
    let help = run(folder, &["check", "--help"]).expect(0).stdout;
    let (_, rest) = help.split_once("above it:\n").expect("the configuration");
    let text: String = rest.lines().map_while(|line| line.strip_prefix("  ")).map(|line| format!("{line}\n")).collect();
    file(folder, "exuvia.toml", text);
    run(folder, &["check", "--no-load", "dist"]).expect(0);
}

#[test]
fn every_option_is_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = run(folder.path(), &["check", "--help"]).expect(0).stdout;
    let options = [
        "--no-load",
        "--skip-foreign",
        "--select",
        "--ignore",
        "--fail-on",
        "--baseline",
        "--write-baseline",
        "--config",
        "--format",
        "--output",
        "--color",
        "--source-prefix",
        "--jobs",
        "--shard",
        "--unpacked-limit",
    ];
    for option in options {
        assert!(help.contains(option), "no {option} in\n{help}");
    }
    let page = run(folder.path(), &["man", "check"]).expect(0).stdout.replace('\\', "");
    assert!(page.starts_with(".ie") || page.contains(".TH"), "{page}");
    for option in options {
        assert!(page.contains(option), "no {option} in\n{page}");
    }
    assert!(run(folder.path(), &["man"]).expect(0).stdout.contains("exuvia\\-check(1)"));
    run(folder.path(), &["man", "nothing"]).refused("there is no command nothing");
}

#[test]
fn completions() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for shell in ["bash", "zsh", "fish"] {
        let script = run(folder, &["completions", shell]).expect(0).stdout;
        assert!(script.contains("exuvia") && script.contains("write-baseline"), "{script}");
    }
    file(folder, "exuvia.bash", run(folder, &["completions", "bash"]).stdout);
    let script = "source ./exuvia.bash; COMP_WORDS=(exuvia check --sh); COMP_CWORD=2; _exuvia exuvia --sh check; echo \"${COMPREPLY[@]}\"";
    let output = Command::new("bash").args(["--norc", "-c", script]).current_dir(folder).output().expect("bash");
    assert_eq!(answer(output).expect(0).stdout, "--shard\n");
}
