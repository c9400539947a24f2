//! What an extension's objects and its C globals hold, compared with what they say.
//!
//! An object's memory tells which objects it has the addresses of. Where none of these has more addresses in memory than references
//! by its count, each address is a reference, and `tp_traverse` has to show it.

use super::finding::{Place, report};
use super::modules::{self, Module};
use super::survey::{Survey, shown_by};
use crate::layout::{IsObject, PyModuleDef, PyModuleDef_Base, PyObject, PyTypeObject, flags};
use crate::object::gc;
use crate::object::types::PyType_Type;
use crate::types::module::PyModuleDef_Type;
use std::collections::HashMap;
use std::mem::offset_of;

/// Looks at the objects of extensions' types, and at extensions' writable data.
pub fn judge(survey: &Survey) {
    inventions(survey);
    for block in &survey.blocks {
        // SAFETY: an object that is alive, and nothing runs.
        let Some(object) = (unsafe { block.object.as_ref() }) else { continue };
        if let Some(traverse) = object.ty().tp_traverse.get()
            && !modules::is_own(traverse as usize)
            && survey.objects.contains_key(&(block.object as usize))
        {
            traversal(survey, block, object, traverse as usize);
        }
    }
    for module in modules::loaded().iter().filter(|module| module.is_extension()) {
        // What the runtime itself keeps in an extension's static types and definitions is no doing of the extension's.
        for (variable, seen) in survey.globals_of(module).filter(|(variable, _)| !is_the_runtimes(module, *variable)) {
            let place = Place { api: "", address: variable };
            report("EX806", place, format!("holds an object ({}) for the whole process", seen.kind));
        }
    }
}

/// How often an extension's `tp_traverse` shows an object, and how often the memory of the one that shows it has its address.
struct Showing {
    traverse: usize,
    of: String,
    shown: i64,
    held: i64,
}

/// All `tp_traverse` together show an object at most as often as there are references to it. Where they do not, those of extensions are to blame: the
/// ones that show what their objects' memory does not have, if there are any.
fn inventions(survey: &Survey) {
    let mut totals: HashMap<usize, (i64, Vec<Showing>)> = HashMap::new();
    for block in &survey.blocks {
        // SAFETY: an object that is alive, and nothing runs.
        let Some(object) = (unsafe { block.object.as_ref() }).filter(|_| survey.objects.contains_key(&(block.object as usize))) else { continue };
        // SAFETY: asked first.
        if !gc::is_gc(object) || !unsafe { gc::is_tracked(object.as_ptr()) } {
            continue;
        }
        let Some(traverse) = object.ty().tp_traverse.get() else { continue };
        let mut times: HashMap<usize, i64> = HashMap::new();
        for target in shown_by(object).into_iter().flatten().filter(|target| survey.objects.contains_key(target)) {
            *times.entry(target).or_default() += 1;
        }
        for (target, shown) in times {
            let (total, showings) = totals.entry(target).or_default();
            *total += shown;
            if !modules::is_own(traverse as usize) {
                let held = survey.held_by(block).filter(|held| *held == target).count() as i64;
                showings.push(Showing { traverse: traverse as usize, of: object.ty().name().to_owned(), shown, held });
            }
        }
    }
    for (target, (total, showings)) in totals {
        // SAFETY: what was shown is alive.
        if total <= i64::from(unsafe { (*(target as *const PyObject)).refcount() }) {
            continue;
        }
        let any_without = showings.iter().any(|showing| showing.shown > showing.held);
        for showing in showings.iter().filter(|showing| !any_without || showing.shown > showing.held) {
            let place = Place { api: "", address: showing.traverse };
            report("EX307", place, format!("tp_traverse of '{}' shows an object more often than there are references to it", showing.of));
        }
    }
}

fn traversal(survey: &Survey, block: &super::blocks::Live, object: &PyObject, traverse: usize) {
    let place = Place { api: "", address: traverse };
    let ty = object.ty();
    let Some(shown) = shown_by(object) else { return };
    // SAFETY: a GC object, as it could be traversed.
    if !unsafe { gc::is_tracked(object.as_ptr()) } {
        report("EX308", place, format!("an object of type '{}' is alive and not tracked by the collector", ty.name()));
    }
    let mut times: HashMap<usize, i64> = HashMap::new();
    for target in shown {
        *times.entry(target).or_default() += 1;
    }
    // The type is shown by types on the heap, and stands in the header.
    let of_heap_type = ty.has_flag(flags::HEAPTYPE);
    for held in survey.held_by(block) {
        let Some(seen) = survey.objects.get(&held).filter(|seen| seen.lost >= 0) else { continue };
        if held == object.ob_type.get() as usize && !of_heap_type {
            continue;
        }
        let left = times.entry(held).or_default();
        *left -= 1;
        if *left < 0 && (seen.is_type || takes_part(held)) {
            let what = if held == object.ob_type.get() as usize { "its own type".to_owned() } else { format!("a member ({})", seen.kind) };
            report("EX306", place, format!("tp_traverse of '{}' does not show {what}", ty.name()));
        }
    }
}

/// Whether a word is a field of a static type or a module definition that the runtime fills in.
fn is_the_runtimes(module: &Module, word: usize) -> bool {
    const OF_TYPES: [usize; 8] = [
        offset_of!(PyTypeObject, ob_base) + offset_of!(PyObject, ob_type),
        offset_of!(PyTypeObject, tp_base),
        offset_of!(PyTypeObject, tp_dict),
        offset_of!(PyTypeObject, tp_bases),
        offset_of!(PyTypeObject, tp_mro),
        offset_of!(PyTypeObject, tp_cache),
        offset_of!(PyTypeObject, tp_subclasses),
        offset_of!(PyTypeObject, tp_weaklist),
    ];
    const OF_DEFINITIONS: [usize; 1] = [offset_of!(PyModuleDef, m_base) + offset_of!(PyModuleDef_Base, m_copy)];
    let lies_in = |ty: &PyTypeObject, fields: &[usize]| {
        fields.iter().map(|field| word - field).any(|start| {
            module.writes_at(start) && {
                // SAFETY: the module's own data, with room for a header.
                let header = unsafe { &*(start as *const PyObject) };
                std::ptr::eq(header.ob_type.get(), ty)
            }
        })
    };
    lies_in(&PyType_Type, &OF_TYPES) || lies_in(&PyModuleDef_Type, &OF_DEFINITIONS)
}

/// Whether an object can be part of a cycle.
fn takes_part(object: usize) -> bool {
    // SAFETY: an object that is alive.
    gc::is_gc(unsafe { &*(object as *const PyObject) })
}
