//! `_tracemalloc`: which blocks of memory are out, and since where.

use super::super::runtime::tracemalloc as tracing;
use crate::args::check_positional;
use crate::boundary::method;
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::bool::from_bool;
use crate::types::singletons::none;
use crate::types::{list, long, module, tuple};

static METHODS: [PyMethodDef; 11] = [
    method::noargs(c"is_tracing", |_: &PyObject| from_bool(tracing::is_tracing()), c"is_tracing($module, /)\n--\n\nWhether blocks are traced."),
    method::noargs(c"clear_traces", clear_traces, c"clear_traces($module, /)\n--\n\nForgets the blocks that were traced so far."),
    method::noargs(
        c"_get_traces",
        get_traces,
        c"_get_traces($module, /)\n--\n\nEach traced block: domain, size, traceback, and how many frames there were.",
    ),
    method::o(
        c"_get_object_traceback",
        |_: &PyObject, object| tracing::traceback(0, tracing::block_of(object)),
        c"_get_object_traceback($module, obj, /)\n--\n\nWhere an object's block comes from; None where that was not traced.",
    ),
    method::fastcall(c"start", start, c"start($module, nframe=1, /)\n--\n\nBegins to trace blocks, with tracebacks of up to so many frames."),
    method::noargs(c"stop", stop, c"stop($module, /)\n--\n\nStops tracing, and forgets what was traced."),
    method::noargs(
        c"get_traceback_limit",
        |_: &PyObject| long::from_i64(tracing::limit().into()),
        c"get_traceback_limit($module, /)\n--\n\nHow many frames a traceback has at most.",
    ),
    method::noargs(
        c"get_tracemalloc_memory",
        |_: &PyObject| long::from_isize(tracing::own_size() as isize),
        c"get_tracemalloc_memory($module, /)\n--\n\nThe bytes that tracing itself takes.",
    ),
    method::noargs(
        c"get_traced_memory",
        get_traced_memory,
        c"get_traced_memory($module, /)\n--\n\nThe bytes of all traced blocks, and the most that there were at once.",
    ),
    method::noargs(c"reset_peak", reset_peak, c"reset_peak($module, /)\n--\n\nBegins anew to look for the most bytes that there are at once."),
    PyMethodDef::END,
];

static SLOTS: [PyModuleDef_Slot; 3] = [PyModuleDef_Slot::PER_INTERPRETER_GIL, PyModuleDef_Slot::GIL_NOT_USED, PyModuleDef_Slot::END];

static DEF: PyModuleDef = PyModuleDef {
    m_name: c"_tracemalloc".as_ptr(),
    m_doc: c"Traces the blocks of memory that the library gives out.".as_ptr(),
    m_methods: METHODS.as_ptr(),
    m_slots: SLOTS.as_ptr(),
    ..PyModuleDef::STATIC
};

/// The init function of `_tracemalloc`.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit__tracemalloc() -> *mut PyObject {
    module::def_init(&DEF).as_ptr().cast()
}

fn start(_: &PyObject, args: &[&PyObject]) -> Result<Owned> {
    check_positional("start", args.len(), 0, 1)?;
    let frames = args.first().map_or(Ok(1), |frames| long::as_int(frames))?;
    if !(1..=tracing::MOST_FRAMES).contains(&frames) {
        return Err(raise!(ValueError, "the number of frames must be in range [1; {}]", tracing::MOST_FRAMES));
    }
    tracing::start(frames);
    Ok(none())
}
fn stop(_: &PyObject) -> Owned {
    tracing::stop();
    none()
}
fn clear_traces(_: &PyObject) -> Owned {
    tracing::clear();
    none()
}
fn reset_peak(_: &PyObject) -> Owned {
    tracing::reset_peak();
    none()
}
fn get_traced_memory(_: &PyObject) -> Result<Owned> {
    let (size, peak) = tracing::sizes();
    Ok(tuple::from_owned([long::from_isize(size as isize)?, long::from_isize(peak as isize)?])?.upcast())
}
fn get_traces(_: &PyObject) -> Result<Owned> {
    let _untraced = tracing::Untraced::begin();
    let traces = list::new()?;
    let place = tracing::unknown_place()?;
    for (domain, size) in tracing::all().ok_or_else(Raised::no_memory)? {
        let size = long::from_isize(size as isize)?;
        let trace = tuple::from_owned([long::from_i64(domain.into())?, size, place.clone(), long::from_i64(1)?])?;
        traces.push(trace.upcast())?;
    }
    Ok(traces.upcast())
}
