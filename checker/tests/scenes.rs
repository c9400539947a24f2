//! Where an extension is loaded beside the main interpreter, and what becomes of it there.

#[path = "targets/mod.rs"]
mod targets;

use targets::{check, target};

const NOTHING: [&str; 0] = [];

#[test]
fn one_that_may_be_loaded_everywhere() {
    let answer = check(&target("driven", "").file, &[]);
    assert_eq!(answer.rules(), NOTHING, "{}", answer.json);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
}

#[test]
fn a_single_phase_is_refused_and_that_is_right() {
    let answer = check(&target("single", "").file, &[]);
    assert_eq!(answer.rules(), NOTHING, "{}", answer.json);
    assert_eq!(answer.extension()["init"]["style"], "single-phase");
}

#[test]
fn one_that_raises_the_second_time() {
    let answer = check(&target("once", "RAISES").file, &[]);
    assert_eq!(answer.rules(), ["EX801", "EX802", "EX804"], "{}", answer.json);
    assert_eq!(answer.messages("EX801"), ["raised RuntimeError: once is enough the second time"]);
    assert_eq!(answer.messages("EX804"), ["raised RuntimeError: once is enough after Py_FinalizeEx"]);
    assert_eq!(answer.status, 1);
}

#[test]
fn one_that_refuses_the_second_time() {
    let answer = check(&target("once", "REFUSES").file, &[]);
    // Its slots say that it works in a sub-interpreter; of the others it has said nothing.
    assert_eq!(answer.rules(), ["EX802", "EX812"], "{}", answer.json);
}

#[test]
fn one_that_aborts_the_second_time() {
    let answer = check(&target("once", "ABORTS").file, &[]);
    assert_eq!(answer.rules(), ["EX807"], "{}", answer.json);
    let messages = answer.messages("EX807");
    assert!(messages.iter().all(|message| message.contains("by signal 6 (abort)")), "{messages:?}");
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(answer.findings().iter().all(|f| f["function"] == "fill"), "{}", answer.json);
}

#[test]
fn one_that_forgets_its_names() {
    let answer = check(&target("once", "FORGETS").file, &[]);
    assert_eq!(answer.rules(), ["EX801", "EX802", "EX804"], "{}", answer.json);
    assert_eq!(answer.messages("EX801"), ["the second time, the module lacks answer"]);
}
