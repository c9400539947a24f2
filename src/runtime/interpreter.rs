//! Interpreters: everything that a program can change and that is not an object.
//!
//! Invariant: no static of this library changes after start-up unless it is atomic or locked; what changes is a field
//! here, in a thread state, or in the runtime. A field is touched under the interpreter's GIL only.

use crate::object::gc;
use crate::runtime::free_list::FreeList;
use crate::runtime::gil::Gil;
use std::sync::Arc;

/// An interpreter. Each area adds the state that it needs.
pub struct PyInterpreterState {
    pub id: i64,
    /// Its own lock, or the main interpreter's.
    pub gil: Arc<Gil>,
    pub gc: gc::State,
    pub free: FreeLists,
}

/// Freed objects, kept for the next of their kind.
#[derive(Default)]
pub struct FreeLists {
    pub float: FreeList<100>,
}

impl PyInterpreterState {
    /// A new interpreter, at an address that it keeps.
    pub fn new(id: i64, gil: Arc<Gil>) -> Box<Self> {
        let interp = Box::new(PyInterpreterState { id, gil, gc: gc::State::new(), free: FreeLists::default() });
        interp.gc.pin();
        interp
    }
}

/// The attached thread state's interpreter. Where the thread state is at hand, ask it instead.
#[inline(always)]
pub fn interp<'a>() -> &'a PyInterpreterState {
    crate::runtime::thread().interp()
}
