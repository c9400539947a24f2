//! The built-in types, a file or folder each, named after CPython's headers.

pub mod anext;
pub mod bool;
pub mod builtin_function;
pub mod bytearray;
pub mod bytes;
pub mod bytes_methods;
pub mod capsule;
pub mod cell;
pub mod classmethod;
pub mod codecs;
pub mod complex;
pub mod context;
pub mod descr;
pub mod dict;
pub mod enumerate;
pub mod exceptions;
pub mod float;
pub mod generic_alias;
pub mod iterators;
pub mod list;
pub mod lockstep;
pub mod long;
pub mod mappingproxy;
pub mod memoryview;
pub mod method;
pub mod module;
pub mod namespace;
pub mod object_type;
pub mod odict;
pub mod picklebuf;
pub mod property;
pub mod range;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod structseq;
pub mod super_;
pub mod traceback;
pub mod tuple;
pub mod unicode;
pub mod union;
pub mod weakref;

use crate::layout::{IsObject, PyObject, PyTypeObject};
use crate::object::types::{self, PyBaseObject_Type, PyType_Type};
use crate::runtime::errors::Result;

/// Every static type but the exceptions, bases before what derives from them. Add a type here and start-up readies it.
static TYPES: &[&PyTypeObject] = &[
    &PyBaseObject_Type,
    &PyType_Type,
    &lockstep::PyFilter_Type,
    &lockstep::PyMap_Type,
    &lockstep::PyZip_Type,
    &mappingproxy::PyDictProxy_Type,
    &long::PyLong_Type,
    &bool::PyBool_Type,
    &classmethod::PyClassMethod_Type,
    &classmethod::PyStaticMethod_Type,
    &anext::ANEXT,
    &context::PyContext_Type,
    &context::iterators::ITEMS,
    &context::iterators::KEYS,
    &context::iterators::VALUES,
    &context::variable::MISSING_TYPE,
    &context::variable::PyContextToken_Type,
    &context::variable::PyContextVar_Type,
    &descr::PyClassMethodDescr_Type,
    &descr::PyGetSetDescr_Type,
    &descr::PyMemberDescr_Type,
    &descr::PyMethodDescr_Type,
    &descr::PyWrapperDescr_Type,
    &descr::_PyMethodWrapper_Type,
    &super_::PySuper_Type,
    &generic_alias::Py_GenericAliasType,
    &generic_alias::AliasIterator_Type,
    &union::_PyUnion_Type,
    &property::PyProperty_Type,
    &bytearray::PyByteArray_Type,
    &bytes::PyBytes_Type,
    &bytes_methods::iterator::PyByteArrayIter_Type,
    &bytes_methods::iterator::PyBytesIter_Type,
    &complex::PyComplex_Type,
    &capsule::PyCapsule_Type,
    &cell::PyCell_Type,
    &dict::PyDictItems_Type,
    &dict::PyDictIterItem_Type,
    &dict::PyDictIterKey_Type,
    &dict::PyDictIterValue_Type,
    &dict::PyDictKeys_Type,
    &dict::PyDictRevIterItem_Type,
    &dict::PyDictRevIterKey_Type,
    &dict::PyDictRevIterValue_Type,
    &dict::PyDictValues_Type,
    &builtin_function::PyCFunction_Type,
    &builtin_function::PyCMethod_Type,
    &method::PyMethod_Type,
    &method::PyInstanceMethod_Type,
    &module::PyModule_Type,
    &module::PyModuleDef_Type,
    &crate::import::spec::ModuleSpec_Type,
    &crate::import::finders::BuiltinImporter_Type,
    &crate::import::finders::FrozenImporter_Type,
    &crate::import::loaders::ExtensionFileLoader_Type,
    &crate::import::loaders::NamespaceLoader_Type,
    &crate::import::loaders::NamespacePath_Type,
    &crate::import::path::FileFinder_Type,
    &crate::import::path::PathFinder_Type,
    &dict::PyDict_Type,
    &enumerate::PyEnum_Type,
    &enumerate::PyReversed_Type,
    &float::PyFloat_Type,
    &iterators::PyCallIter_Type,
    &iterators::PySeqIter_Type,
    &list::PyListIter_Type,
    &list::PyListRevIter_Type,
    &list::PyList_Type,
    &memoryview::PyMemoryView_Type,
    &memoryview::WRAPPER,
    &memoryview::_PyManagedBuffer_Type,
    &memoryview::_PyMemoryIter_Type,
    &set::PyFrozenSet_Type,
    &set::PySetIter_Type,
    &set::PySet_Type,
    &namespace::PyNamespace_Type,
    &odict::PyODictItems_Type,
    &odict::PyODictIter_Type,
    &odict::PyODictKeys_Type,
    &odict::PyODictValues_Type,
    &odict::PyODict_Type,
    &picklebuf::PyPickleBuffer_Type,
    &range::PyLongRangeIter_Type,
    &range::PyRangeIter_Type,
    &range::PyRange_Type,
    &singletons::_PyNone_Type,
    &singletons::_PyNotImplemented_Type,
    &singletons::PyEllipsis_Type,
    &slice::PySlice_Type,
    &crate::modules::codecs::incremental::DECODER,
    &crate::modules::codecs::incremental::ENCODER,
    &crate::modules::codecs::streams::READER,
    &crate::modules::codecs::streams::WRITER,
    &crate::modules::interpchannels::CHANNEL_ID,
    &crate::modules::interpreters::VIEW_TYPE,
    &crate::modules::thread::handle::HANDLE,
    &crate::modules::thread::local::LOCAL,
    &crate::modules::thread::lock::LOCK,
    &crate::modules::thread::lock::RLOCK,
    &crate::eval::code::PyCode_Type,
    &crate::eval::frame::PyFrame_Type,
    &traceback::PyTraceBack_Type,
    &tuple::PyTupleIter_Type,
    &tuple::PyTuple_Type,
    &unicode::PyUnicode_Type,
    &unicode::PyUnicodeIter_Type,
    &unicode::ASCII_ITERATOR,
    &crate::modules::operator::ATTRGETTER,
    &crate::modules::operator::ITEMGETTER,
    &crate::modules::operator::METHODCALLER,
    &crate::modules::string::FORMATTER_ITERATOR,
    &crate::modules::structs::ITERATOR,
    &crate::modules::structs::STRUCT,
    &crate::modules::string::FIELD_NAME_ITERATOR,
    &unicode::codecs::charmap::EncodingMap_Type,
    &weakref::_PyWeakref_CallableProxyType,
    &weakref::_PyWeakref_ProxyType,
    &weakref::_PyWeakref_RefType,
];

/// Every static type.
fn all() -> impl Iterator<Item = &'static PyTypeObject> {
    TYPES.iter().chain(&crate::modules::io::TYPES).copied().chain(exceptions::all())
}

/// Readies all static types; called once a process.
pub fn ready_all() -> Result<()> {
    for ty in all() {
        types::ready_builtin(ty)?;
    }
    context::variable::start()?;
    // Now: interpreters with locks of their own must not meet over it.
    for ty in all() {
        types::lookup::assign_version(ty);
    }
    unicode::intern::settle();
    Ok(())
}

/// The static objects that are immortal.
pub fn statics() -> impl Iterator<Item = &'static PyObject> {
    let types = all().map(IsObject::as_object);
    let singletons: [&PyObject; 4] =
        [&singletons::_Py_NoneStruct, &singletons::_Py_NotImplementedStruct, &singletons::_Py_EllipsisObject, &context::variable::MISSING];
    let bools: [&PyObject; 2] = [&bool::_Py_TrueStruct, &bool::_Py_FalseStruct];
    let strings = unicode::statics::all().chain(crate::object::id::all()).map(|string| string.as_object());
    types.chain(singletons).chain(bools).chain(long::statics()).chain(strings).chain(bytes::statics()).chain([tuple::empty_static()])
}

/// Puts back the counts of static objects that inline code of older limited APIs has moved; says how many there were.
pub fn repair_statics() -> usize {
    statics().filter(|object| object.has_drifted() && object.repair()).count()
}
