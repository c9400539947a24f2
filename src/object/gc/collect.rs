//! The collector: trial deletion over generations.
//!
//! Every object of the generations that are looked at gets its reference count as a trial count; references among them
//! are subtracted; what is left above zero is held from outside, and everything that it reaches stays. The rest is
//! garbage: weak references to it are cleared, finalizers run once, what they brought back to life stays, and the
//! others are cleared until the cycles fall apart.
//!
//! Invariant: while a collection works out what is reachable no object code runs but `tp_traverse`, which changes nothing.

use super::{BITS, CANDIDATE, FINALIZED, GENERATIONS, Head, State, head, is_gc, object_of};
use crate::foreign;
use crate::layout::*;
use crate::object::Owned;
use crate::runtime::errors;
use crate::runtime::thread;
use crate::types::weakref;
use std::ffi::{c_int, c_void};

/// Every link of a trial count is worth this much in `prev`.
const ONE: usize = BITS + 1;

/// The heads of a ring, in order. The ring may lose a head that was already given.
///
/// # Safety
/// The ring's heads stay alive while they are walked.
unsafe fn heads(ring: &Head) -> impl Iterator<Item = &Head> {
    let mut next = ring.next.get();
    let end = (ring as *const Head).cast_mut();
    std::iter::from_fn(move || {
        if next == end {
            return None;
        }
        // SAFETY: on the ring, and alive by the caller's word.
        let this = unsafe { &*next };
        next = this.next.get();
        Some(this)
    })
}

fn object(head: &Head) -> &PyObject {
    // SAFETY: a live object follows its head.
    unsafe { &*object_of((head as *const Head).cast_mut()) }
}

/// Shows an object's references to a visitor.
fn traverse(object: &PyObject, visit: visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: a tracked object can be traversed.
    object.ty().tp_traverse.get().map_or(0, |traverse| unsafe { foreign!(loose traverse(object.as_ptr(), visit, arg)) })
}

/// The head of an object that this collection looks at and has not yet found reachable.
///
/// # Safety
/// `object` is alive.
unsafe fn candidate<'a>(object: *mut PyObject) -> Option<&'a Head> {
    // SAFETY: the caller's word; a GC object has a head.
    unsafe {
        if (*object).is_immortal() || !is_gc(&*object) {
            return None;
        }
        let head = head(object);
        (head.prev.get() & CANDIDATE != 0).then_some(head)
    }
}

unsafe extern "C" fn subtract(object: *mut PyObject, _: *mut c_void) -> c_int {
    // SAFETY: what traverse shows is alive.
    if let Some(head) = unsafe { candidate(object) }
        && head.prev.get() >= ONE
    {
        head.prev.set(head.prev.get() - ONE);
    }
    0
}

/// What was found to be reachable and has not been looked through yet.
#[derive(Default)]
struct Found {
    waiting: Vec<*mut PyObject>,
    /// There was no memory for some of it: the ring must be walked again.
    again: bool,
}

unsafe extern "C" fn keep(object: *mut PyObject, found: *mut c_void) -> c_int {
    // SAFETY: what traverse shows is alive; `found` is the list that `split` passes.
    unsafe {
        if let Some(head) = candidate(object) {
            let found = &mut *found.cast::<Found>();
            if found.waiting.try_reserve(1).is_ok() {
                head.prev.set(head.prev.get() & !CANDIDATE);
                found.waiting.push(object);
            } else {
                // Still a candidate, but with a count: the next walk over the ring begins from it.
                head.prev.set(head.prev.get() | ONE);
                found.again = true;
            }
        }
    }
    0
}

/// Moves to `garbage` what on `ring` is reachable only from itself.
///
/// # Safety
/// Both are rings of the attached interpreter.
unsafe fn split(ring: &Head, garbage: &Head) {
    // SAFETY: no object dies in here.
    unsafe {
        for head in heads(ring) {
            let flags = head.prev.get() & FINALIZED;
            head.prev.set(((object(head).refcount() as usize) * ONE) | CANDIDATE | flags);
        }
        for head in heads(ring) {
            traverse(object(head), subtract, std::ptr::null_mut());
        }
        let mut found = Found::default();
        loop {
            found.again = false;
            for head in heads(ring) {
                if head.prev.get() >= ONE && head.prev.get() & CANDIDATE != 0 {
                    head.prev.set(head.prev.get() & !CANDIDATE);
                    let mut next = Some(object_of((head as *const Head).cast_mut()));
                    while let Some(reached) = next {
                        traverse(&*reached, keep, (&raw mut found).cast());
                        next = found.waiting.pop();
                    }
                }
            }
            if !found.again {
                break;
            }
        }
        // `prev` held counts; make links of them again, and part the two kinds.
        let end = (ring as *const Head).cast_mut();
        let mut next = ring.next.get();
        ring.close();
        while next != end {
            let this = &*next;
            next = this.next.get();
            let unreachable = this.prev.get() & CANDIDATE != 0;
            this.prev.set(this.prev.get() & FINALIZED);
            if unreachable { garbage.append(this) } else { ring.append(this) }
        }
    }
}

/// Marks what is on a ring as candidates, or takes the mark away.
///
/// # Safety
/// A ring of the attached interpreter.
unsafe fn mark(ring: &Head, on: bool) {
    // SAFETY: no object dies in here.
    for head in unsafe { heads(ring) } {
        head.prev.set(if on { head.prev.get() | CANDIDATE } else { head.prev.get() & !CANDIDATE });
    }
}

/// Clears the weak references to garbage and calls the callbacks of those that are not garbage themselves.
///
/// # Safety
/// `garbage` is a ring of the attached interpreter.
unsafe fn clear_weak_references(garbage: &Head, with_callbacks: bool) {
    let mut calls: Vec<(Owned, Owned)> = Vec::new();
    // SAFETY: no object dies in the loop: callbacks are taken out, and called afterwards.
    unsafe {
        mark(garbage, true);
        for head in heads(garbage) {
            let Some(list) = weakref::list(object(head)) else { continue };
            while let Some(reference) = list.get().as_ref() {
                // Without memory the rest keep their objects until these are destroyed.
                if calls.try_reserve(1).is_err() {
                    break;
                }
                let callback = reference.wr_callback.take();
                weakref::detach(reference);
                if let Some(callback) = callback {
                    let dead = candidate(reference.as_ptr().cast()).is_some();
                    if with_callbacks && !dead {
                        calls.push((callback, Owned::from_ref(reference.as_object())));
                    } else {
                        // It may be part of the garbage, so it is not dropped while the ring is walked.
                        calls.push((callback, crate::types::singletons::none()));
                    }
                }
            }
        }
        mark(garbage, false);
    }
    for (callback, reference) in calls {
        if !reference.is_none() && callback.call1(&reference).is_err() {
            errors::report_unraisable(None, Some(&callback));
        }
    }
}

/// Runs the finalizers that have not run.
///
/// # Safety
/// `garbage` is a ring of the attached interpreter.
unsafe fn finalize(garbage: &Head) {
    let seen = Head::new();
    seen.close();
    // SAFETY: each object is held while its finalizer runs; whatever that frees takes itself off the rings.
    unsafe {
        while !garbage.is_empty_ring() {
            let head = &*garbage.next.get();
            head.unlink();
            seen.append(head);
            if head.prev.get() & FINALIZED != 0 {
                continue;
            }
            let object = object(head);
            if let Some(finalize) = object.ty().tp_finalize.get() {
                head.prev.set(head.prev.get() | FINALIZED);
                let object = object.new_ref();
                foreign!(finalize(object.as_ptr()));
            }
        }
        garbage.take_all(&seen);
    }
}

/// Clears what is left, until nothing of it is.
///
/// # Safety
/// `garbage` is a ring of the attached interpreter, `survivors` one that takes what clearing did not free.
unsafe fn delete(garbage: &Head, survivors: &Head) {
    // SAFETY: each object is held while it is cleared; whatever dies takes itself off the rings.
    unsafe {
        while !garbage.is_empty_ring() {
            let head = &*garbage.next.get();
            head.unlink();
            survivors.append(head);
            let object = object(head).new_ref();
            if let Some(clear) = object.ty().tp_clear.get() {
                foreign!(loose clear(object.as_ptr()));
                if errors::occurred() {
                    errors::report_unraisable(None, Some(&object));
                }
            }
        }
    }
}

/// Collects a generation and those younger; how many unreachable objects there were. Keeps an exception that is set.
pub fn collect(generation: usize) -> usize {
    let gc = &thread().interp().gc;
    if gc.collecting.replace(true) {
        return 0;
    }
    gc.due.set(false);
    if generation == GENERATIONS - 1 {
        crate::types::repair_statics();
        thread().interp().immortals.repair();
    }
    let pending = errors::take();
    let found = collect_now(gc, generation.min(GENERATIONS - 1));
    if let Some(pending) = pending {
        let _ = errors::raise_object(pending);
    }
    gc.collecting.set(false);
    found
}

fn collect_now(gc: &State, generation: usize) -> usize {
    for younger in &gc.generations[..=generation] {
        younger.count.set(0);
    }
    if let Some(older) = gc.generations.get(generation + 1) {
        older.count.set(older.count.get() + 1);
    }
    let work = &gc.generations[generation].ring;
    let older = &gc.generations[(generation + 1).min(GENERATIONS - 1)].ring;
    let garbage = Head::new();
    garbage.close();
    let still = Head::new();
    still.close();
    // SAFETY: the rings are this interpreter's, whose thread state is attached; nobody else touches them.
    unsafe {
        for younger in &gc.generations[..generation] {
            work.take_all(&younger.ring);
        }
        split(work, &garbage);
        if !std::ptr::eq(work, older) {
            older.take_all(work);
        }
        if garbage.is_empty_ring() {
            return 0;
        }
        clear_weak_references(&garbage, true);
        finalize(&garbage);
        // A finalizer may have brought objects back: what is no longer unreachable stays.
        split(&garbage, &still);
        older.take_all(&garbage);
        clear_weak_references(&still, false);
        let count = heads(&still).count();
        delete(&still, older);
        count
    }
}

/// Collects the oldest generation that is due; called at safe points.
pub fn collect_due() {
    let gc = &thread().interp().gc;
    gc.due.set(false);
    if !gc.enabled.get() {
        return;
    }
    let due = |i: usize| gc.generations[i].threshold.get() != 0 && gc.generations[i].count.get() > gc.generations[i].threshold.get();
    if let Some(generation) = (0..GENERATIONS).rev().find(|i| due(*i)) {
        collect(generation);
    }
}

/// Shows every tracked object to a function, until it says stop.
pub fn visit_objects(visit: &mut dyn FnMut(&PyObject) -> bool) {
    let gc = &thread().interp().gc;
    for ring in gc.generations.iter().map(|g| &g.ring).chain([&gc.permanent]) {
        // SAFETY: the visitor must not free objects; the collector is off while it looks.
        for head in unsafe { heads(ring) } {
            if !visit(object(head)) {
                return;
            }
        }
    }
}
