//! `--stress`: memory that runs out, odd arguments, random order.

#[path = "targets/mod.rs"]
mod targets;

use targets::{check, marked, target};

#[test]
fn a_clean_one_stands_it() {
    let answer = check(&target("driven", "").file, &["--stress", "--seed=1"]);
    assert_eq!(answer.rules(), [""; 0], "{} {}", answer.stderr, answer.json);
}

#[test]
fn one_that_does_not_look_whether_there_was_memory() {
    let answer = check(&target("fragile", "MEMORY").file, &["--stress", "--seed=1"]);
    assert!(answer.rules().contains(&"EX911".to_owned()), "{} {}", answer.stderr, answer.json);
    let line = marked("fragile", "BREAKS");
    assert!(answer.findings().iter().any(|f| f["rule"] == "EX911" && f["line"] == line), "{}", answer.json);
    assert!(answer.messages("EX911")[0].contains("by signal 11"), "{}", answer.json);
}

#[test]
fn one_that_trusts_its_argument() {
    let answer = check(&target("fragile", "ARGUMENT").file, &["--stress", "--seed=1"]);
    assert!(answer.rules().contains(&"EX913".to_owned()), "{} {}", answer.stderr, answer.json);
    assert!(answer.messages("EX913")[0].contains("while measure('x' * 1048576) was called"), "{}", answer.json);
}

#[test]
fn one_that_borrows_across_a_call() {
    let answer = check(&target("fragile", "MUTATION").file, &["--stress", "--seed=1"]);
    let rules = answer.rules();
    assert!(rules.contains(&"EX303".to_owned()) || rules.contains(&"EX913".to_owned()) || rules.contains(&"EX302".to_owned()), "{}", answer.json);
}

#[test]
fn one_that_depends_on_the_order() {
    let answer = check(&target("fragile", "ORDER").file, &["--stress", "--seed=7"]);
    let messages = answer.messages("EX915");
    assert!(messages.iter().any(|message| message.contains("in random order, by signal 6 (abort) (--seed 7)")), "{}", answer.json);
}

#[test]
fn one_that_waits_for_ever() {
    let answer = check(&target("fragile", "SLOW").file, &["--stress", "--seed=1", "--timeout=3"]);
    assert_eq!(answer.rules(), ["EX914"], "{}", answer.json);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
}
