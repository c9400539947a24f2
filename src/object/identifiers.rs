//! Strings that the library itself asks for: built at compile time, interned and immortal, shared by all interpreters.
//!
//! `id::__name__` is a `&PyUnicodeObject`. Start-up gives each its hash before anything is looked up. Keep the list sorted.
#![allow(non_upper_case_globals)]

use crate::layout::{PyUnicodeObject, StaticStr};

macro_rules! identifiers {
    ($($name:ident)*) => {
        $(#[doc = concat!("`", stringify!($name), "`")]
        pub static $name: StaticStr<{ stringify!($name).len() + 1 }> = StaticStr::new(with_nul(concat!(stringify!($name), "\0")), true);)*
        /// All of them, for start-up.
        pub fn all() -> impl Iterator<Item = &'static PyUnicodeObject> {
            [$(&*$name),*].into_iter()
        }
    };
}

/// The bytes of a text that ends with a NUL.
const fn with_nul<const SIZE: usize>(ended: &str) -> [u8; SIZE] {
    let bytes = ended.as_bytes();
    let mut bytes_of = [0; SIZE];
    let mut i = 0;
    while i < SIZE {
        bytes_of[i] = bytes[i];
        i += 1;
    }
    bytes_of
}

identifiers! {
    Ellipsis
    False
    None
    NotImplemented
    True
    __abs__
    __abstractmethods__
    __add__
    __annotations__
    __args__
    __await__
    __bases__
    __bool__
    __buffer__
    __build_class__
    __bytes__
    __call__
    __cause__
    __class__
    __class_getitem__
    __complex__
    __contains__
    __context__
    __del__
    __delattr__
    __delete__
    __delitem__
    __dict__
    __dictoffset__
    __dir__
    __doc__
    __eq__
    __file__
    __float__
    __format__
    __fspath__
    __ge__
    __get__
    __getattr__
    __getattribute__
    __getitem__
    __getstate__
    __gt__
    __hash__
    __import__
    __index__
    __init__
    __init_subclass__
    __instancecheck__
    __int__
    __iter__
    __le__
    __len__
    __length_hint__
    __loader__
    __lt__
    __main__
    __missing__
    __module__
    __mro_entries__
    __mul__
    __name__
    __ne__
    __new__
    __next__
    __notes__
    __objclass__
    __package__
    __path__
    __prepare__
    __qualname__
    __reduce__
    __reduce_ex__
    __release_buffer__
    __repr__
    __reversed__
    __round__
    __set__
    __set_name__
    __setattr__
    __setitem__
    __sizeof__
    __slots__
    __spec__
    __str__
    __subclasscheck__
    __subclasshook__
    __text_signature__
    __vectorcalloffset__
    __warningregistry__
    __weaklistoffset__
    __weakref__
    builtins
    closed
    co_filename
    co_name
    code
    copy
    derive
    displayhook
    encoding
    end_lineno
    end_offset
    excepthook
    f_builtins
    f_code
    f_globals
    f_lineno
    f_locals
    filename
    flush
    get
    get_source
    items
    iterable
    keys
    last_exc
    last_traceback
    last_type
    last_value
    lineno
    modules
    mro
    msg
    name
    name_from
    obj
    offset
    path
    print_file_and_line
    readline
    send
    sort
    stderr
    stdin
    stdout
    sys
    text
    tracebacklimit
    unraisablehook
    values
    version
    write
}
