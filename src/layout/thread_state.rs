//! The thread state. CPython's 832 bytes come first, so that code which reaches into them finds what it expects;
//! what Exuvia keeps for itself follows.

use super::*;
use crate::runtime::interpreter::PyInterpreterState;
use exuvia_macros::layout;
use std::cell::Cell;
use std::ffi::{c_int, c_void};

/// One entry of the stack of exceptions that are being handled.
#[layout]
pub struct _PyErr_StackItem {
    pub exc_value: Field,
    pub previous_item: Cell<*mut _PyErr_StackItem>,
}

#[layout(skip(_status, remote_debugger_support))]
pub struct PyThreadState {
    pub prev: Cell<*mut PyThreadState>,
    pub next: Cell<*mut PyThreadState>,
    pub interp: Cell<*mut PyInterpreterState>,
    pub eval_breaker: std::sync::atomic::AtomicUsize,
    pub _status: Cell<u32>,
    pub holds_gil: Cell<c_int>,
    pub _whence: Cell<c_int>,
    pub state: Cell<c_int>,
    pub py_recursion_remaining: Cell<c_int>,
    pub py_recursion_limit: Cell<c_int>,
    pub recursion_headroom: Cell<c_int>,
    pub tracing: Cell<c_int>,
    pub what_event: Cell<c_int>,
    pub current_frame: Cell<*mut c_void>,
    pub c_profilefunc: Cell<Option<Py_tracefunc>>,
    pub c_tracefunc: Cell<Option<Py_tracefunc>>,
    pub c_profileobj: Field,
    pub c_traceobj: Field,
    pub current_exception: Field,
    pub exc_info: Cell<*mut _PyErr_StackItem>,
    pub dict: Field<PyDictObject>,
    pub gilstate_counter: Cell<c_int>,
    pub async_exc: Field,
    pub thread_id: Cell<u64>,
    pub native_thread_id: Cell<u64>,
    pub delete_later: Cell<*mut PyObject>,
    pub critical_section: Cell<usize>,
    pub coroutine_origin_tracking_depth: Cell<c_int>,
    pub async_gen_firstiter: Field,
    pub async_gen_finalizer: Field,
    pub context: Field,
    pub context_ver: Cell<u64>,
    pub id: Cell<u64>,
    pub datastack_chunk: Cell<*mut c_void>,
    pub datastack_top: Cell<*mut *mut PyObject>,
    pub datastack_limit: Cell<*mut *mut PyObject>,
    pub exc_state: _PyErr_StackItem,
    pub current_executor: Field,
    pub dict_global_version: Cell<u64>,
    pub threading_local_key: Field,
    pub threading_local_sentinel: Field,
    pub remote_debugger_support: [Cell<u32>; 129],
    pub datastack_cached_chunk: Cell<*mut c_void>,
}
