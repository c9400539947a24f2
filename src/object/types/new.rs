//! Making a class: `type.__new__(metatype, name, bases, namespace)`.

use super::{code, inherit, instance, layout, lookup, ready, update};
use crate::boundary::{new_reference, slot};
use crate::foreign;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::raise;
use crate::runtime::errors::{self, Result};
use crate::runtime::memory;
use crate::types::{tuple, unicode};
use std::ffi::{c_char, c_void};
use std::ptr::{null, null_mut};

/// `tp_new` of `type`.
pub const TYPE_NEW: newfunc = slot::new(type_new);

fn type_new(metatype: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let [name, bases, namespace] = args.as_slice() else {
        return Err(raise!(TypeError, "type.__new__() takes exactly 3 arguments ({} given)", args.len()));
    };
    let wrong =
        |n: usize, expected: &str, given: &PyObject| raise!(TypeError, "type.__new__() argument {n} must be {expected}, not {}", given.ty().name());
    let Some(name) = name.downcast::<PyUnicodeObject>() else { return Err(wrong(1, "str", name)) };
    let Some(bases) = bases.downcast::<PyTupleObject>() else { return Err(wrong(2, "tuple", bases)) };
    let Some(namespace) = namespace.downcast::<PyDictObject>() else { return Err(wrong(3, "dict", namespace)) };

    for base in bases.as_slice() {
        if base.downcast::<PyTypeObject>().is_none() && attribute::get_optional(base, &id::__mro_entries__)?.is_some() {
            return Err(raise!(TypeError, "type() doesn't support MRO entry resolution; use types.new_class()"));
        }
    }
    let bases = if bases.is_empty() { tuple::from_slice(&[&super::PyBaseObject_Type])? } else { Owned::from_ref(bases) };
    let winner = layout::metatype(metatype, &bases)?;
    if !std::ptr::eq(winner, metatype)
        && let Some(new) = winner.tp_new.get()
        && new as *const () != TYPE_NEW as *const ()
    {
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(new(winner.as_ptr(), args.as_ptr().cast(), kwargs.map_or(null_mut(), |k| k.as_ptr().cast())))) };
    }
    let base = layout::best_base(&bases)?;
    let class = Builder { metatype: winner, name, base, bases: &bases, dict: namespace.copy()? }.build()?;
    set_names(&class)?;
    init_subclass(&class, kwargs)?;
    Ok(class.upcast())
}

/// A class that is being made.
struct Builder<'a> {
    metatype: &'a PyTypeObject,
    name: &'a PyUnicodeObject,
    base: &'a PyTypeObject,
    bases: &'a Owned<PyTupleObject>,
    dict: Owned<PyDictObject>,
}

/// What `__slots__` asks for.
#[derive(Default)]
struct Slots {
    dict: bool,
    weakref: bool,
    /// Sorted, private names mangled.
    names: Vec<Owned<PyUnicodeObject>>,
    /// There is a `__slots__`.
    given: bool,
}

impl Builder<'_> {
    fn build(self) -> Result<Owned<PyTypeObject>> {
        let slots = self.slots()?;
        let text = self.name.utf8()?;
        if text.contains(&0) {
            return Err(raise!(ValueError, "type name must not contain null characters"));
        }
        let qualname = self.qualname()?;
        let class = super::alloc(self.metatype, slots.names.len() as isize)?;
        // SAFETY: a metatype's instances are heap types.
        let class: Owned<PyTypeObject> = unsafe { class.cast() };
        class.tp_flags.set(flags::DEFAULT | flags::HEAPTYPE | flags::BASETYPE | flags::HAVE_GC);
        // SAFETY: as above.
        let heap = unsafe { class.cast_unchecked::<PyHeapTypeObject>() };
        own_suites(heap);
        class.tp_name.set(text.as_ptr().cast());
        heap.ht_name.set(Some(Owned::from_ref(self.name)));
        heap.ht_qualname.set(Some(qualname));
        class.tp_bases.set(Some(self.bases.clone()));
        class.tp_base.set(Some(Owned::from_ref(self.base)));
        class.tp_dict.set(Some(self.dict.clone()));
        class.tp_alloc.set(Some(super::c::PyType_GenericAlloc));
        class.tp_free.set(Some(super::gc_free()));
        class.tp_traverse.set(Some(instance::traverse));
        class.tp_clear.set(Some(instance::clear));
        class.tp_dealloc.set(Some(instance::dealloc));
        self.set_doc(&class)?;
        self.set_module()?;
        self.wrap_functions()?;
        self.lay_out(heap, &slots)?;
        let cell = self.take_cell(&id::__classcell__)?;
        let dict_cell = self.take_cell(&id::__classdictcell__)?;
        ready::ready(&class)?;
        update::all(&class);
        if let Some(cell) = cell {
            cell.ob_ref.set(Some(Owned::from_ref(&*class).upcast()));
        }
        if let Some(cell) = dict_cell {
            cell.ob_ref.set(Some(self.dict.clone().upcast()));
        }
        Ok(class)
    }

    fn qualname(&self) -> Result<Owned<PyUnicodeObject>> {
        let Some(given) = self.dict.get(&id::__qualname__)? else { return Ok(Owned::from_ref(self.name)) };
        let Ok(name) = given.downcast::<PyUnicodeObject>().map_err(|other| {
            let _: errors::Raised = raise!(TypeError, "type __qualname__ must be a str, not {}", other.ty().name());
        }) else {
            return Err(errors::Raised::already());
        };
        self.dict.remove(&id::__qualname__)?;
        Ok(name)
    }

    /// `tp_doc` is a copy of the class's `__doc__`.
    fn set_doc(&self, class: &PyTypeObject) -> Result<()> {
        let Some(doc) = self.dict.get(&id::__doc__)? else { return Ok(()) };
        let Some(doc) = (*doc).downcast::<PyUnicodeObject>() else { return Ok(()) };
        class.tp_doc.set(copy_text(doc.utf8()?)?);
        Ok(())
    }

    /// `__module__` is that of the code that makes the class, where it says nothing itself.
    fn set_module(&self) -> Result<()> {
        if self.dict.contains(&id::__module__)? {
            return Ok(());
        }
        let Some(globals) = code::globals() else { return Ok(()) };
        if let Some(module) = globals.get(&id::__name__)? {
            self.dict.insert(&id::__module__, &module)?;
        }
        Ok(())
    }

    /// Functions under some special names are methods of another kind without being told.
    fn wrap_functions(&self) -> Result<()> {
        if let Some(new) = self.dict.get(&id::__new__)?
            && code::is_function(&new)
        {
            self.dict.insert(&id::__new__, &*crate::types::classmethod::new_static(&new)?)?;
        }
        for name in [&*id::__init_subclass__, &*id::__class_getitem__] {
            if let Some(function) = self.dict.get(name)?
                && code::is_function(&function)
            {
                self.dict.insert(name, &*crate::types::classmethod::new_class(&function)?)?;
            }
        }
        Ok(())
    }

    fn take_cell(&self, name: &PyUnicodeObject) -> Result<Option<Owned<PyCellObject>>> {
        let Some(cell) = self.dict.get(name)? else { return Ok(None) };
        if (*cell).downcast::<PyCellObject>().is_none() {
            let (name, given) = (name.to_lossy(), cell.ty().as_object().repr()?);
            return Err(raise!(TypeError, "{name} must be a nonlocal cell, not {}", given.to_lossy()));
        }
        self.dict.remove(name)?;
        // SAFETY: exactly a cell.
        Ok(Some(unsafe { cell.cast() }))
    }

    fn slots(&self) -> Result<Slots> {
        let may_add_dict = self.base.tp_dictoffset.get() == 0;
        let may_add_weakref = self.base.tp_weaklistoffset.get() == 0 && self.base.tp_itemsize.get() == 0;
        let Some(given) = self.dict.get(&id::__slots__)? else {
            return Ok(Slots { dict: may_add_dict, weakref: may_add_weakref, ..Slots::default() });
        };
        let listed = if (*given).downcast::<PyUnicodeObject>().is_some() { tuple::from_owned([given])? } else { tuple::from_iterable(&given)? };
        if !listed.is_empty() && self.base.tp_itemsize.get() != 0 {
            return Err(raise!(TypeError, "nonempty __slots__ not supported for subtype of '{}'", self.base.name()));
        }
        let mut slots = Slots { given: true, ..Slots::default() };
        for name in listed.as_slice() {
            let Some(name) = name.downcast::<PyUnicodeObject>() else {
                return Err(raise!(TypeError, "__slots__ items must be strings, not '{}'", name.ty().name()));
            };
            if !unicode::case::is_identifier(name.chars()) {
                return Err(raise!(TypeError, "__slots__ must be identifiers"));
            }
            if name.is_text("__dict__") {
                if !may_add_dict || slots.dict {
                    return Err(raise!(TypeError, "__dict__ slot disallowed: we already got one"));
                }
                slots.dict = true;
            } else if name.is_text("__weakref__") {
                if !may_add_weakref || slots.weakref {
                    return Err(raise!(TypeError, "__weakref__ slot disallowed: we already got one"));
                }
                slots.weakref = true;
            } else {
                let name = mangle_for(self.name, name)?;
                let reserved = ["__qualname__", "__classcell__", "__classdictcell__"];
                if self.dict.contains(&name)? && !reserved.iter().any(|r| name.is_text(r)) {
                    return Err(raise!(ValueError, "{} in __slots__ conflicts with class variable", name.as_object().repr()?.to_lossy()));
                }
                slots.names.push(name);
            }
        }
        slots.names.sort_by(|a, b| a.chars().compare(b.chars()));
        // Another base may bring a dict or a weak list, which then belongs to the class.
        for base in self.bases.as_slice().iter().filter_map(|b| b.downcast::<PyTypeObject>()).filter(|b| !std::ptr::eq(*b, self.base)) {
            slots.dict |= may_add_dict && base.tp_dictoffset.get() != 0;
            slots.weakref |= may_add_weakref && base.tp_weaklistoffset.get() != 0;
        }
        Ok(slots)
    }

    /// Sizes, offsets and the tables of members and getsets.
    fn lay_out(&self, heap: &PyHeapTypeObject, slots: &Slots) -> Result<()> {
        let class = &heap.ht_type;
        let mut size = self.base.tp_basicsize.get();
        if slots.given && !slots.names.is_empty() {
            let names = tuple::from_exact(slots.names.len(), slots.names.iter().map(|n| n.clone().upcast()))?;
            heap.ht_slots.set(Some(names.upcast()));
        } else if slots.given {
            heap.ht_slots.set(Some(tuple::from_slice(&[])?.upcast()));
        }
        let members = super::members(heap).as_ptr().cast_mut();
        for (i, name) in slots.names.iter().enumerate() {
            let row = PyMemberDef { name: name.utf8()?.as_ptr().cast(), r#type: super::T_OBJECT_EX, offset: size, flags: 0, doc: null() };
            // SAFETY: the class was allocated with room for as many members.
            unsafe { members.add(i).write(row) };
            size += size_of::<*mut c_void>() as isize;
        }
        if slots.dict {
            class.add_flags(flags::MANAGED_DICT);
            class.tp_dictoffset.set(-1);
        }
        if slots.weakref {
            class.add_flags(flags::MANAGED_WEAKREF);
            class.tp_weaklistoffset.set(inherit::MANAGED_WEAKREF_OFFSET);
        }
        class.tp_basicsize.set(size);
        class.tp_itemsize.set(self.base.tp_itemsize.get());
        class.tp_members.set(members);
        let getsets: &'static [PyGetSetDef] = match (slots.dict, slots.weakref) {
            (true, true) => &DICT_AND_WEAKREF,
            (true, false) => &DICT,
            (false, true) => &DICT_AND_WEAKREF[1..],
            (false, false) => &DICT[1..],
        };
        class.tp_getset.set(getsets.as_ptr());
        Ok(())
    }
}

/// Points a heap type's suites at those inside it.
pub fn own_suites(heap: &PyHeapTypeObject) {
    let ty = &heap.ht_type;
    ty.tp_as_async.set(&heap.as_async);
    ty.tp_as_number.set(&heap.as_number);
    ty.tp_as_sequence.set(&heap.as_sequence);
    ty.tp_as_mapping.set(&heap.as_mapping);
    ty.tp_as_buffer.set(&heap.as_buffer);
}

/// A copy of a text with a NUL at its end, in the mem domain.
pub fn copy_text(text: &[u8]) -> Result<*const c_char> {
    let copy = memory::alloc(memory::Domain::Mem, text.len() + 1).cast::<u8>();
    if copy.is_null() {
        return Err(errors::Raised::no_memory());
    }
    // SAFETY: fresh memory for the text and a NUL.
    unsafe {
        copy.copy_from_nonoverlapping(text.as_ptr(), text.len());
        copy.add(text.len()).write(0);
    }
    Ok(copy.cast())
}

/// A private name as a class spells it: `__x` in class `_C` is `_C__x`.
pub fn mangle(class: &PyTypeObject, name: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    mangle_for(&*super::query::name(class)?, name)
}

fn mangle_for(class: &PyUnicodeObject, name: &PyUnicodeObject) -> Result<Owned<PyUnicodeObject>> {
    let text = name.to_lossy();
    let class = class.to_lossy();
    let class = class.trim_start_matches('_');
    let name = if !text.starts_with("__") || text.ends_with("__") || text.contains('.') || class.is_empty() {
        unicode::new::exact(name)?
    } else {
        unicode::from_display(format_args!("_{class}{text}"))?
    };
    Ok(unicode::intern::intern(name))
}

// ---- __dict__ and __weakref__ of instances ------------------------------------------------------------------------

use crate::boundary::method;
static DICT_AND_WEAKREF: [PyGetSetDef; 3] = [DICT_ROW, WEAKREF_ROW, PyGetSetDef::END];
static DICT: [PyGetSetDef; 2] = [DICT_ROW, PyGetSetDef::END];
const DICT_ROW: PyGetSetDef = method::getset(c"__dict__", get_dict, c"The instance's attributes.").settable(set_dict);
const WEAKREF_ROW: PyGetSetDef = method::getset(c"__weakref__", get_weakref, c"The first weak reference to the instance.");

/// A base that is no class may have its own `__dict__`, which then has the word.
fn builtin_dict_descriptor(object: &PyObject) -> Option<Owned> {
    let mut ty = Some(object.ty());
    while let Some(this) = ty {
        // SAFETY: a type holds its base; nothing runs before the lookup.
        let base = unsafe { this.tp_base.peek() }?;
        if this.has_flag(flags::HEAPTYPE) && base.tp_dictoffset.get() != 0 && !base.has_flag(flags::HEAPTYPE) {
            let found = lookup::lookup(base, &id::__dict__)?;
            return found.ty().tp_descr_set.get().is_some().then_some(found);
        }
        ty = Some(base);
    }
    None
}

fn get_dict(object: &PyObject) -> Result<Owned> {
    if let Some(descriptor) = builtin_dict_descriptor(object)
        && let Some(get) = descriptor.ty().tp_descr_get.get()
    {
        // SAFETY: the slot's contract.
        return unsafe { new_reference(foreign!(get(descriptor.as_ptr(), object.as_ptr(), object.ty().as_ptr().cast()))) };
    }
    Ok(instance::dict_or_new(object)?.upcast())
}

fn set_dict(object: &PyObject, value: Option<&PyObject>) -> Result<()> {
    if let Some(descriptor) = builtin_dict_descriptor(object)
        && let Some(set) = descriptor.ty().tp_descr_set.get()
    {
        let value = value.map_or(null_mut(), |v| v.as_ptr());
        // SAFETY: the slot's contract.
        return crate::boundary::status(unsafe { foreign!(set(descriptor.as_ptr(), object.as_ptr(), value)) }).map(drop);
    }
    let dict = match value {
        None => None,
        Some(value) => match value.downcast::<PyDictObject>() {
            Some(dict) => Some(Owned::from_ref(dict)),
            None => return Err(raise!(TypeError, "__dict__ must be set to a dictionary, not a '{}'", value.ty().name())),
        },
    };
    instance::set_dict(object, dict);
    Ok(())
}

fn get_weakref(object: &PyObject) -> Result<Owned> {
    let Some(list) = instance::weak_list(object) else {
        return Err(raise!(AttributeError, "This object has no __weakref__"));
    };
    // SAFETY: the list's first reference, or NULL.
    Ok(unsafe { (*list).as_ref() }.map_or_else(crate::types::singletons::none, |reference| reference.new_ref()))
}

// ---- hooks --------------------------------------------------------------------------------------------------------

/// Calls `__set_name__` of every value of the class's namespace that has one.
fn set_names(class: &PyTypeObject) -> Result<()> {
    let values = class.dict()?.copy()?;
    let mut position = 0;
    while let Some((name, value)) = values.next(&mut position) {
        let Some(hook) = super::slots::Method::find(value, &id::__set_name__)? else { continue };
        if let Err(raised) = hook.call(&[value, class, name]) {
            let (kind, name) = (value.ty().name(), name.repr().map(|r| r.to_lossy()).unwrap_or_default());
            return Err(with_note(raised, &format!("Error calling __set_name__ on '{kind}' instance {name} in '{}'", class.name())));
        }
    }
    Ok(())
}

/// Calls `__init_subclass__` of the next class along the MRO, with the class statement's keywords.
fn init_subclass(class: &PyTypeObject, kwargs: Option<&PyDictObject>) -> Result<()> {
    let hook = crate::types::super_::attribute_after(class, class, class, &id::__init_subclass__)?;
    hook.call_tuple(&*tuple::from_slice(&[])?, kwargs).map(drop)
}

/// Adds a note to the exception that is set.
fn with_note(raised: errors::Raised, note: &str) -> errors::Raised {
    let Some(exception) = raised.take() else { return errors::Raised::already() };
    let add = || -> Result<()> {
        let method = attribute::get(&exception, &id::add_note)?;
        method.call1(&*unicode::from_str(note)?).map(drop)
    };
    if let Err(again) = add() {
        again.clear();
    }
    errors::raise_again(exception)
}
