//! Interpreters: everything that a program can change and that is not an object.
//!
//! Invariant: no static of this library changes after start-up unless it is atomic or locked; what changes is a field
//! here, in a thread state, or in the runtime. A field is touched under the interpreter's GIL only.

use crate::layout::*;
use crate::object::gc;
use crate::runtime::errors::{Raised, Result};
use crate::runtime::free_list::FreeList;
use crate::runtime::gil::Gil;
use crate::runtime::guards;
use crate::runtime::interpreters;
use crate::runtime::lifecycle;
use crate::runtime::memory;
use crate::runtime::pending;
use crate::runtime::thread_state::Thread;
use exuvia_macros::capi;
use std::cell::Cell;
use std::ffi::c_long;
use std::ptr::null_mut;
use std::sync::Arc;

/// An interpreter. Each area adds the state that it needs.
pub struct PyInterpreterState {
    pub id: i64,
    /// Its own lock, or the main interpreter's.
    pub gil: Arc<Gil>,
    pub gc: gc::State,
    pub free: FreeLists,
    /// Its neighbours on the runtime's list.
    pub links: interpreters::Links,
    /// What it may do.
    pub config: Cell<PyInterpreterConfig>,
    /// Who made it; see `interpreters::whence`.
    pub whence: Cell<c_long>,
    /// Its modules are there.
    pub ready: Cell<bool>,
    /// It holds nothing any more.
    pub cleared: Cell<bool>,
    /// The newest of its thread states; the list is linked through them, under `thread_state`'s lock.
    pub threads: Cell<*mut Thread>,
    /// How many there have been; under the same lock.
    pub states_made: Cell<u64>,
    pub pending: pending::Queue,
    /// The main interpreter's only: for its main thread.
    pub pending_for_main: pending::Queue,
    /// Who wants it to go on.
    pub guards: guards::Guards,
    /// Stack of its new threads, in bytes; 0 for the system's default.
    pub stack_size: Cell<usize>,
    /// What `PyInterpreterState_GetDict` gives out.
    pub dict: Field,
    pub dict_watchers: crate::types::dict::watch::Watchers,
    pub context_watchers: crate::types::context::watch::Watchers,
    pub types: crate::object::types::State,
    pub static_type_weakrefs: crate::types::weakref::StaticTypes,
    pub codecs: crate::types::codecs::Registry,
    pub exceptions: crate::types::exceptions::State,
    pub import: crate::import::State,
    /// What it was started with.
    pub py_config: crate::runtime::config::held::Held,
    pub structs: crate::modules::structs::State,
    pub io: crate::modules::io::State,
    pub sys: crate::runtime::sys::State,
    pub threads_module: crate::modules::thread::State,
    pub immortals: crate::object::immortal::State,
    pub warnings: crate::modules::warnings::State,
    pub atexit: crate::modules::atexit::State,
    pub code: crate::eval::code::State,
    pub xi: crate::runtime::crossinterp::State,
    /// Whether its last id object's end is its own end, and how many there are.
    pub ends_with_ids: Cell<bool>,
    pub ids: Cell<i64>,
    /// Whether a thread runs its `__main__`.
    pub runs_main: Cell<bool>,
    /// How many digits an int's text may have at most, 0 for no limit.
    pub int_max_str_digits: Cell<i32>,
    /// The types of `sys.int_info` and `sys.float_info`.
    pub int_info: Field<PyTypeObject>,
    pub float_info: Field<PyTypeObject>,
    /// The last to go: it destroys strings that anything above may refer to.
    pub interned: crate::types::unicode::intern::Table,
}

/// Freed objects, kept for the next of their kind.
#[derive(Default)]
pub struct FreeLists {
    pub float: FreeList<100>,
    pub method: FreeList<20>,
    pub builtin_function: FreeList<20>,
    /// Ints of one digit or two.
    pub int: FreeList<100>,
    pub dict: FreeList<80>,
    pub slice: FreeList<8>,
    /// Blocks of the smallest tables with `str` keys.
    pub dict_table: FreeList<80>,
    pub list: FreeList<80>,
    pub list_iter: FreeList<10>,
    /// Blocks of collected objects, by their size in words; see `object/gc`.
    pub blocks: [FreeList<{ gc::KEPT_BLOCKS }>; gc::KEPT_WORDS + 1],
    /// Of each length from 1.
    pub tuple: [FreeList<2000>; crate::types::tuple::KEPT],
}

impl FreeLists {
    /// Gives the memory back.
    pub fn drain(&self) {
        // SAFETY: what is on the lists is dead, and came from the object domain.
        let free = |object| unsafe { memory::free_object(object) };
        self.float.drain(free);
        self.int.drain(free);
        // SAFETY: as above, with the head of a GC object before it.
        self.dict.drain(|dict| unsafe { gc::free(dict) });
        // SAFETY: as above.
        self.slice.drain(|slice| unsafe { gc::free(slice) });
        // SAFETY: as above.
        self.method.drain(|method| unsafe { gc::free(method) });
        // SAFETY: as above.
        self.builtin_function.drain(|function| unsafe { gc::free(function) });
        for list in self.tuple.iter() {
            // SAFETY: as above.
            list.drain(|tuple| unsafe { gc::free(tuple) });
        }
        // SAFETY: as above.
        self.list.drain(|list| unsafe { gc::free(list) });
        // SAFETY: as above.
        self.list_iter.drain(|iterator| unsafe { gc::free(iterator) });
        // The last: what is freed above may have come here.
        for list in &self.blocks {
            list.drain(free);
        }
        // SAFETY: a block of the mem domain.
        self.dict_table.drain(|block| unsafe { memory::free(memory::Domain::Mem, block.cast()) });
    }
}

impl PyInterpreterState {
    /// A new interpreter, at an address that it keeps.
    pub fn new(id: i64, gil: Arc<Gil>) -> Box<Self> {
        let interp = Box::new(PyInterpreterState {
            id,
            gil,
            gc: gc::State::new(),
            free: FreeLists::default(),
            links: Default::default(),
            config: Cell::new(PyInterpreterConfig { gil: interpreters::which_gil::OWN, ..interpreters::LEGACY }),
            whence: Cell::new(interpreters::whence::RUNTIME),
            ready: Cell::new(id == 0),
            cleared: Cell::new(false),
            threads: Cell::new(null_mut()),
            states_made: Cell::new(0),
            pending: pending::Queue::default(),
            pending_for_main: pending::Queue::default(),
            guards: Default::default(),
            stack_size: Cell::new(0),
            dict: Field::NULL,
            dict_watchers: Default::default(),
            context_watchers: Default::default(),
            types: Default::default(),
            static_type_weakrefs: Default::default(),
            codecs: Default::default(),
            interned: Default::default(),
            exceptions: Default::default(),
            import: Default::default(),
            py_config: Default::default(),
            structs: Default::default(),
            io: Default::default(),
            sys: Default::default(),
            threads_module: Default::default(),
            immortals: Default::default(),
            warnings: Default::default(),
            atexit: Default::default(),
            code: Default::default(),
            xi: Default::default(),
            ends_with_ids: Cell::new(false),
            ids: Cell::new(0),
            runs_main: Cell::new(false),
            int_max_str_digits: Cell::new(crate::types::long::text::DEFAULT_MAX_STR_DIGITS),
            int_info: Field::NULL,
            float_info: Field::NULL,
        });
        interp.gc.pin();
        interpreters::enlist(&interp);
        interp
    }

    /// Its address, for C.
    pub fn as_ptr(&self) -> *mut Self {
        (self as *const Self).cast_mut()
    }

    /// Whether the GIL is the interpreter's own, and not the main one's.
    pub fn owns_gil(&self) -> bool {
        let main = lifecycle::main_interpreter();
        // SAFETY: the main interpreter outlives all others.
        !std::ptr::eq(main, self) && unsafe { main.as_ref() }.is_some_and(|main| !Arc::ptr_eq(&main.gil, &self.gil))
    }

    /// Makes what every interpreter starts with. Its first thread state is attached.
    pub fn start(&self) -> Result<()> {
        if self.py_config.inherit().is_err() {
            return Err(Raised::no_memory());
        }
        self.int_max_str_digits.set(self.py_config.get().int_max_str_digits);
        self.exceptions.memory_errors.fill()?;
        crate::import::start()?;
        crate::modules::warning_options::start()
    }

    /// What still runs with everything in place: exit functions, flushing. False where flushing failed.
    pub fn finish(&self) -> bool {
        crate::import::finish::threading();
        self.guards.close();
        pending::finish(self);
        self.atexit.run();
        if self.id == 0 {
            interpreters::end_left_over();
        }
        crate::modules::interpchannels::forget_interpreter(self.id);
        crate::modules::interpqueues::forget_interpreter(self.id);
        crate::modules::sys::flush()
    }

    /// Drops what the interpreter holds, and collects until nothing is left that can be. Its thread state is attached.
    pub fn clear(&self) {
        if self.ready.get() {
            crate::runtime::audit::tell_end(c"cpython.PyInterpreterState_Clear");
        }
        gc::collect::collect(gc::GENERATIONS - 1);
        crate::import::finish::modules(self);
        self.dict.set(None);
        self.atexit.run_c();
        self.types.dicts_of_shared.clear();
        self.xi.clear();
        self.codecs.clear();
        self.import.clear();
        if self.id == 0 {
            crate::import::extension::forget_all();
        }
        self.exceptions.clear();
        if self.id == 0 {
            crate::runtime::audit::tell_end(c"cpython._PySys_ClearAuditHooks");
        }
        self.structs.clear();
        self.io.clear();
        self.sys.clear();
        self.threads_module.clear();
        self.warnings.clear();
        self.int_info.set(None);
        self.float_info.set(None);
        // What a collection frees may have been all that held other cycles; a finalizer that goes on making new ones
        // ends the patience.
        for _ in 0..16 {
            if gc::collect::collect(gc::GENERATIONS - 1) == 0 {
                break;
            }
        }
        self.immortals.destroy();
        self.types.cache.clear();
        self.exceptions.memory_errors.clear();
        self.free.drain();
        self.interned.release();
    }
}

impl Drop for PyInterpreterState {
    fn drop(&mut self) {
        interpreters::delist(self);
        self.gc.forget();
    }
}

/// The attached thread state's interpreter. Where the thread state is at hand, ask it instead.
#[inline(always)]
pub fn interp<'a>() -> &'a PyInterpreterState {
    crate::runtime::thread().interp()
}

/// The attached thread state's interpreter; a fatal error where none is attached.
#[capi]
pub fn PyInterpreterState_Get() -> *mut PyInterpreterState {
    (interp() as *const PyInterpreterState).cast_mut()
}

/// The main interpreter; NULL before the runtime is up.
#[capi]
pub fn PyInterpreterState_Main() -> *mut PyInterpreterState {
    lifecycle::main_interpreter()
}

/// The interpreter's number, 0 for the main one.
#[capi]
pub fn PyInterpreterState_GetID(interp: *mut PyInterpreterState) -> Result<i64> {
    // SAFETY: C's word: an interpreter or NULL.
    match unsafe { interp.as_ref() } {
        Some(interp) => Ok(interp.id),
        None => Err(crate::raise!(RuntimeError, "no interpreter provided")),
    }
}

/// The interpreter's thread states, newest first: the first of them, or NULL.
#[capi]
pub fn PyInterpreterState_ThreadHead(interp: *mut PyInterpreterState) -> *mut PyThreadState {
    // SAFETY: C's word: alive, or NULL.
    unsafe { interp.as_ref() }.map_or(null_mut(), |interp| interp.threads.get().cast())
}

/// A dict for extensions to keep per-interpreter data in, borrowed; NULL, without an exception, where there is none.
#[capi]
pub fn PyInterpreterState_GetDict(interp: *mut PyInterpreterState) -> *mut PyObject {
    // SAFETY: C's word: alive, or NULL.
    let Some(interp) = (unsafe { interp.as_ref() }) else { return null_mut() };
    if interp.dict.is_null() {
        match crate::types::dict::new() {
            Ok(dict) => interp.dict.set(Some(dict.upcast())),
            Err(raised) => raised.clear(),
        }
    }
    interp.dict.as_ptr()
}
