//! What is not an object: memory, interpreters, threads, errors, the life cycle.

pub mod audit;
pub mod buf;
pub mod config;
pub mod crossinterp;
pub mod ctype;
pub mod dump;
pub mod errors;
pub mod fatal;
pub mod fork;
pub mod free_list;
pub mod gil;
pub mod gilstate;
pub mod guards;
pub mod heap;
pub mod interpreter;
pub mod interpreters;
pub mod lifecycle;
pub mod memory;
pub mod mutex;
pub mod os;
pub mod parking;
pub mod pending;
pub mod pythread;
pub mod pytime;
pub mod report;
pub mod signals;
pub mod stack;
pub mod suggestions;
pub mod sync;
pub mod sys;
pub mod sys_options;
pub mod thread_state;
pub mod version;

pub use interpreter::interp;
pub use thread_state::thread;
