//! `_interpchannels`: channels between interpreters.
//!
//! A channel belongs to the process and holds data, not objects: `channel` has the channels, `id` the objects that name them, `wait` the
//! senders who wait until theirs is received.

mod channel;
mod id;
mod wait;

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::{IntoC, enter};
use crate::layout::*;
use crate::modules::crossing::{self, DEFAULTS, Options};
use crate::modules::sys::structs;
use crate::object::Owned;
use crate::raise;
use crate::runtime::crossinterp::{self, GetData};
use crate::runtime::errors::{Raised, Result};
use crate::runtime::sync::AcrossFork;
use crate::runtime::{interp, pythread};
use crate::types::bool::from_bool;
use crate::types::module::{self, PyModuleObject};
use crate::types::singletons::none;
use crate::types::{exceptions, list, long, memoryview, tuple, unicode};
use channel::Sent;
use std::ffi::{CStr, c_int, c_void};
use wait::{Outcome, Promise};

/// `_interpchannels.ChannelID`.
pub static CHANNEL_ID: PyTypeObject = id::TYPE;

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    channel::lock()
}

/// Lets go of what the current interpreter has in channels: it ends.
pub fn forget_interpreter(id: i64) {
    channel::forget_interpreter(id).release();
}

// ---- exceptions ---------------------------------------------------------------------------------------------------

/// What an interpreter keeps for this module.
#[derive(Default)]
pub struct State {
    errors: [Field; 5],
    info: Field<PyTypeObject>,
    /// The classes of the ends in Python's half, once they are registered.
    pub send: Field<PyTypeObject>,
    pub recv: Field<PyTypeObject>,
}

impl State {
    /// Drops the objects: the interpreter ends.
    pub fn clear(&self) {
        self.errors.iter().for_each(|class| class.set(None));
        self.info.set(None);
        self.send.set(None);
        self.recv.set(None);
    }
}

/// The exception classes, the first the base of the others.
const ERRORS: [(&str, &CStr); 5] = [
    ("ChannelError", c"_interpchannels.ChannelError"),
    ("ChannelNotFoundError", c"_interpchannels.ChannelNotFoundError"),
    ("ChannelClosedError", c"_interpchannels.ChannelClosedError"),
    ("ChannelEmptyError", c"_interpchannels.ChannelEmptyError"),
    ("ChannelNotEmptyError", c"_interpchannels.ChannelNotEmptyError"),
];

/// One of the exception classes, made when it is first asked for.
fn error_class(at: usize) -> Result<Owned> {
    let (Some(place), Some((_, name))) = (interp().xi.channels.errors.get(at), ERRORS.get(at)) else {
        return Ok(exceptions::RuntimeError.as_object().new_ref());
    };
    let base = || if at == 0 { Ok(exceptions::RuntimeError.as_object().new_ref()) } else { error_class(0) };
    crossinterp::class_of(place, name, base)
}

/// Why something cannot be done with a channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trouble {
    NotFound,
    Closed,
    /// Closed while a sender waited.
    ClosedMeanwhile,
    /// The interpreter has left this end.
    Left,
    Empty,
    NotEmpty,
    NoMemory,
}

#[cold]
fn raised(trouble: Trouble, id: i64) -> Raised {
    let (class, text) = match trouble {
        Trouble::NotFound => (1, "not found"),
        Trouble::Closed => (2, "is closed"),
        Trouble::ClosedMeanwhile => (2, "has closed"),
        Trouble::Left => (2, "is already closed"),
        Trouble::Empty => (3, "is empty"),
        Trouble::NotEmpty => (4, "may not be closed if not empty (try force=True)"),
        Trouble::NoMemory => return Raised::no_memory(),
    };
    crossinterp::raise_of(error_class(class), format_args!("channel {id} {text}"))
}

// ---- the module ---------------------------------------------------------------------------------------------------

static METHODS: [PyMethodDef; 15] = [
    method::keywords(c"create", create, c"create(unboundop, fallback) -> cid\n\nMakes a channel."),
    method::keywords(c"destroy", destroy, c"destroy(cid)\n\nTakes a channel away, as if it had never been."),
    method::noargs(c"list_all", list_all, c"list_all() -> [(cid, unboundop, fallback)]\n\nThe channels, newest first."),
    method::keywords(
        c"list_interpreters",
        list_interpreters,
        c"list_interpreters(cid, *, send) -> [id]\n\nThe interpreters at the sending end, or at the receiving one.",
    ),
    method::keywords(
        c"send",
        send,
        c"send(cid, obj, unboundop, fallback, *, blocking=True, timeout=None)\n\nAdds an object's data to a channel, and waits until they are received.",
    ),
    method::keywords(
        c"send_buffer",
        send_buffer,
        c"send_buffer(cid, obj, unboundop, fallback, *, blocking=True, timeout=None)\n\nAs send, with the object's buffer itself.",
    ),
    method::keywords(
        c"recv",
        recv,
        c"recv(cid, [default]) -> (obj, unboundop)\n\nA new object of the oldest data in a channel; the default where there are none.",
    ),
    method::keywords(
        c"close",
        close,
        c"close(cid, *, send=None, recv=None, force=False)\n\nCloses a channel for all interpreters. One with data in it is closed by force, or, with send, once they are received.",
    ),
    method::keywords(
        c"release",
        release,
        c"release(cid, *, send=None, recv=None, force=True)\n\nLeaves an end of a channel, or both. It closes when all are left.",
    ),
    method::keywords(c"get_count", get_count, c"get_count(cid)\n\nHow many items a channel holds."),
    method::keywords(c"get_info", get_info, c"get_info(cid)\n\nWhat there is to tell of a channel."),
    method::keywords(
        c"get_channel_defaults",
        get_channel_defaults,
        c"get_channel_defaults(cid)\n\nWhat becomes of unbound items, and what may cross.",
    ),
    method::keywords(c"_channel_id", id::make, c""),
    method::keywords(c"_register_end_types", register_end_types, c""),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 4] = [
    PyModuleDef_Slot { slot: 2, value: execute as *mut c_void },
    PyModuleDef_Slot::PER_INTERPRETER_GIL,
    PyModuleDef_Slot::GIL_NOT_USED,
    PyModuleDef_Slot::END,
];

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_interpchannels".as_ptr(),
    m_doc: c"Channels between interpreters.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_interpchannels`.
pub extern "C" fn init() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

unsafe extern "C" fn execute(this: *mut PyObject) -> c_int {
    enter::<Result<()>>("_interpchannels", || {
        let fill = || -> Result<()> {
            // SAFETY: the module that is being executed.
            let Some(this) = (unsafe { &*this }).downcast::<PyModuleObject>() else { return Ok(()) };
            let names = this.dict()?;
            for (at, (name, _)) in ERRORS.iter().enumerate() {
                names.insert(&*unicode::intern::intern_str(name)?, &*error_class(at)?)?;
            }
            names.insert(&*unicode::intern::intern_str("ChannelID")?, &CHANNEL_ID)?;
            names.insert(&*unicode::intern::intern_str("ChannelInfo")?, &*info_type()?)?;
            crossinterp::register(&CHANNEL_ID, GetData { basic: Some(id::get), fallback: None })
        };
        fill().into_c()
    })
}

/// `ChannelInfo`.
fn info_type() -> Result<Owned<PyTypeObject>> {
    let place = &interp().xi.channels.info;
    if let Some(ty) = place.get() {
        return Ok(ty);
    }
    let ty = structs::struct_type(
        c"_interpchannels.ChannelInfo",
        c"What there is to tell of a channel.",
        &[
            (c"open", c"nobody has closed it"),
            (c"closing", c"closed for senders, and not empty yet"),
            (c"closed", c"closed for all"),
            (c"count", c"how many items it holds"),
            (c"num_interp_send", c"interpreters at the sending end alone"),
            (c"num_interp_send_released", c"interpreters that have left the sending end"),
            (c"num_interp_recv", c"interpreters at the receiving end alone"),
            (c"num_interp_recv_released", c"interpreters that have left the receiving end"),
            (c"num_interp_both", c"interpreters at both ends"),
            (c"num_interp_both_released", c"interpreters that have left both ends"),
            (c"num_interp_both_send_released", c"interpreters at both ends that have left one, and send still"),
            (c"num_interp_both_recv_released", c"interpreters at both ends that have left one, and receive still"),
            (c"send_associated", c"the current interpreter is at the sending end"),
            (c"send_released", c"the current interpreter has left the sending end"),
            (c"recv_associated", c"the current interpreter is at the receiving end"),
            (c"recv_released", c"the current interpreter has left the receiving end"),
        ],
        8,
    )?;
    place.set(Some(ty.clone()));
    Ok(ty)
}

// ---- arguments ----------------------------------------------------------------------------------------------------

/// Where keyword-only arguments follow, one that is required is asked for here: what binding says of too many depends on it.
#[cold]
fn missing(function: &str, name: &str, position: usize) -> Raised {
    raise!(TypeError, "{function}() missing required argument '{name}' (pos {position})")
}

/// The one argument of most functions.
fn only_id(function: &'static str, args: Args<'_>) -> Result<i64> {
    match (Signature { function, names: ["cid"], positional: 1, required: 1 }).bind(args)? {
        [Some(given)] => Ok(id::parse(given)?.0),
        [None] => Err(missing(function, "cid", 1)),
    }
}

fn flag(argument: Option<&PyObject>) -> Result<bool> {
    argument.map_or(Ok(false), PyObject::is_true)
}

/// A channel, which ends are meant, and whether by force.
fn ends(function: &'static str, args: Args<'_>) -> Result<(i64, c_int, bool)> {
    let signature = Signature { function, names: ["cid", "send", "recv", "force"], positional: 1, required: 0 };
    let [Some(given), send, recv, force] = signature.bind(args)? else { return Err(missing(function, "cid", 1)) };
    let id = id::parse(given)?.0;
    let (send, recv, force) = (flag(send)?, flag(recv)?, flag(force)?);
    Ok((id, c_int::from(send) - c_int::from(recv), force))
}

/// What was found out of a channel.
fn of<R>(id: i64, result: std::result::Result<R, Trouble>) -> Result<R> {
    result.map_err(|trouble| raised(trouble, id))
}

// ---- functions ----------------------------------------------------------------------------------------------------

fn create(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "create", names: ["unboundop", "fallback"], positional: 2, required: 0 };
    let [unbound, fallback] = SIGNATURE.bind(args)?;
    let id = channel::create(Options::given(unbound, fallback)?.or(DEFAULTS)?);
    id::new(id, channel::BOTH, false, false).inspect_err(|_| {
        if let Ok(gone) = channel::destroy(id) {
            gone.release();
        }
    })
}

fn destroy(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let id = only_id("channel_destroy", args)?;
    of(id, channel::destroy(id))?.release();
    Ok(none())
}

fn list_all(_: &PyObject) -> Result<Owned> {
    let all = list::new()?;
    for (id, defaults) in channel::list() {
        // It may be gone by now.
        let id = id::new(id, channel::BOTH, true, false)?;
        let row = [id, long::from_i64(defaults.unbound.into())?, long::from_i64(defaults.fallback.into())?];
        all.push(tuple::from_owned(row)?.upcast())?;
    }
    Ok(all.upcast())
}

fn list_interpreters(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "channel_list_interpreters", names: ["cid", "send"], positional: 1, required: 2 };
    let [Some(given), send] = SIGNATURE.bind(args)? else { return Err(missing(SIGNATURE.function, "cid", 1)) };
    let id = id::parse(given)?.0;
    let send = flag(send)?;
    let found = of(id, channel::interpreters(id, send))?;
    let all = list::new()?;
    for id in found {
        all.push(long::from_i64(id)?)?;
    }
    Ok(all.upcast())
}

fn send(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    send_as("channel_send", args, |object| Ok(object.new_ref()))
}

fn send_buffer(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    send_as("channel_send_buffer", args, |object| Ok(memoryview::from_object(object)?.upcast()))
}

/// Sends what is made of the object.
fn send_as(function: &'static str, args: Args<'_>, make: impl FnOnce(&PyObject) -> Result<Owned>) -> Result<Owned> {
    let names = ["cid", "obj", "unboundop", "fallback", "blocking", "timeout"];
    let [Some(given), Some(object), unbound, fallback, blocking, timeout] = (Signature { function, names, positional: 4, required: 2 }).bind(args)?
    else {
        return Err(missing(function, "cid", 1));
    };
    let id = id::parse(given)?.0;
    let options = Options::given(unbound, fallback)?;
    let blocking = blocking.map_or(Ok(true), PyObject::is_true)?;
    let mut limit = 0;
    pythread::PyThread_ParseTimeoutArg(timeout, blocking.into(), &mut limit)?;
    let options = options.or_of(|| of(id, channel::defaults(id)))?;
    let object = make(object)?;
    of(id, channel::may_send(id))?;
    let (promise, wait) = if blocking { wait::promise().map(|(promise, wait)| (promise, Some(wait)))? } else { (Promise::default(), None) };
    let item = Sent::new(&object, options, promise)?;
    if let Err((trouble, item)) = channel::send(id, interp().id, item) {
        crossing::release(item.data);
        return Err(raised(trouble, id));
    }
    let Some(wait) = wait else { return Ok(none()) };
    let outcome = match wait.wait(limit) {
        Ok(Outcome::TimedOut) => match channel::take_back(id, |promise| wait.is_for(promise)) {
            Some(item) => {
                crossing::release(item.data);
                Outcome::TimedOut
            }
            // Somebody has it in hand: what becomes of it is known soon.
            None => wait.wait(pythread::UNSET_TIMEOUT)?,
        },
        Ok(outcome) => outcome,
        Err(raised) => {
            if let Some(item) = channel::take_back(id, |promise| wait.is_for(promise)) {
                crossing::release(item.data);
            }
            return Err(raised);
        }
    };
    match outcome {
        Outcome::Kept => Ok(none()),
        Outcome::Broken => Err(raised(Trouble::ClosedMeanwhile, id)),
        Outcome::TimedOut => Err(raise!(TimeoutError, "timed out")),
    }
}

fn recv(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "channel_recv", names: ["cid", "default"], positional: 2, required: 1 };
    let [Some(given), default] = SIGNATURE.bind(args)? else { return Err(missing(SIGNATURE.function, "cid", 1)) };
    let id = id::parse(given)?.0;
    let item = match (channel::receive(id, interp().id), default) {
        (Ok(item), _) => item,
        (Err(Trouble::Empty), Some(default)) => return Ok(tuple::from_owned([default.new_ref(), none()])?.upcast()),
        (Err(trouble), _) => return Err(raised(trouble, id)),
    };
    let Some(mut data) = item.data else {
        item.more.keep();
        return Ok(tuple::from_owned([none(), long::from_i64(item.unbound.into())?])?.upcast());
    };
    let object = data.object();
    crossing::release(Some(data));
    let object = object?;
    item.more.keep();
    Ok(tuple::from_owned([object, none()])?.upcast())
}

fn close(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let (id, which, force) = ends("channel_close", args)?;
    of(id, channel::close(id, which, force))?.release();
    Ok(none())
}

fn release(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let (id, which, _) = ends("channel_release", args)?;
    of(id, channel::release(id, interp().id, which))?.release();
    Ok(none())
}

fn get_count(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let id = only_id("get_count", args)?;
    long::from_i64(of(id, channel::count(id))? as i64)
}

fn get_info(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let id = only_id("_get_info", args)?;
    let info = of(id, channel::info(id, interp().id))?;
    let mut values: Vec<Owned> = info.state.into_iter().map(from_bool).collect();
    values.push(long::from_i64(info.count as i64)?);
    for number in info.interpreters {
        values.push(long::from_i64(number)?);
    }
    values.extend(info.own.into_iter().map(from_bool));
    structs::struct_new(&*info_type()?, values)
}

fn get_channel_defaults(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    let id = only_id("get_channel_defaults", args)?;
    let defaults = of(id, channel::defaults(id))?;
    Ok(tuple::from_owned([long::from_i64(defaults.unbound.into())?, long::from_i64(defaults.fallback.into())?])?.upcast())
}

/// Has Python's half say which classes its ends have.
fn register_end_types(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<2> = Signature { function: "_register_end_types", names: ["send", "recv"], positional: 2, required: 2 };
    let [Some(send), Some(recv)] = SIGNATURE.bind(args)? else { return Err(missing(SIGNATURE.function, "send", 1)) };
    let class = |given: &PyObject, name: &str| match given.downcast::<PyTypeObject>() {
        Some(class) => Ok(Owned::from_ref(class)),
        None => Err(raise!(TypeError, "expected a type for '{name}'")),
    };
    let (send, recv) = (class(send, "send")?, class(recv, "recv")?);
    let state = &interp().xi.channels;
    for (place, class) in [(&state.send, send), (&state.recv, recv)] {
        if let Some(old) = place.get() {
            crossinterp::unregister(&old);
        }
        crossinterp::register(&class, GetData { basic: Some(id::get_end), fallback: None })?;
        place.set(Some(class));
    }
    Ok(none())
}
