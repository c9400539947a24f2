//! Assignment to `__bases__`.

use super::{layout, lookup, ready, subclasses, update};
use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::Result;

/// A type of the hierarchy below the one that changes, and the MRO that it had.
type Before = Vec<(Owned<PyTypeObject>, Option<Owned<PyTupleObject>>)>;

/// New MROs for a type and all that derive from it.
fn linearize_below(ty: &PyTypeObject, before: &mut Before) -> Result<()> {
    let old = ready::set_mro(ty)?;
    before.push((Owned::from_ref(ty), old));
    for subclass in subclasses::list(ty) {
        linearize_below(&subclass, before)?;
    }
    Ok(())
}

/// Puts the bases of a class; everything below it follows.
pub fn set_bases(ty: &PyTypeObject, value: Option<&PyObject>) -> Result<()> {
    if ty.has_flag(flags::IMMUTABLETYPE) {
        return Err(raise!(TypeError, "cannot set '__bases__' attribute of immutable type '{}'", ty.name()));
    }
    let Some(value) = value else {
        return Err(raise!(TypeError, "cannot delete '__bases__' attribute of immutable type '{}'", ty.name()));
    };
    let Some(bases) = value.downcast::<PyTupleObject>() else {
        return Err(raise!(TypeError, "can only assign tuple to {}.__bases__, not {}", ty.name(), value.ty().name()));
    };
    if bases.is_empty() {
        return Err(raise!(TypeError, "can only assign non-empty tuple to {}.__bases__, not ()", ty.name()));
    }
    for base in bases.as_slice() {
        let Some(base) = base.downcast::<PyTypeObject>() else {
            return Err(raise!(TypeError, "{}.__bases__ must be tuple of classes, not '{}'", ty.name(), base.ty().name()));
        };
        if base.is_subtype(ty) {
            return Err(raise!(TypeError, "a __bases__ item causes an inheritance cycle"));
        }
    }
    let best = layout::best_base(bases)?;
    let old_base = ty.tp_base.get().ok_or_else(|| raise!(TypeError, "'{}' has no base", ty.name()))?;
    layout::check_exchange(&old_base, best, "__bases__")?;

    let old_bases = ty.tp_bases.replace(Some(Owned::from_ref(bases)));
    ty.tp_base.set(Some(Owned::from_ref(best)));
    let mut before = Vec::new();
    if let Err(raised) = linearize_below(ty, &mut before) {
        // All as it was, deepest first.
        for (ty, mro) in before.into_iter().rev() {
            if mro.is_some() {
                ty.tp_mro.set(mro);
            }
        }
        ty.tp_bases.set(old_bases);
        ty.tp_base.set(Some(old_base));
        lookup::modified(ty);
        return Err(raised);
    }
    let types = |tuple: &PyTupleObject| -> Vec<Owned<PyTypeObject>> {
        tuple.as_slice().iter().filter_map(|b| b.downcast::<PyTypeObject>()).map(Owned::from_ref).collect()
    };
    for base in old_bases.as_ref().map(|old| types(old)).unwrap_or_default() {
        subclasses::remove(&base, ty);
    }
    for base in types(bases) {
        subclasses::add(&base, ty);
    }
    update_below(ty);
    Ok(())
}

fn update_below(ty: &PyTypeObject) {
    lookup::modified(ty);
    update::all(ty);
    for subclass in subclasses::list(ty) {
        update_below(&subclass);
    }
}
