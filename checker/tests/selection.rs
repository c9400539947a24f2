//! What counts: rules selected and ignored, severities that fail, `exuvia.toml`, and baselines.

mod common;

use std::path::Path;

use common::*;

/// A folder with an extension that breaks EX101 and EX105.
fn ground() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    file(folder.path(), "unstable.abi3.so", &*UNSTABLE);
    folder
}

fn json(folder: &Path, more: &[&str]) -> Answer {
    run(folder, &[&["check", "--no-load", "--format", "json", "unstable.abi3.so"], more].concat())
}

#[test]
fn rules_are_selected() {
    let folder = ground();
    let folder = folder.path();
    let all = json(folder, &[]).expect(1).rules();
    assert!(all.contains(&"EX101".to_owned()) && all.contains(&"EX105".to_owned()), "{all:?}");
    assert_eq!(json(folder, &["--select", "EX101"]).expect(1).rules(), ["EX101"]);
    assert_eq!(json(folder, &["--select", "ex1", "--ignore", "EX10"]).expect(0).rules(), [""; 0]);
    assert_eq!(json(folder, &["--select", "EX101,EX105", "--ignore", "EX105"]).expect(1).rules(), ["EX101"]);
    assert_eq!(json(folder, &["--select", "EX101", "--ignore", "EX1"]).expect(1).rules(), ["EX101"]);
    assert_eq!(json(folder, &["--select", "EX3"]).expect(0).rules(), [""; 0]);
    json(folder, &["--select", "EX999"]).refused("there is no rule EX999");
    json(folder, &["--ignore", "X"]).refused("there is no rule X");
}

#[test]
fn what_fails() {
    let folder = ground();
    let folder = folder.path();
    json(folder, &["--fail-on", "never"]).expect(0);
    json(folder, &["--fail-on", "error"]).expect(1);
    json(folder, &["--fail-on", "warning"]).expect(1);
    // Of what is looked up at run time there is a note only.
    let note = json(folder, &["--select", "EX104,EX106"]).expect(0);
    let status = i32::from(!note.rules().is_empty());
    json(folder, &["--select", "EX104,EX106", "--fail-on", "note"]).expect(status);
    json(folder, &["--select", "EX104,EX106", "--fail-on", "warning"]).expect(0);
}

#[test]
fn a_configuration() {
    let folder = ground();
    let folder = folder.path();
    file(folder, "exuvia.toml", "[check]\nselect = [\"EX1\"]\nignore = [\"EX105\"]\nfail-on = \"never\"\njobs = 1\n");
    let said = json(folder, &[]).expect(0).rules();
    assert!(said.contains(&"EX101".to_owned()) && !said.contains(&"EX105".to_owned()), "{said:?}");
    // The command line stands before it.
    json(folder, &["--fail-on", "error"]).expect(1);
    assert_eq!(json(folder, &["--select", "EX105", "--ignore", "EX3"]).expect(0).rules(), ["EX105"]);
    // It is found from below.
    let below = folder.join("below/further");
    std::fs::create_dir_all(&below).expect("a folder");
    run(&below, &["check", "--no-load", "../../unstable.abi3.so"]).expect(0);
    // Another one instead of it.
    let other = file(folder, "other.toml", "[check.ignore-in]\nunstable = [\"EX1\"]\n");
    assert_eq!(json(folder, &["--config", &other.display().to_string()]).expect(0).rules(), [""; 0]);
    json(folder, &["--config", "absent.toml"]).refused("absent.toml: No such file");
}

#[test]
fn a_configuration_with_faults() {
    let folder = ground();
    let folder = folder.path();
    for (text, why) in [
        ("[check]\nselect = []\nselct = []\n", "exuvia.toml:3: unknown field `selct`"),
        ("[chek]\n", "exuvia.toml:1: unknown field `chek`"),
        ("[check]\n\nfail-on = \"sometimes\"\n", "exuvia.toml:3: unknown variant `sometimes`"),
        ("[check]\njobs = 0\n", "exuvia.toml:2: "),
        ("[check\n", "exuvia.toml:1: "),
        ("[check]\nselect = [\"EX998\"]\n", "there is no rule EX998"),
        ("[check.ignore-in]\nx = [\"EX998\"]\n", "there is no rule EX998"),
        ("[check]\nbaseline = \"absent.toml\"\n", "absent.toml: No such file"),
    ] {
        file(folder, "exuvia.toml", text);
        json(folder, &[]).refused(why);
    }
}

#[test]
fn a_baseline() {
    let folder = ground();
    let folder = folder.path();
    run(folder, &["check", "--no-load", "--write-baseline", "known.toml", "unstable.abi3.so"]).expect(0);
    let said = json(folder, &["--baseline", "known.toml"]).expect(0);
    assert_eq!((said.json()["totals"]["errors"].as_u64(), said.stderr.as_str()), (Some(0), ""));
    assert!(findings(&said.json()).iter().all(|f| f["accepted"].is_string()));

    // Reasons are kept when it is written anew; what is new is added.
    let text = std::fs::read_to_string(folder.join("known.toml")).expect("the baseline");
    let cut = text.rfind("\n[[finding]]").expect("more than one");
    let shorter = text[..cut].replacen("found when this file was written; nobody has said yet why it may stay", "because \\\"we\\\" say so", 1);
    file(folder, "known.toml", &shorter);
    json(folder, &["--baseline", "known.toml", "--fail-on", "note"]).expect(1);
    run(folder, &["check", "--no-load", "--write-baseline", "known.toml", "unstable.abi3.so"]).expect(0);
    let anew = std::fs::read_to_string(folder.join("known.toml")).expect("the baseline");
    assert_eq!(anew.matches("[[finding]]").count(), text.matches("[[finding]]").count());
    let said = json(folder, &["--baseline", "known.toml"]).expect(0);
    assert!(findings(&said.json()).iter().any(|f| f["accepted"] == "because \"we\" say so"), "{anew}");

    // What no longer occurs is told, unless it was not looked for.
    file(
        folder,
        "known.toml",
        "[[finding]]\nrule = \"EX101\"\nreason = \"all of them\"\n\n[[finding]]\nrule = \"EX102\"\nmodule = \"unstable\"\nreason = \"was there\"\n",
    );
    let said = json(folder, &["--baseline", "known.toml", "--select", "EX101,EX102"]).expect(0);
    assert_eq!(said.stderr, "exuvia: known.toml:5: EX102 unstable no longer occurs\n");
    assert_eq!(said.json()["totals"]["gone"][0], "known.toml:5: EX102 unstable no longer occurs");
    assert_eq!(json(folder, &["--baseline", "known.toml", "--select", "EX101"]).expect(0).stderr, "");
    run(folder, &["check", "--no-load", "--select", "EX101,EX102", "--baseline", "known.toml", "--write-baseline", "known.toml", "unstable.abi3.so"])
        .expect(0);
    let anew = std::fs::read_to_string(folder.join("known.toml")).expect("the baseline");
    assert!(!anew.contains("EX102") && anew.contains("all of them"), "{anew}");
}

#[test]
fn a_baseline_with_faults() {
    let folder = ground();
    let folder = folder.path();
    for (text, why) in [
        ("[[finding]]\nrule = \"EX101\"\n", "known.toml:1: missing field `reason`"),
        ("\n[[finding]]\nrule = \"EX101\"\nreason = \" \"\n", "known.toml:2: the finding has no reason"),
        ("[[finding]]\nrule = \"EX998\"\nreason = \"r\"\n", "known.toml:1: there is no rule EX998"),
        ("[[finding]]\nrule = \"EX101\"\nreason = \"r\"\nline = 3\n", "known.toml:4: unknown field `line`"),
    ] {
        file(folder, "known.toml", text);
        json(folder, &["--baseline", "known.toml"]).refused(why);
    }
    json(folder, &["--baseline", "absent.toml"]).refused("absent.toml: No such file");
    json(folder, &["--write-baseline", "absent/known.toml"]).refused("absent/known.toml: No such file");
}

#[test]
fn rules_and_explanations() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let table = run(folder, &["rules"]).expect(0).stdout;
    assert!(table.contains("EX301  error    A reference is lost\n"), "{table}");
    let json = run(folder, &["rules", "--format", "json"]).expect(0).json();
    let rules = json.as_array().expect("a list");
    assert_eq!(rules.len(), table.lines().count());
    for rule in rules {
        assert!(["id", "title", "severity", "group", "what", "why", "mend", "link"].iter().all(|key| rule[*key].is_string()), "{rule}");
        assert!(root().join(rule["link"].as_str().expect("a path")).is_file(), "{rule}");
    }
    assert!(run(folder, &["explain", "ex301"]).expect(0).stdout.starts_with("# EX301: A reference is lost\n"));
    run(folder, &["explain", "EX998"]).refused("there is no rule EX998");
}
