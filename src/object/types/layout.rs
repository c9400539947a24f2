//! Which bases' instances can be one object: the solid base, the best base, and when an object may change its class.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;

/// Whether a type's instances are larger, or have other items, than its base's: weak lists and dicts that were added do not count.
fn adds_fields(ty: &PyTypeObject, base: &PyTypeObject) -> bool {
    if ty.tp_itemsize.get() != 0 || base.tp_itemsize.get() != 0 {
        return ty.tp_basicsize.get() != base.tp_basicsize.get() || ty.tp_itemsize.get() != base.tp_itemsize.get();
    }
    let word = size_of::<usize>() as isize;
    let mut size = ty.tp_basicsize.get();
    let heap = ty.has_flag(flags::HEAPTYPE);
    if ty.tp_weaklistoffset.get() != 0 && base.tp_weaklistoffset.get() == 0 && ty.tp_weaklistoffset.get() + word == size && heap {
        size -= word;
    }
    size != base.tp_basicsize.get()
}

/// The nearest type along the bases that says how the instances look.
pub fn solid_base(ty: &PyTypeObject) -> &PyTypeObject {
    // SAFETY: a type holds its base, and nothing runs here.
    let base = unsafe { ty.tp_base.peek() }.map_or(&super::PyBaseObject_Type, solid_base);
    if adds_fields(ty, base) { ty } else { base }
}

/// The base that a class with these bases extends: the one whose layout has those of all others in it.
pub fn best_base<'a>(bases: &'a PyTupleObject) -> Result<&'a PyTypeObject> {
    let mut best: Option<(&'a PyTypeObject, &PyTypeObject)> = None;
    for base in bases.as_slice() {
        let Some(base) = base.downcast::<PyTypeObject>() else {
            return Err(raise!(TypeError, "bases must be types"));
        };
        if !base.has_flag(flags::READY) {
            super::ready(base)?;
        }
        if !base.has_flag(flags::BASETYPE) {
            return Err(raise!(TypeError, "type '{}' is not an acceptable base type", base.name()));
        }
        let solid = solid_base(base);
        match best {
            None => best = Some((base, solid)),
            Some((_, so_far)) if so_far.is_subtype(solid) => {}
            Some((_, so_far)) if solid.is_subtype(so_far) => best = Some((base, solid)),
            Some(_) => return Err(raise!(TypeError, "multiple bases have instance lay-out conflict")),
        }
    }
    best.map(|(base, _)| base).ok_or_else(|| raise!(TypeError, "a type must have at least one base"))
}

/// The most derived of the metatypes of the bases and the one that is asked for.
pub fn metatype<'a>(asked: &'a PyTypeObject, bases: &'a PyTupleObject) -> Result<&'a PyTypeObject> {
    let mut winner = asked;
    for base in bases.as_slice() {
        let metatype = base.ty();
        if winner.is_subtype(metatype) {
            continue;
        }
        if metatype.is_subtype(winner) {
            winner = metatype;
            continue;
        }
        return Err(raise!(
            TypeError,
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
        ));
    }
    Ok(winner)
}

/// Whether two classes were laid out alike by the class statement: the same slots, dict and weak list over the same base.
fn same_slots_added(a: &PyTypeObject, b: &PyTypeObject) -> Result<bool> {
    if a.tp_dictoffset.get() != b.tp_dictoffset.get()
        || a.tp_weaklistoffset.get() != b.tp_weaklistoffset.get()
        || a.tp_basicsize.get() != b.tp_basicsize.get()
        || a.tp_itemsize.get() != b.tp_itemsize.get()
    {
        return Ok(false);
    }
    let slots = |ty: &PyTypeObject| -> Option<Owned> {
        // SAFETY: a heap type is a PyHeapTypeObject.
        ty.has_flag(flags::HEAPTYPE).then(|| unsafe { ty.cast_unchecked::<PyHeapTypeObject>() }.ht_slots.get()).flatten()
    };
    match (slots(a), slots(b)) {
        (Some(a), Some(b)) => a.equals(&b),
        (None, None) => Ok(true),
        _ => Ok(false),
    }
}

/// Whether an instance of `old` can go on as one of `new` as far as the base's part is concerned.
fn compatible_with_base(base: &PyTypeObject, child: &PyTypeObject) -> bool {
    base.tp_basicsize.get() == child.tp_basicsize.get()
        && base.tp_itemsize.get() == child.tp_itemsize.get()
        && base.tp_dictoffset.get() == child.tp_dictoffset.get()
        && base.tp_weaklistoffset.get() == child.tp_weaklistoffset.get()
        && (base.tp_flags.get() & flags::HAVE_GC) == (child.tp_flags.get() & flags::HAVE_GC)
        && (super::instance::is_class_dealloc(child) || child.tp_dealloc.get().map(|d| d as usize) == base.tp_dealloc.get().map(|d| d as usize))
}

/// `TypeError` where an instance of `old` cannot become one of `new`; `what` is the attribute that asks for it.
pub fn check_exchange(old: &PyTypeObject, new: &PyTypeObject, what: &str) -> Result<()> {
    let free = |ty: &PyTypeObject| ty.tp_free.get().map(|f| f as usize);
    if free(new) != free(old) {
        return Err(raise!(TypeError, "{what} assignment: '{}' deallocator differs from '{}'", new.name(), old.name()));
    }
    // Down to where each was laid out.
    let ground = |mut ty: &PyTypeObject| -> *mut PyTypeObject {
        // SAFETY: a type holds its base, and nothing runs here.
        while let Some(base) = unsafe { ty.tp_base.peek() } {
            if !compatible_with_base(base, ty) {
                break;
            }
            ty = base;
        }
        ty.as_ptr()
    };
    // SAFETY: bases of types that the caller holds.
    let (new_ground, old_ground) = unsafe { (&*ground(new), &*ground(old)) };
    let same = std::ptr::eq(new_ground, old_ground)
        || (new_ground.tp_base.as_ptr() == old_ground.tp_base.as_ptr() && same_slots_added(new_ground, old_ground)?);
    if !same {
        return Err(raise!(TypeError, "{what} assignment: '{}' object layout differs from '{}'", new.name(), old.name()));
    }
    Ok(())
}
