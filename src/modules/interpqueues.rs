//! `_interpqueues`: queues that interpreters share.
//!
//! A queue belongs to the process and holds data, not objects. What an interpreter put into one before it ended stays as nothing
//! at all, is an error to get, or goes, as the item says.
//!
//! Invariant: no data are made or released under the lock.

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::{IntoC, enter, slot};
use crate::layout::*;
use crate::modules::crossing::{self, DEFAULTS, Item, Options, release};
use crate::object::{Owned, attribute};
use crate::protocol::number;
use crate::raise;
use crate::runtime::crossinterp::{self, GetData, XIData};
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::interp;
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::types::bool::from_bool;
use crate::types::exceptions;
use crate::types::module::{self, PyModuleObject};
use crate::types::singletons::none;
use crate::types::{list, long, tuple, unicode};
use std::collections::VecDeque;
use std::ffi::{c_int, c_void};

struct Queue {
    id: i64,
    /// How often it is bound; it goes with the last.
    bound: usize,
    /// 0 or less: without a limit.
    most: isize,
    defaults: Options,
    items: VecDeque<Item>,
}

impl Queue {
    fn is_full(&self) -> bool {
        usize::try_from(self.most).is_ok_and(|most| most > 0 && self.items.len() >= most)
    }
}

struct Queues {
    last_id: i64,
    /// Oldest first.
    all: Vec<Queue>,
}

static QUEUES: Mutex<Queues> = Mutex::new(Queues { last_id: 0, all: Vec::new() });

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &QUEUES
}

#[cold]
fn no_queue(id: i64) -> Raised {
    crossinterp::raise_of(crossinterp::queue_not_found_error(), format_args!("queue {id} not found"))
}

/// Looks at a queue; `QueueNotFoundError` where there is none of that number.
fn with<R>(id: i64, look: impl FnOnce(&mut Queue) -> R) -> Result<R> {
    let found = QUEUES.lock().all.iter_mut().find(|queue| queue.id == id).map(look);
    found.ok_or_else(|| no_queue(id))
}

/// Takes a queue off the list.
fn take(id: i64) -> Option<Queue> {
    let mut queues = QUEUES.lock();
    let at = queues.all.iter().position(|queue| queue.id == id)?;
    Some(queues.all.remove(at))
}

/// Releases what the current interpreter has put into queues: it ends.
pub fn forget_interpreter(id: i64) {
    let mut gone = Vec::new();
    {
        let mut queues = QUEUES.lock();
        for queue in &mut queues.all {
            gone.extend(crossing::forget(&mut queue.items, id));
        }
        if id == 0 {
            gone.extend(queues.all.drain(..).flat_map(|queue| queue.items).map(|item| item.data));
            queues.last_id = 0;
        }
    }
    gone.into_iter().for_each(release);
}

static METHODS: [PyMethodDef; 13] = [
    method::keywords(c"create", create, c"create(maxsize, unboundop, fallback) -> qid\n\nMakes a queue."),
    method::keywords(c"destroy", destroy, c"destroy(qid)\n\nTakes a queue away."),
    method::noargs(
        c"list_all",
        list_all,
        c"list_all($module, /)\n--\n\nThe queues, newest first: number, what becomes of unbound items, what may cross.",
    ),
    method::keywords(c"put", put, c"put(qid, obj)\n\nAdds an object's data to a queue."),
    method::keywords(c"get", get, c"get(qid) -> (obj, unboundop)\n\nA new object of the oldest data in a queue."),
    method::keywords(c"bind", bind, c"bind(qid)\n\nKeeps a queue."),
    method::keywords(c"release", unbind, c"release(qid)\n\nTakes a bind back; the queue goes with the last."),
    method::keywords(c"get_maxsize", get_maxsize, c"get_maxsize(qid)\n\nHow many items a queue may hold."),
    method::keywords(c"get_queue_defaults", get_queue_defaults, c"get_queue_defaults(qid)\n\nWhat becomes of unbound items, and what may cross."),
    method::keywords(c"is_full", is_full, c"is_full(qid)\n\nWhether a queue holds as many items as it may."),
    method::keywords(c"get_count", get_count, c"get_count(qid)\n\nHow many items a queue holds."),
    method::keywords(c"_register_heap_types", register_types, c""),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 4] = slot::filled_by(fill);

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_interpqueues".as_ptr(),
    m_doc: c"Queues that interpreters share, as concurrent.interpreters needs them.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_interpqueues`.
pub extern "C" fn init() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

fn fill(this: &PyModuleObject) -> Result<()> {
    let names = this.dict()?;
    names.insert(&*unicode::intern::intern_str("QueueError")?, &*crossinterp::queue_error()?)?;
    names.insert(&*unicode::intern::intern_str("QueueNotFoundError")?, &*crossinterp::queue_not_found_error()?)
}

// ---- arguments ----------------------------------------------------------------------------------------------------

/// The number that an object is; an exception where it can be no queue's.
fn parse_id(object: &PyObject) -> Result<i64> {
    crossing::parse_id("queue", object, || match object.repr() {
        Ok(shown) => raise!(OverflowError, "max queue ID is {}, got {}", i64::MAX, &*shown),
        Err(raised) => raised,
    })
}

/// The one argument of most functions.
fn only_id(function: &'static str, args: Args<'_>) -> Result<i64> {
    match (Signature { function, names: ["qid"], positional: 1, required: 1 }).bind(args)? {
        [Some(id)] => parse_id(id),
        [None] => Ok(-1),
    }
}

// ---- functions ----------------------------------------------------------------------------------------------------

fn create(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<3> = Signature { function: "create", names: ["maxsize", "unboundop", "fallback"], positional: 3, required: 1 };
    let [Some(most), unbound, fallback] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let most = long::convert::PyLong_AsSsize_t(Some(&*number::index(most)?))?;
    let defaults = Options::given(unbound, fallback)?.or(DEFAULTS)?;
    let id = {
        let mut queues = QUEUES.lock();
        queues.last_id += 1;
        let id = queues.last_id;
        queues.all.push(Queue { id, bound: 0, most, defaults, items: VecDeque::new() });
        id
    };
    long::from_i64(id)
}

fn destroy(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let id = only_id("destroy", args)?;
    let Some(queue) = take(id) else { return Err(no_queue(id)) };
    queue.items.into_iter().for_each(|item| release(item.data));
    Ok(none())
}

fn list_all(_: &PyObject) -> Result<Owned> {
    let found: Vec<_> = QUEUES.lock().all.iter().rev().map(|queue| (queue.id, queue.defaults)).collect();
    let all = list::new()?;
    for (id, defaults) in found {
        let row = [long::from_i64(id)?, long::from_i64(defaults.unbound.into())?, long::from_i64(defaults.fallback.into())?];
        all.push(tuple::from_owned(row)?.upcast())?;
    }
    Ok(all.upcast())
}

fn put(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<4> = Signature { function: "put", names: ["qid", "obj", "unboundop", "fallback"], positional: 4, required: 2 };
    let [Some(id), Some(object), unbound, fallback] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let id = parse_id(id)?;
    let options = Options::given(unbound, fallback)?.or_of(|| with(id, |queue| queue.defaults))?;
    with(id, |_| ())?;
    let item = Item::new(object, options, ())?;
    let mut left = Some(item);
    let added = with(id, |queue| {
        if queue.is_full() {
            return Ok(false);
        }
        match left.take().map(|item| crossing::push(&mut queue.items, item)) {
            Some(Err(item)) => {
                left = Some(item);
                Err(())
            }
            _ => Ok(true),
        }
    });
    if let Some(item) = left {
        // An exception that is set stays.
        release(item.data);
    }
    match added? {
        Ok(true) => Ok(none()),
        Ok(false) => Err(raise_full_or_empty(true, id)),
        Err(()) => Err(Raised::no_memory()),
    }
}

fn get(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let id = only_id("get", args)?;
    let Some(Item { data, unbound, .. }) = with(id, |queue| queue.items.pop_front())? else {
        return Err(raise_full_or_empty(false, id));
    };
    let Some(mut data) = data else {
        return Ok(tuple::from_owned([none(), long::from_i64(unbound.into())?])?.upcast());
    };
    let object = data.object();
    release(Some(data));
    Ok(tuple::from_owned([object?, none()])?.upcast())
}

fn bind(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    with(only_id("bind", args)?, |queue| queue.bound += 1)?;
    Ok(none())
}

fn unbind(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let id = only_id("release", args)?;
    release_bind(id)?;
    Ok(none())
}

/// Takes one bind back; the queue goes with the last.
fn release_bind(id: i64) -> Result<()> {
    let left = with(id, |queue| {
        let left = queue.bound.checked_sub(1)?;
        queue.bound = left;
        Some(left)
    })?;
    match left {
        None => Err(crossinterp::raise_of(crossinterp::queue_error(), format_args!("queue {id} never bound"))),
        Some(0) => {
            if let Some(queue) = take(id) {
                queue.items.into_iter().for_each(|item| release(item.data));
            }
            Ok(())
        }
        Some(_) => Ok(()),
    }
}

fn get_maxsize(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    long::from_i64(with(only_id("get_maxsize", args)?, |queue| queue.most)? as i64)
}

fn get_queue_defaults(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let defaults = with(only_id("get_queue_defaults", args)?, |queue| queue.defaults)?;
    Ok(tuple::from_owned([long::from_i64(defaults.unbound.into())?, long::from_i64(defaults.fallback.into())?])?.upcast())
}

fn is_full(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    Ok(from_bool(with(only_id("is_full", args)?, |queue| queue.is_full())?))
}

fn get_count(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    long::from_i64(with(only_id("get_count", args)?, |queue| queue.items.len())? as i64)
}

// ---- what Python's half registers ---------------------------------------------------------------------------------

fn register_types(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<3> =
        Signature { function: "_register_heap_types", names: ["queuetype", "emptyerror", "fullerror"], positional: 3, required: 3 };
    let [Some(queue), Some(empty), Some(full)] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let Some(queue) = queue.downcast::<PyTypeObject>() else {
        return Err(raise!(TypeError, "expected a type for 'queuetype'"));
    };
    let exception = |given: &PyObject, name: &str| match given.downcast::<PyTypeObject>() {
        Some(class) if class.is_subtype(&exceptions::BaseException) => Ok(Owned::from_ref(class)),
        _ => Err(raise!(TypeError, "expected an exception type for '{name}'")),
    };
    let (empty, full) = (exception(empty, "emptyerror")?, exception(full, "fullerror")?);
    let state = &interp().xi;
    if let Some(old) = state.queue.get() {
        crossinterp::unregister(&old);
    }
    crossinterp::register(queue, GetData { basic: Some(get_queue), fallback: None })?;
    state.queue.set(Some(Owned::from_ref(queue)));
    state.queue_empty.set(Some(empty));
    state.queue_full.set(Some(full));
    Ok(none())
}

/// The class of queues and its like, where Python's half has not registered them: it is imported.
fn registered(what: &Field<PyTypeObject>) -> Result<Owned<PyTypeObject>> {
    if what.is_null() {
        crate::import::import(&*unicode::from_str("concurrent.interpreters._queues")?, None, None, 0)?;
    }
    what.get().ok_or_else(|| raise!(RuntimeError, "queue types are not registered"))
}

fn raise_full_or_empty(full: bool, id: i64) -> Raised {
    let state = &interp().xi;
    let class = match registered(if full { &state.queue_full } else { &state.queue_empty }) {
        Ok(class) => class,
        Err(raised) => return raised,
    };
    match unicode::from_str(&format!("queue {id} is {}", if full { "full" } else { "empty" })) {
        Ok(message) => errors::set_object(&class, Some(&message)),
        Err(raised) => raised,
    }
}

/// A queue crosses as its number, which keeps it meanwhile.
unsafe extern "C" fn get_queue(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    unsafe extern "C" fn new(data: *mut XIData) -> *mut PyObject {
        enter::<Result<Owned>>("queue", || {
            let make = || -> Result<Owned> {
                // SAFETY: called as the data's own function; the block holds a number.
                let id = unsafe { *(*data).data.cast::<i64>() };
                registered(&interp().xi.queue)?.as_object().call1(&*long::from_i64(id)?)
            };
            make().into_c()
        })
    }
    unsafe extern "C" fn free(block: *mut c_void) {
        // SAFETY: the data's own block, which holds a number.
        let id = unsafe { *block.cast::<i64>() };
        let pending = errors::take();
        if let Err(raised) = release_bind(id) {
            raised.clear();
        }
        errors::restore(pending);
        // SAFETY: as above.
        unsafe { crossinterp::free_raw(block) };
    }
    enter::<Result<()>>("queue", || {
        let fill = || -> Result<()> {
            // SAFETY: called as the type's own function.
            let (object, data) = unsafe { (&*object, &mut *data) };
            let id = parse_id(&*attribute::get(object, &*unicode::from_str("_id")?)?)?;
            with(id, |queue| queue.bound += 1)?;
            if let Err(raised) = data.fill_with(id, None, new) {
                release_bind(id)?;
                return Err(raised);
            }
            data.free = Some(free);
            Ok(())
        };
        fill().into_c()
    })
}
