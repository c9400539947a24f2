//! `ChannelID`: a channel's number with the end that is meant, as an object that keeps the channel.

use super::channel::{self, BOTH, RECV, SEND};
use super::{CHANNEL_ID, missing, raised};
use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot::{self, CompareOp};
use crate::boundary::{IntoC, enter};
use crate::layout::*;
use crate::modules::crossing;
use crate::object::{Owned, Typed, attribute, types};
use crate::protocol::number;
use crate::raise;
use crate::runtime::crossinterp::XIData;
use crate::runtime::errors::Result;
use crate::runtime::interp;
use crate::types::bool::from_bool;
use crate::types::long;
use crate::types::singletons::not_implemented;
use crate::types::unicode;
use std::cell::Cell;
use std::ffi::c_int;

/// A channel's number.
#[repr(C)]
pub struct ChannelID {
    ob_base: PyObject,
    id: Cell<i64>,
    end: Cell<c_int>,
    /// Whether it becomes an object of Python's half where it crosses.
    resolve: Cell<bool>,
    /// Whether it keeps the channel.
    holds: Cell<bool>,
}
object_structs! { ChannelID: ob_base -> PyObject }
// SAFETY: instances begin with a ChannelID, and there are no subclasses.
unsafe impl Typed for ChannelID {
    fn type_object() -> &'static PyTypeObject {
        &CHANNEL_ID
    }
}

/// `ChannelID`.
pub const TYPE: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"_interpchannels.ChannelID".as_ptr()),
    tp_doc: Cell::new(c"The number of a channel, usable as an int.".as_ptr()),
    tp_basicsize: Cell::new(size_of::<ChannelID>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(slot::dealloc(dealloc))),
    tp_repr: Cell::new(Some(slot::unary(repr))),
    tp_str: Cell::new(Some(slot::unary(|this: &ChannelID| unicode::from_str(&this.id.get().to_string())))),
    tp_hash: Cell::new(Some(slot::hash(|this: &ChannelID| number(this)?.hash()))),
    tp_richcompare: Cell::new(Some(slot::compare(compare))),
    tp_as_number: Cell::new(&NUMBER),
    tp_getset: Cell::new(GETSETS.as_ptr()),
    ..PyTypeObject::STATIC
};

static NUMBER: PyNumberMethods =
    PyNumberMethods { nb_int: Cell::new(Some(slot::unary(number))), nb_index: Cell::new(Some(slot::unary(number))), ..PyNumberMethods::EMPTY };

static GETSETS: [PyGetSetDef; 4] = [
    method::getset(c"end", end, c"Which end of the channel: 'send', 'recv' or 'both'."),
    method::getset(c"send", |this: &ChannelID| new(this.id.get(), SEND, true, this.resolve.get()), c"The same channel's sending end."),
    method::getset(c"recv", |this: &ChannelID| new(this.id.get(), RECV, true, this.resolve.get()), c"The same channel's receiving end."),
    PyGetSetDef::END,
];

/// A new id. `ChannelNotFoundError` where there is no such channel, unless it may be one of none.
pub fn new(id: i64, end: c_int, of_none: bool, resolve: bool) -> Result<Owned> {
    let holds = match channel::hold(id) {
        Ok(()) => true,
        Err(_) if of_none => false,
        Err(trouble) => return Err(raised(trouble, id)),
    };
    let made = types::alloc(&CHANNEL_ID, 0).inspect_err(|_| {
        if holds {
            channel::let_go(id).release();
        }
    })?;
    // SAFETY: an instance, just made.
    let this = unsafe { made.cast_unchecked::<ChannelID>() };
    this.id.set(id);
    this.end.set(end);
    this.resolve.set(resolve);
    this.holds.set(holds);
    Ok(made)
}

fn dealloc(this: *mut ChannelID) {
    // SAFETY: dead, but whole.
    unsafe {
        if (*this).holds.get() {
            channel::let_go((*this).id.get()).release();
        }
        types::free(this.cast());
    }
}

fn number(this: &ChannelID) -> Result<Owned> {
    long::from_i64(this.id.get())
}

fn repr(this: &ChannelID) -> Result<Owned> {
    let end = match this.end.get() {
        SEND => ", send=True",
        RECV => ", recv=True",
        _ => "",
    };
    Ok(unicode::from_str(&format!("ChannelID({}{end})", this.id.get()))?.upcast())
}

fn end(this: &ChannelID) -> Result<Owned> {
    let name = match this.end.get() {
        SEND => "send",
        RECV => "recv",
        _ => "both",
    };
    Ok(unicode::intern::intern_str(name)?.upcast())
}

fn compare(this: &ChannelID, other: &PyObject, op: CompareOp) -> Result<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented());
    }
    if let Some(other) = other.downcast::<ChannelID>() {
        let equal = this.end == other.end && this.id == other.id;
        return Ok(from_bool(equal == (op == CompareOp::Eq)));
    }
    if number::PyNumber_Check(Some(other)) == 0 {
        return Ok(not_implemented());
    }
    number(this)?.compare(other, op)
}

/// The number that an object is, and the end and whether to resolve where it is an id.
pub fn parse(object: &PyObject) -> Result<(i64, c_int, bool)> {
    match object.downcast::<ChannelID>() {
        Some(given) => Ok((given.id.get(), given.end.get(), given.resolve.get())),
        None => Ok((crossing::parse_id("channel", object, crossing::too_big)?, BOTH, false)),
    }
}

/// `_channel_id`: an id of an end.
pub fn make(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<5> =
        Signature { function: "ChannelID.__new__", names: ["id", "send", "recv", "force", "_resolve"], positional: 1, required: 0 };
    let [Some(given), send, recv, force, resolve] = SIGNATURE.bind(args)? else { return Err(missing(SIGNATURE.function, "id", 1)) };
    let (id, mut end, _) = parse(given)?;
    let flag = |argument: Option<&PyObject>| argument.map(PyObject::is_true).transpose();
    let (send, recv) = (flag(send)?, flag(recv)?);
    let (force, resolve) = (flag(force)?.unwrap_or(false), flag(resolve)?.unwrap_or(false));
    match (send, recv) {
        (Some(false), Some(false)) => return Err(raise!(ValueError, "'send' and 'recv' cannot both be False")),
        (Some(true), Some(true)) => end = BOTH,
        (Some(true), _) => end = SEND,
        (_, Some(true)) => end = RECV,
        _ => {}
    }
    new(id, end, force, resolve)
}

// ---- across interpreters ------------------------------------------------------------------------------------------

/// What an id is outside of all interpreters. The object stays alive meanwhile, and with it the channel.
struct Crossing {
    id: i64,
    end: c_int,
    becomes: Becomes,
}

/// What an id becomes in the other interpreter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Becomes {
    Id,
    /// An object of Python's half where there can be one.
    EndPerhaps,
    /// An object of Python's half, as it was one.
    End,
}

/// Derives an id's data.
pub unsafe extern "C" fn get(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    // SAFETY: called as the type's own function.
    enter::<Result<()>>("ChannelID", || unsafe { fill(&*object, &mut *data, false) }.into_c())
}

/// Derives the data of an end of Python's half, whose `_id` is an id.
pub unsafe extern "C" fn get_end(_: *mut PyThreadState, object: *mut PyObject, data: *mut XIData) -> c_int {
    enter::<Result<()>>("channel end", || {
        let derive = || -> Result<()> {
            // SAFETY: called as the type's own function.
            let (object, data) = unsafe { (&*object, &mut *data) };
            fill(&*attribute::get(object, &*unicode::intern::intern_str("_id")?)?, data, true)
        };
        derive().into_c()
    })
}

fn fill(object: &PyObject, data: &mut XIData, of_end: bool) -> Result<()> {
    let Some(this) = object.downcast::<ChannelID>() else {
        return Err(raise!(TypeError, "expected ChannelID, got {}", object.ty().name()));
    };
    let (id, end) = (this.id.get(), this.end.get());
    let becomes = match (of_end, this.resolve.get() && end != BOTH) {
        (true, _) => Becomes::End,
        (false, true) => Becomes::EndPerhaps,
        (false, false) => Becomes::Id,
    };
    data.fill_with(Crossing { id, end, becomes }, Some(object), renewed)
}

unsafe extern "C" fn renewed(data: *mut XIData) -> *mut PyObject {
    enter::<Result<Owned>>("ChannelID", || {
        let make = || -> Result<Owned> {
            // SAFETY: called as the data's own function; the block holds that.
            let crossed = unsafe { &*(*data).data.cast::<Crossing>() };
            let made = new(crossed.id, crossed.end, false, false)?;
            if crossed.becomes == Becomes::Id {
                return Ok(made);
            }
            let end = end_class(crossed.end).and_then(|class| class.as_object().call1(&made));
            match end {
                Err(raised) if crossed.becomes == Becomes::EndPerhaps => {
                    raised.clear();
                    Ok(made)
                }
                end => end,
            }
        };
        make().into_c()
    })
}

/// The class of an end in Python's half, which is imported where it has not registered it.
fn end_class(end: c_int) -> Result<Owned<PyTypeObject>> {
    let state = &interp().xi.channels;
    let class = if end == SEND { &state.send } else { &state.recv };
    if class.is_null() {
        let import = |name| crate::import::import(&*unicode::from_str(name)?, None, None, 0);
        if let Err(raised) = import("concurrent.interpreters._channels") {
            raised.clear();
            import("test.support.channels")?;
        }
    }
    class.get().ok_or_else(|| raise!(RuntimeError, "channel ends are not registered"))
}
