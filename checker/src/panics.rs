//! Panics of the threads that check: the file that was looked at is told with what went wrong, in one line, and the check goes on.

use std::cell::RefCell;
use std::panic::{set_hook, take_hook};

/// The name of threads whose panics are kept for [`last`], and not printed.
pub const QUIET: &str = "check";

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From here on panics of threads of that name are kept.
pub fn quieten() {
    let others = take_hook();
    set_hook(Box::new(move |panic| {
        if std::thread::current().name() == Some(QUIET) {
            LAST.set(panic.to_string().replace('\n', " "));
        } else {
            others(panic);
        }
    }));
}

/// What this thread panicked of last.
pub fn last() -> String {
    LAST.take()
}
