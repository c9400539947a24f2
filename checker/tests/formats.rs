//! The forms in which findings are told: each holds to its schema or shape, and they agree.

mod common;

use std::path::Path;

use common::*;
use serde_json::Value;

fn schema(path: &Path) -> jsonschema::Validator {
    // SARIF's has a pattern with a lone bracket, which only old dialects of regular expressions take.
    let text = std::fs::read_to_string(path).expect("a schema").replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}\\\\]?$");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

fn assert_valid(schema: &jsonschema::Validator, json: &Value) {
    let errors: Vec<String> = schema.iter_errors(json).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// A folder with everything that can come of a target: findings with a line and without, nothing found, a crash, what cannot be checked, what is passed over.
fn everything(folder: &Path) -> Vec<String> {
    for name in ["ex301_lost_in_list.c", "breaker.h"] {
        file(folder, &format!("src/{name}"), std::fs::read(root().join("extmods/breakers").join(name)).expect("a breaker"));
    }
    file(folder, "unstable.abi3.so", &*UNSTABLE);
    file(folder, "plain.so", &*PLAIN);
    file(folder, "crashing.so", &*CRASHING);
    file(folder, "text.so", "no library");
    file(folder, "wheels/pure-1-py3-none-any.whl", "");
    std::fs::remove_file(folder.join("wheels/pure-1-py3-none-any.whl")).expect("a file");
    wheel(&folder.join("wheels"), "pure-1-py3-none-any.whl", &[("pure.py", b"")]);
    wheel(&folder.join("wheels"), &format!("plain-1-cp38-abi3-linux_{MACHINE}.whl"), &[("plain.abi3.so", &PLAIN)]);
    let targets = ["src/ex301_lost_in_list.c", "unstable.abi3.so", "plain.so", "crashing.so", "text.so", "wheels"];
    targets.map(str::to_owned).to_vec()
}

fn in_form(folder: &Path, targets: &[String], form: &str, more: &[&str]) -> Answer {
    let mut arguments = vec!["check", "--format", form];
    arguments.extend(more);
    arguments.extend(targets.iter().map(String::as_str));
    run(folder, &arguments).expect(2)
}

#[test]
fn every_form_of_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let targets = everything(folder);

    // JSON.
    let ours = schema(&root().join("docs/findings.schema.json"));
    let said = in_form(folder, &targets, "json", &[]);
    let json = said.json();
    assert_valid(&ours, &json);
    assert_eq!(json["totals"]["files"], 7);
    assert_eq!(json["totals"]["not_checked"], 2, "{}", said.stderr);
    assert_eq!(json["totals"]["skipped"], 1);
    let found = findings(&json);
    let leak = found.iter().find(|f| f["rule"] == "EX301").expect("the leak");
    assert_eq!((&leak["function"], &leak["line"]), (&Value::from("numbers"), &Value::from(10)));
    assert!(found.iter().any(|f| f["rule"] == "EX901"), "a crash is a finding");

    // JSON with a baseline.
    run(folder, &["check", "--write-baseline", "known.toml", "unstable.abi3.so", "--no-load"]).expect(0);
    let accepted = in_form(folder, &targets, "json", &["--baseline", "known.toml"]).json();
    assert_valid(&ours, &accepted);
    assert_ne!(accepted["totals"]["accepted"], 0);

    // SARIF.
    let sarif = schema(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/sarif-schema-2.1.0.json"));
    let log = in_form(folder, &targets, "sarif", &["--baseline", "known.toml"]).json();
    assert_valid(&sarif, &log);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), found.len());
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let leak = results.iter().find(|r| r["ruleId"] == "EX301").expect("the leak");
    let place = &leak["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "src/ex301_lost_in_list.c");
    assert_eq!(place["region"]["startLine"], 10);
    let known = results.iter().find(|r| r["ruleId"] == "EX101").expect("a finding without a line");
    assert_eq!(known["suppressions"][0]["kind"], "external");
    assert_eq!(known["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "unstable.abi3.so");
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);

    // JUnit.
    let text = in_form(folder, &targets, "junit", &["--baseline", "known.toml"]).stdout;
    let junit = roxmltree::Document::parse(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    assert_eq!(junit.root_element().tag_name().name(), "testsuites");
    let (mut failures, mut skipped, mut suites) = (0, 0, 0);
    for suite in junit.root_element().children().filter(roxmltree::Node::is_element) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        let cases: Vec<_> = suite.children().filter(roxmltree::Node::is_element).collect();
        let having = |kind: &str| cases.iter().filter(|case| case.children().any(|child| child.tag_name().name() == kind)).count();
        for (attribute, count) in
            [("tests", cases.len()), ("failures", having("failure")), ("errors", having("error")), ("skipped", having("skipped"))]
        {
            assert_eq!(suite.attribute(attribute), Some(count.to_string().as_str()), "{attribute} in\n{text}");
        }
        for case in &cases {
            assert_eq!(case.tag_name().name(), "testcase");
            assert!(["name", "classname", "time"].iter().all(|a| case.attribute(*a).is_some()), "{text}");
        }
        failures += having("failure");
        skipped += having("skipped");
        suites += 1;
    }
    let errors = accepted["totals"]["errors"].as_u64().and_then(|n| usize::try_from(n).ok());
    assert_eq!(Some(failures), errors, "what fails the check is a failure");
    assert!(skipped > 1 && suites == 7, "{text}");

    // HTML.
    let page = in_form(folder, &targets, "html", &["--baseline", "known.toml"]).stdout;
    assert_eq!(page.matches("<tr class=").count(), found.len());
    for part in ["<html lang=\"en\">", "<title>", "<main>", "<caption", "scope=\"col\"", "role=\"status\"", "<legend>", "default-src 'none'"] {
        assert!(page.contains(part), "no {part}");
    }
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "the page asks for {outside}");
    }

    // The table.
    let table = in_form(folder, &targets, "table", &["--baseline", "known.toml"]).stdout;
    for part in
        ["finding    EX301: PyLong_FromLong", "at ", "accepted   EX101", "because found when", "passed over: has no extension modules", "7 files"]
    {
        assert!(table.contains(part), "no {part} in\n{table}");
    }
}

#[test]
fn text_of_a_file_cannot_break_a_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let name = "a<b>\"&'\u{1b}[31m\n.so";
    file(folder, name, "no library");
    let json = run(folder, &["check", "--format", "json", name]).expect(2);
    assert_eq!(json.json()["files"][0]["file"], name);
    assert_eq!(json.stderr.lines().count(), 1);
    assert!(!json.stderr.contains('\u{1b}'));
    let junit = run(folder, &["check", "--format", "junit", name]).expect(2);
    roxmltree::Document::parse(&junit.stdout).unwrap_or_else(|e| panic!("{e}\n{}", junit.stdout));
    let html = run(folder, &["check", "--format", "html", name]).expect(2);
    assert!(!html.stdout.contains("a<b>") && html.stdout.contains("a&lt;b&gt;"));
    run(folder, &["check", "--format", "sarif", name]).expect(2).json();
}

#[test]
fn nothing_found_is_a_whole_result() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    file(folder, "plain.so", &*PLAIN);
    let json = run(folder, &["check", "--no-load", "--format", "json", "plain.so"]).expect(0).json();
    assert_valid(&schema(&root().join("docs/findings.schema.json")), &json);
    let junit = run(folder, &["check", "--no-load", "--format", "junit", "plain.so"]).expect(0).stdout;
    assert!(junit.contains("<testcase classname=\"plain\" name=\"keeps the contract\""), "{junit}");
    run(folder, &["check", "--no-load", "--format", "sarif", "plain.so"]).expect(0).json();
}

#[test]
fn where_it_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    file(folder, "plain.so", &*PLAIN);
    for (name, begins) in [("r.json", "{\n"), ("r.sarif", "{\"$schema\""), ("r.xml", "<?xml"), ("r.html", "<!DOCTYPE html>"), ("r.txt", "plain.so\n")]
    {
        let said = run(folder, &["check", "--no-load", "--output", name, "plain.so"]).expect(0);
        assert_eq!(said.stdout, "");
        let text = std::fs::read_to_string(folder.join(name)).expect("the results");
        assert!(text.starts_with(begins), "{name}: {text}");
    }
    run(folder, &["check", "--no-load", "-o", "absent/r.json", "plain.so"]).refused("absent/r.json");
    run(folder, &["check", "--no-load", "--format", "json", "-o", "/dev/full", "plain.so"]).refused("the results cannot be written");
}

#[test]
fn nobody_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    file(folder.path(), "unstable.abi3.so", &*UNSTABLE);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = exuvia(folder.path()).args(["check", "--no-load", "unstable.abi3.so"]).stdout(writer).output().expect("the command runs");
    let said = answer(output).expect(1);
    assert_eq!(said.stderr, "");
}

#[test]
fn colours() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    file(folder, "plain.so", &*PLAIN);
    let with = |variables: &[(&str, &str)], more: &[&str]| {
        let mut command = exuvia(folder);
        command.envs(variables.iter().copied()).args(["check", "--no-load", "plain.so"]).args(more);
        answer(command.output().expect("the command runs")).expect(0).stdout.contains('\u{1b}')
    };
    assert!(!with(&[], &[]), "a pipe is no terminal");
    assert!(with(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(with(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!with(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(!with(&[("CLICOLOR_FORCE", "1")], &["--format", "json"]));
}
