//! Struct sequences: tuples whose items have names, some of them behind the tuple's end.
//!
//! An instance is a tuple of the visible fields; the hidden ones lie behind them and are reached by name only. How many there are
//! stands in the type's dict, where Python finds it too: `n_sequence_fields` visible ones, `n_fields` in all, and `n_unnamed_fields`
//! visible ones without a name. The block of an instance is as large as all of them: `tp_basicsize` makes room for the hidden ones.

use crate::args::Signature;
use crate::boundary::method::{self, Args};
use crate::boundary::slot;
use crate::layout::*;
use crate::object::gc::Visitor;
use crate::object::types::{self, lookup};
use crate::object::{Owned, gc, id};
use crate::protocol::sequence;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::tuple::PyTuple_Type;
use crate::types::unicode::TextBuf;
use crate::types::{dict, list, long, tuple, unicode};
use exuvia_macros::capi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::offset_of;
use std::ptr::null;

/// A pointer to a C string that never changes.
#[repr(transparent)]
pub struct StaticText(*const c_char);
// SAFETY: read only.
unsafe impl Sync for StaticText {}

/// What stands for the name of a field without one: compared by its address.
#[capi]
pub static PyStructSequence_UnnamedField: StaticText = StaticText(c"unnamed field".as_ptr());

/// Where the fields begin.
const ITEMS: usize = offset_of!(PyTupleObject, ob_item);

// ---- the type's numbers and names ---------------------------------------------------------------------------------

/// A number in the type's dict.
fn number(ty: &PyTypeObject, name: &PyUnicodeObject) -> Result<usize> {
    let found = lookup::lookup(ty, name).and_then(|found| found.as_object().downcast::<PyLongObject>().and_then(PyLongObject::to_i64));
    let found = found.and_then(|value| usize::try_from(value).ok());
    found.ok_or_else(|| raise!(TypeError, "Missed attribute '{}' of type {}", name.to_lossy(), ty.name()))
}

fn visible_fields(ty: &PyTypeObject) -> Result<usize> {
    number(ty, &id::n_sequence_fields)
}
/// How many fields instances of a named tuple's type have.
pub fn all_fields(ty: &PyTypeObject) -> Result<usize> {
    number(ty, &id::n_fields)
}
fn unnamed_fields(ty: &PyTypeObject) -> Result<usize> {
    number(ty, &id::n_unnamed_fields)
}

/// The name of the `at`-th field that has one.
fn field_name(ty: &PyTypeObject, at: usize) -> Result<&CStr> {
    // SAFETY: as many rows as named fields, and one without a name at the end.
    let name = unsafe { (*ty.tp_members.get().add(at)).name };
    if name.is_null() {
        return Err(raise!(SystemError, "In structseq_repr(), member {at} name is NULL for type {}", ty.name()));
    }
    // SAFETY: a C string that lives as long as the type.
    Ok(unsafe { CStr::from_ptr(name) })
}

/// All fields of an instance, visible and hidden.
fn fields(this: &PyTupleObject) -> &[Field] {
    // The hidden fields are what the type asks for beyond a tuple's head.
    let hidden = (this.ty().tp_basicsize.get() as usize).saturating_sub(ITEMS) / size_of::<Field>();
    // SAFETY: the block has room for them.
    unsafe { std::slice::from_raw_parts(this.ob_item.as_ptr(), this.len() + hidden) }
}

fn value(field: &Field) -> Owned {
    field.get().unwrap_or_else(crate::types::singletons::none)
}

// ---- instances ----------------------------------------------------------------------------------------------------

/// A new instance without values, not tracked.
fn alloc(ty: &PyTypeObject) -> Result<Owned<PyTupleObject>> {
    let visible = visible_fields(ty)?;
    let object = gc::alloc(ty, visible as isize)?;
    // SAFETY: a zeroed instance of a subclass of tuple.
    let instance = unsafe { Owned::from_nonnull(object.cast::<PyTupleObject>()) };
    instance.ob_hash.set(-1);
    Ok(instance)
}

fn track(instance: &PyTupleObject) {
    // SAFETY: a GC object, all of its fields set.
    unsafe { gc::track(instance.as_object().as_ptr()) };
}

fn dealloc(this: *mut PyTupleObject) {
    // SAFETY: dead; whole until it is freed.
    unsafe {
        gc::untrack(this.cast());
        for field in fields(&*this) {
            field.set(None);
        }
        let ty = (*this.cast::<PyObject>()).ob_type.get();
        types::free(this.cast());
        if (*ty).has_flag(flags::HEAPTYPE) {
            PyObject::decref(ty.cast());
        }
    }
}

fn traverse(this: &PyTupleObject, visitor: &Visitor) -> std::result::Result<(), c_int> {
    if this.ty().has_flag(flags::HEAPTYPE) {
        visitor.pointer(this.ob_type.get())?;
    }
    fields(this).iter().try_for_each(|field| visitor.field(field))
}

fn new(ty: &PyTypeObject, args: &PyTupleObject, kwargs: Option<&PyDictObject>) -> Result<Owned> {
    let [source, names] = Signature { function: "structseq", names: ["sequence", "dict"], positional: 2, required: 1 }.bind_call(args, kwargs)?;
    let Some(source) = source else { return Err(Raised::no_memory()) };
    let (least, most, unnamed) = (visible_fields(ty)?, all_fields(ty)?, unnamed_fields(ty)?);
    let held = sequence::fast(&source, c"constructor requires a sequence")?;
    let items = list::items_of(&held).unwrap_or_default();
    let name = ty.name();
    let names = match &names {
        None => None,
        Some(names) => match names.as_object().downcast::<PyDictObject>() {
            Some(dict) => Some(dict),
            None => return Err(raise!(TypeError, "{name}() takes a dict as second arg, if any")),
        },
    };
    let given = items.len();
    if least == most && given != least {
        return Err(raise!(TypeError, "{name}() takes a {least}-sequence ({given}-sequence given)"));
    }
    if given < least {
        return Err(raise!(TypeError, "{name}() takes an at least {least}-sequence ({given}-sequence given)"));
    }
    if given > most {
        return Err(raise!(TypeError, "{name}() takes an at most {most}-sequence ({given}-sequence given)"));
    }
    let instance = alloc(ty)?;
    let slots = fields(&instance);
    for (slot, item) in slots.iter().zip(items) {
        slot.set(Some(item.new_ref()));
    }
    let mut found = 0;
    for (at, slot) in slots.iter().enumerate().skip(given) {
        let named = match names {
            Some(names) => names.get(&*unicode::from_str(&field_name(ty, at - unnamed)?.to_string_lossy())?)?,
            None => None,
        };
        found += usize::from(named.is_some());
        slot.set(Some(named.unwrap_or_else(crate::types::singletons::none)));
    }
    if names.is_some_and(|names| found < names.len()) {
        return Err(raise!(TypeError, "{name}() got duplicate or unexpected field name(s)"));
    }
    track(&instance);
    Ok(instance.upcast())
}

fn repr(this: &PyTupleObject) -> Result<Owned> {
    let ty = this.ty();
    let mut text = TextBuf::with_capacity(64);
    text.push_chars(unicode::from_str(ty.name())?.chars());
    text.push('('.into());
    for at in 0..this.len() {
        if at > 0 {
            text.push_latin1(b", ");
        }
        text.push_chars(unicode::from_str(&field_name(ty, at)?.to_string_lossy())?.chars());
        text.push('='.into());
        text.push_chars(value(&fields(this)[at]).repr()?.chars());
    }
    text.push(')'.into());
    Ok(unicode::from_buf(&text)?.upcast())
}

fn reduce(this: &PyTupleObject) -> Result<Owned> {
    let ty = this.ty();
    let (visible, unnamed) = (visible_fields(ty)?, unnamed_fields(ty)?);
    let hidden = dict::new()?;
    for (at, field) in fields(this).iter().enumerate().skip(visible) {
        let name = unicode::from_str(&field_name(ty, at - unnamed)?.to_string_lossy())?;
        hidden.insert(&name, &value(field))?;
    }
    let shown = tuple::from_exact(visible, fields(this)[..visible].iter().map(value))?;
    let args = tuple::from_owned([shown.upcast(), hidden.upcast()])?;
    Ok(tuple::from_owned([ty.new_ref(), args.upcast()])?.upcast())
}

fn replace(this: &PyTupleObject, args: Args<'_>) -> Result<Owned> {
    if !args.positional.is_empty() {
        return Err(raise!(TypeError, "__replace__() takes no positional arguments"));
    }
    let ty = this.ty();
    if unnamed_fields(ty)? > 0 {
        return Err(raise!(TypeError, "__replace__() is not supported for {} because it has unnamed field(s)", ty.name()));
    }
    let changes = match args.kwnames {
        Some(names) => crate::protocol::call::dict_of_keywords(args.keywords, names)?,
        None => dict::new()?,
    };
    let copy = alloc(ty)?;
    for (at, (to, from)) in fields(&copy).iter().zip(fields(this)).enumerate() {
        let name = unicode::from_str(&field_name(ty, at)?.to_string_lossy())?;
        to.set(Some(changes.pop(&name)?.unwrap_or_else(|| value(from))));
    }
    if !changes.is_empty() {
        let names = changes.keys()?.as_object().repr()?.to_lossy();
        return Err(raise!(TypeError, "Got unexpected field name(s): {names}"));
    }
    track(&copy);
    Ok(copy.upcast())
}

static METHODS: [PyMethodDef; 3] = [
    method::noargs(c"__reduce__", reduce, c""),
    method::keywords(c"__replace__", replace, c"__replace__($self, /, **changes)\n--\n\nA copy with some fields changed."),
    PyMethodDef::END,
];

// ---- types --------------------------------------------------------------------------------------------------------

/// The fields of a description.
///
/// # Safety
/// The description's rows end with one without a name.
unsafe fn described(desc: &PyStructSequence_Desc) -> &[PyStructSequence_Field] {
    let mut count = 0;
    // SAFETY: the caller's word.
    unsafe {
        while !(*desc.fields.add(count)).name.is_null() {
            count += 1;
        }
        std::slice::from_raw_parts(desc.fields, count)
    }
}

fn is_unnamed(field: &PyStructSequence_Field) -> bool {
    std::ptr::eq(field.name, PyStructSequence_UnnamedField.0)
}

/// The members of a type with these fields, and the row that ends them.
fn members(fields: &[PyStructSequence_Field]) -> Vec<PyMemberDef> {
    let named = fields.iter().enumerate().filter(|(_, field)| !is_unnamed(field)).map(|(at, field)| PyMemberDef {
        name: field.name,
        // An object that cannot be written, `None` where it is NULL.
        r#type: 6,
        offset: (ITEMS + at * size_of::<Field>()) as isize,
        flags: 1,
        doc: field.doc,
    });
    named.chain(std::iter::once(PyMemberDef { name: null(), r#type: 0, offset: 0, flags: 0, doc: null() })).collect()
}

/// Puts the numbers and names of the fields into the type's dict.
fn describe(ty: &PyTypeObject, fields: &[PyStructSequence_Field], visible: usize) -> Result<()> {
    let dict = ty.dict()?;
    let unnamed = fields.iter().filter(|field| is_unnamed(field)).count();
    for (name, number) in [(&*id::n_sequence_fields, visible), (&*id::n_fields, fields.len()), (&*id::n_unnamed_fields, unnamed)] {
        dict.insert(name, &*long::from_usize(number)?)?;
    }
    let mut names = Vec::new();
    for field in fields.iter().take(visible).filter(|field| !is_unnamed(field)) {
        // SAFETY: a C string.
        let name = unsafe { CStr::from_ptr(field.name) };
        names.push(unicode::from_str(&name.to_string_lossy())?.upcast());
    }
    dict.insert(&id::__match_args__, &*tuple::from_exact(names.len(), names.into_iter())?)?;
    lookup::modified(ty);
    Ok(())
}

/// The size of an instance without its visible fields.
fn basic_size(fields: usize, visible: usize) -> usize {
    ITEMS + fields.saturating_sub(visible) * size_of::<Field>()
}

/// A new type with the described fields.
pub fn new_type(desc: &PyStructSequence_Desc, more: u64) -> Result<Owned<PyTypeObject>> {
    // SAFETY: C's word, or Rust's own tables.
    let fields = unsafe { described(desc) };
    let visible = usize::try_from(desc.n_in_sequence).unwrap_or(0);
    let members = members(fields);
    const DEALLOC: destructor = slot::dealloc(dealloc);
    const TRAVERSE: traverseproc = slot::traverse(traverse);
    const REPR: reprfunc = slot::unary(repr);
    const NEW: newfunc = slot::new(new);
    let row = |slot: c_int, pfunc: *mut c_void| PyType_Slot { slot, pfunc };
    let mut slots = [
        row(52, DEALLOC as *mut c_void),
        row(66, REPR as *mut c_void),
        row(64, METHODS.as_ptr().cast_mut().cast()),
        row(65, NEW as *mut c_void),
        row(72, members.as_ptr().cast_mut().cast()),
        row(71, TRAVERSE as *mut c_void),
        row(56, desc.doc.cast_mut().cast()),
        row(0, std::ptr::null_mut()),
    ];
    if desc.doc.is_null() {
        // A slot that is NULL is refused, so the table ends before it.
        slots[6] = row(0, std::ptr::null_mut());
    }
    let mut spec = PyType_Spec {
        name: desc.name,
        basicsize: basic_size(fields.len(), visible) as c_int,
        itemsize: size_of::<Field>() as c_int,
        flags: (flags::DEFAULT | flags::HAVE_GC | more) as u32,
        slots: slots.as_mut_ptr(),
    };
    let bases = tuple::from_slice(&[PyTuple_Type.as_object()])?;
    let made = types::spec::PyType_FromSpecWithBases(&raw mut spec, Some(&bases))?;
    // SAFETY: what makes types gives types.
    let ty = unsafe { made.cast::<PyTypeObject>() };
    describe(&ty, fields, visible)?;
    Ok(ty)
}

// ---- structseq.h --------------------------------------------------------------------------------------------------

/// Makes a static type one of struct sequences with the described fields.
#[capi]
pub fn PyStructSequence_InitType2(ty: &PyTypeObject, desc: *mut PyStructSequence_Desc) -> Result<()> {
    if ty.has_flag(flags::READY) {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    // SAFETY: the caller's description.
    let desc = unsafe { &*desc };
    // SAFETY: as above.
    let fields = unsafe { described(desc) };
    let visible = usize::try_from(desc.n_in_sequence).unwrap_or(0);
    ty.tp_name.set(desc.name);
    ty.tp_basicsize.set(basic_size(fields.len(), visible) as isize);
    ty.tp_itemsize.set(size_of::<Field>() as isize);
    ty.tp_dealloc.set(Some(slot::dealloc(dealloc)));
    ty.tp_traverse.set(Some(slot::traverse(traverse)));
    ty.tp_repr.set(Some(slot::unary(repr)));
    ty.tp_new.set(Some(slot::new(new)));
    ty.tp_doc.set(desc.doc);
    ty.add_flags(flags::DEFAULT | flags::HAVE_GC);
    ty.tp_methods.set(METHODS.as_ptr());
    // A static type lives for ever, and its members with it.
    ty.tp_members.set(Box::leak(members(fields).into_boxed_slice()).as_ptr());
    ty.tp_base.set(Some(Owned::from_ref(&PyTuple_Type)));
    types::ready(ty)?;
    describe(ty, fields, visible)
}

/// As [`PyStructSequence_InitType2`], with the exception as the only word of failure.
#[capi]
pub fn PyStructSequence_InitType(ty: &PyTypeObject, desc: *mut PyStructSequence_Desc) {
    drop(PyStructSequence_InitType2(ty, desc));
}

/// A new type of struct sequences with the described fields.
#[capi]
pub fn PyStructSequence_NewType(desc: *mut PyStructSequence_Desc) -> Result<Owned<PyTypeObject>> {
    given_type(desc, flags::DEFAULT)
}

/// As [`PyStructSequence_NewType`], with more flags.
#[capi(private)]
pub fn _PyStructSequence_NewType(desc: *mut PyStructSequence_Desc, flags: u64) -> Result<Owned<PyTypeObject>> {
    given_type(desc, flags)
}

/// The type that C describes; `SystemError` where there is nothing to read.
fn given_type(desc: *mut PyStructSequence_Desc, flags: u64) -> Result<Owned<PyTypeObject>> {
    // SAFETY: the caller's description, or NULL.
    match unsafe { desc.as_ref() } {
        Some(desc) if !desc.name.is_null() && !desc.fields.is_null() => new_type(desc, flags),
        _ => Err(raise!(SystemError, "bad argument to internal function")),
    }
}

/// A new instance whose fields are all for the caller to set.
#[capi]
pub fn PyStructSequence_New(ty: &PyTypeObject) -> Result<Owned<PyTupleObject>> {
    alloc(ty)
}

/// Sets a field, visible or hidden, of a new instance. Steals the value.
#[capi]
pub fn PyStructSequence_SetItem(instance: &PyTupleObject, at: isize, value: Option<Owned>) {
    if let Some(field) = usize::try_from(at).ok().and_then(|at| fields(instance).get(at)) {
        field.set(value);
    }
}

/// A field, visible or hidden, borrowed; NULL where it is not set.
#[capi]
pub fn PyStructSequence_GetItem(instance: &PyTupleObject, at: isize) -> Option<&PyObject> {
    let field = usize::try_from(at).ok().and_then(|at| fields(instance).get(at))?;
    // SAFETY: the caller keeps the instance as it is while it looks.
    unsafe { field.peek() }
}
