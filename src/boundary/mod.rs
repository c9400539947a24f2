//! Where C meets Rust, and nowhere else.
//!
//! `#[capi]` turns each exported function into an `extern "C"` entry that does the same three things: arguments become
//! Rust by [`FromC`], the body runs under [`enter`] so that no panic crosses, and the result becomes C by [`IntoC`].
//! Slots, methods and getters of Rust types go the same way through [`slot`] and [`method`].
//!
//! | Rust parameter | C passes | NULL |
//! |---|---|---|
//! | `&T` | a borrowed reference | raises SystemError |
//! | `Option<&T>` | a borrowed reference | `None` |
//! | `Owned<T>` | a reference that is stolen | raises SystemError |
//! | `Option<Owned<T>>` | a reference that is stolen | `None` |
//! | `&CStr` | a C string | raises SystemError |
//! | `*const T`, `*mut T`, `Option<fn>`, numbers | themselves | the body looks |
//!
//! | Rust result | C gets |
//! |---|---|
//! | `Owned`, `&T`; in `Option`; in `Result`; in `Result<Option>` | a new or borrowed reference; NULL for `None` and, with an exception, for `Err` |
//! | `Result<()>` | 0, or -1 with an exception |
//! | `Result<bool>` | 1 or 0, or -1 with an exception |
//! | `Result<number>`, `Handed<number>` | the number, or -1 with an exception |
//! | `Result<*mut T>`, `Result<*const T>` | the pointer, or NULL with an exception |
//! | numbers, `bool`, pointers, `()` | themselves |
//!
//! # Safety
//! An export that takes raw pointers is written as a safe function whose caller is C: what C passes is a pointer of the
//! kind that the prototype names, to something alive, or NULL where the documentation allows it. Rust code that calls
//! such a function owes the same.

pub mod foreign;
pub mod method;
pub mod slot;
pub mod va_list;
pub mod variadic;

use crate::layout::{IsObject, PyObject};
use crate::object::Owned;
use crate::runtime::errors::{self, Raised, Result};
use crate::runtime::fatal::fatal;
use crate::runtime::heap;
use std::any::Any;
use std::ffi::{CStr, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A type that C passes in a register, and of which class it is (see the macros' `class_of`).
pub trait CType: Copy {
    const CLASS: char;
}
macro_rules! ctypes {
    ($($class:literal: $($ty:ty),*;)*) => { $($(impl CType for $ty { const CLASS: char = $class; })*)* };
}
ctypes! {
    'v': ();
    'i': i32, u32;
    'l': i64, u64, isize, usize;
    'd': f64;
    'c': i8, u8;
    'h': i16, u16;
}
impl<T> CType for *mut T {
    const CLASS: char = 'p';
}
impl<T> CType for *const T {
    const CLASS: char = 'p';
}
// By value: the contract does not compare it.
impl CType for crate::layout::PyStatus {
    const CLASS: char = '?';
}
/// What a function takes with a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Take {
    /// No object, or one that the function's text tells of.
    Plain,
    Borrowed,
    BorrowedOrNull,
    Stolen,
    StolenOrNull,
}
/// What a function gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Give {
    /// No object, or one that the function's text tells of.
    Plain,
    /// A new reference; NULL with an exception.
    New,
    /// A new reference, or NULL that says nothing of exceptions.
    NewOrNull,
    Borrowed,
    BorrowedOrNull,
}

/// How a C argument becomes a Rust one.
pub trait FromC: Sized {
    type C: CType;
    const TAKES: Take = Take::Plain;
    /// `None` where NULL was passed and the Rust type has no room for it.
    ///
    /// # Safety
    /// The argument is what the C prototype says it is.
    unsafe fn from_c(argument: Self::C) -> Option<Self>;
}

/// How a Rust result becomes a C one.
pub trait IntoC: Sized {
    type C: CType;
    const GIVES: Give = Give::Plain;
    fn into_c(self) -> Self::C;
    /// What C gets after an exception was set; `None` where the result cannot say so.
    fn failure() -> Option<Self::C>;
    /// What C gets where there was no memory: [`failure`](IntoC::failure), after `MemoryError` was raised.
    fn out_of_memory() -> Option<Self::C> {
        let failure = Self::failure()?;
        raise_no_memory();
        Some(failure)
    }
}

impl<T: IsObject> FromC for &T {
    type C = *mut T;
    const TAKES: Take = Take::Borrowed;
    #[inline(always)]
    unsafe fn from_c(argument: *mut T) -> Option<Self> {
        // SAFETY: a live object or NULL.
        unsafe { argument.as_ref() }
    }
}
impl<T: IsObject> FromC for Option<&T> {
    type C = *mut T;
    const TAKES: Take = Take::BorrowedOrNull;
    #[inline(always)]
    unsafe fn from_c(argument: *mut T) -> Option<Self> {
        // SAFETY: a live object or NULL.
        Some(unsafe { argument.as_ref() })
    }
}
impl<T: IsObject> FromC for Owned<T> {
    type C = *mut T;
    const TAKES: Take = Take::Stolen;
    #[inline(always)]
    unsafe fn from_c(argument: *mut T) -> Option<Self> {
        // SAFETY: the function steals the reference.
        unsafe { Owned::from_ptr(argument) }
    }
}
impl<T: IsObject> FromC for Option<Owned<T>> {
    type C = *mut T;
    const TAKES: Take = Take::StolenOrNull;
    #[inline(always)]
    unsafe fn from_c(argument: *mut T) -> Option<Self> {
        // SAFETY: the function steals the reference.
        Some(unsafe { Owned::from_ptr(argument) })
    }
}
impl FromC for &CStr {
    type C = *const c_char;
    #[inline(always)]
    unsafe fn from_c(argument: *const c_char) -> Option<Self> {
        // SAFETY: a C string that ends with a NUL.
        (!argument.is_null()).then(|| unsafe { CStr::from_ptr(argument) })
    }
}
impl FromC for Option<&CStr> {
    type C = *const c_char;
    #[inline(always)]
    unsafe fn from_c(argument: *const c_char) -> Option<Self> {
        // SAFETY: a C string that ends with a NUL.
        Some((!argument.is_null()).then(|| unsafe { CStr::from_ptr(argument) }))
    }
}
macro_rules! themselves {
    ($($ty:ty),*) => { $(
        impl FromC for $ty {
            type C = $ty;
            #[inline(always)]
            unsafe fn from_c(argument: $ty) -> Option<Self> { Some(argument) }
        }
        impl IntoC for $ty {
            type C = $ty;
            #[inline(always)]
            fn into_c(self) -> $ty { self }
            fn failure() -> Option<$ty> { None }
        }
        impl IntoC for Result<$ty> {
            type C = $ty;
            #[inline(always)]
            fn into_c(self) -> $ty { self.unwrap_or(-1i8 as $ty) }
            fn failure() -> Option<$ty> { Some(-1i8 as $ty) }
        }
    )* };
}
themselves! { i8, u8, i16, u16, i32, u32, i64, u64, isize, usize, f64 }
/// What a C function returned and C gets as it is: a number, or -1 with the exception that is set.
pub struct Handed<T>(pub T);
impl<T> Handed<T>
where
    Result<T>: IntoC<C = T>,
{
    /// For a failure of our own.
    pub fn failed(raised: Raised) -> Self {
        Handed(Err(raised).into_c())
    }
}
impl<T: CType> IntoC for Handed<T>
where
    Result<T>: IntoC<C = T>,
{
    type C = T;
    #[inline(always)]
    fn into_c(self) -> T {
        self.0
    }
    fn failure() -> Option<T> {
        <Result<T> as IntoC>::failure()
    }
}
macro_rules! pointers {
    ($($ty:ty),*) => { $(
        impl<T> FromC for $ty {
            type C = $ty;
            #[inline(always)]
            unsafe fn from_c(argument: $ty) -> Option<Self> { Some(argument) }
        }
        impl<T> IntoC for $ty {
            type C = $ty;
            #[inline(always)]
            fn into_c(self) -> $ty { self }
            fn failure() -> Option<$ty> { None }
        }
        impl<T> IntoC for Result<$ty> {
            type C = $ty;
            #[inline(always)]
            fn into_c(self) -> $ty { self.unwrap_or(std::ptr::null::<T>().cast_mut()) }
            fn failure() -> Option<$ty> { Some(std::ptr::null::<T>().cast_mut()) }
        }
    )* };
}
pointers! { *mut T, *const T }
macro_rules! function_pointers {
    ($(($($arg:ident),*))*) => { $(
        impl<R, $($arg),*> CType for Option<unsafe extern "C" fn($($arg),*) -> R> {
            const CLASS: char = 'p';
        }
        impl<R, $($arg),*> FromC for Option<unsafe extern "C" fn($($arg),*) -> R> {
            type C = Self;
            #[inline(always)]
            unsafe fn from_c(argument: Self) -> Option<Self> { Some(argument) }
        }
        impl<R, $($arg),*> IntoC for Option<unsafe extern "C" fn($($arg),*) -> R> {
            type C = Self;
            #[inline(always)]
            fn into_c(self) -> Self { self }
            fn failure() -> Option<Self> { None }
        }
    )* };
}
function_pointers! { () (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) }
impl IntoC for () {
    type C = ();
    #[inline(always)]
    fn into_c(self) {}
    fn failure() -> Option<()> {
        None
    }
    fn out_of_memory() -> Option<()> {
        raise_no_memory();
        Some(())
    }
}
impl FromC for crate::layout::PyStatus {
    type C = Self;
    #[inline(always)]
    unsafe fn from_c(argument: Self) -> Option<Self> {
        Some(argument)
    }
}
impl IntoC for crate::layout::PyStatus {
    type C = Self;
    #[inline(always)]
    fn into_c(self) -> Self {
        self
    }
    fn failure() -> Option<Self> {
        None
    }
    fn out_of_memory() -> Option<Self> {
        Some(crate::layout::PyStatus { _type: 1, func: std::ptr::null(), err_msg: c"memory allocation failed".as_ptr(), exitcode: 0 })
    }
}
impl IntoC for bool {
    type C = c_int;
    #[inline(always)]
    fn into_c(self) -> c_int {
        c_int::from(self)
    }
    fn failure() -> Option<c_int> {
        None
    }
}
impl IntoC for Result<()> {
    type C = c_int;
    #[inline(always)]
    fn into_c(self) -> c_int {
        if self.is_ok() { 0 } else { -1 }
    }
    fn failure() -> Option<c_int> {
        Some(-1)
    }
}
impl IntoC for Result<bool> {
    type C = c_int;
    #[inline(always)]
    fn into_c(self) -> c_int {
        self.map_or(-1, c_int::from)
    }
    fn failure() -> Option<c_int> {
        Some(-1)
    }
}
/// What becomes an object pointer: an owned reference is given away, a borrowed one stays borrowed.
pub trait IntoPointer {
    type Object: IsObject;
    const ALWAYS: Give;
    const OR_NULL: Give;
    fn into_pointer(self) -> *mut Self::Object;
}
impl<T: IsObject> IntoPointer for Owned<T> {
    type Object = T;
    const ALWAYS: Give = Give::New;
    const OR_NULL: Give = Give::NewOrNull;
    #[inline(always)]
    fn into_pointer(self) -> *mut T {
        self.into_ptr()
    }
}
impl<T: IsObject> IntoPointer for &T {
    type Object = T;
    const ALWAYS: Give = Give::Borrowed;
    const OR_NULL: Give = Give::BorrowedOrNull;
    #[inline(always)]
    fn into_pointer(self) -> *mut T {
        self.as_ptr()
    }
}
macro_rules! references {
    ($([$($generic:tt)*] $ty:ty),*) => { $(
        impl<$($generic)*> IntoC for $ty {
            type C = *mut PyObject;
            const GIVES: Give = <$ty as IntoPointer>::ALWAYS;
            #[inline(always)]
            fn into_c(self) -> *mut PyObject { self.into_pointer().cast() }
            fn failure() -> Option<*mut PyObject> { None }
        }
        impl<$($generic)*> IntoC for Option<$ty> {
            type C = *mut PyObject;
            const GIVES: Give = <$ty as IntoPointer>::OR_NULL;
            #[inline(always)]
            fn into_c(self) -> *mut PyObject {
                match self {
                    Some(object) => object.into_pointer().cast(),
                    None => std::ptr::null_mut(),
                }
            }
            fn failure() -> Option<*mut PyObject> { None }
        }
        impl<$($generic)*> IntoC for Result<$ty> {
            type C = *mut PyObject;
            const GIVES: Give = <$ty as IntoPointer>::ALWAYS;
            #[inline(always)]
            fn into_c(self) -> *mut PyObject {
                match self {
                    Ok(object) => object.into_pointer().cast(),
                    Err(_) => std::ptr::null_mut(),
                }
            }
            fn failure() -> Option<*mut PyObject> { Some(std::ptr::null_mut()) }
        }
        impl<$($generic)*> IntoC for Result<Option<$ty>> {
            type C = *mut PyObject;
            const GIVES: Give = <$ty as IntoPointer>::OR_NULL;
            #[inline(always)]
            fn into_c(self) -> *mut PyObject {
                match self {
                    Ok(Some(object)) => object.into_pointer().cast(),
                    Ok(None) | Err(_) => std::ptr::null_mut(),
                }
            }
            fn failure() -> Option<*mut PyObject> { Some(std::ptr::null_mut()) }
        }
    )* };
}
references! { [T: IsObject] Owned<T>, ['a, T: IsObject] &'a T }

/// Runs the body of an entry. A panic becomes `SystemError`, `MemoryError` where it says that there is no memory, or a fatal error
/// where the result cannot say so.
#[inline(always)]
pub fn enter<R: IntoC>(name: &'static str, body: impl FnOnce() -> R::C) -> R::C {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(result) => result,
        Err(panic) => panicked::<R>(name, panic),
    }
}

/// Raises `MemoryError`, where somebody can be asked about it.
fn raise_no_memory() {
    if crate::runtime::thread_state::try_thread().is_some() {
        let _: Raised = Raised::no_memory();
    }
}

#[cold]
#[inline(never)]
fn panicked<R: IntoC>(name: &'static str, panic: Box<dyn Any + Send>) -> R::C {
    if heap::is_out_of_memory(&*panic) {
        return R::out_of_memory().unwrap_or_else(|| fatal(name, "out of memory"));
    }
    let what = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text.as_str(),
        _ => "no message",
    };
    match R::failure() {
        Some(failure) => {
            let _: Raised = crate::raise!(SystemError, "{name} panicked: {what}");
            failure
        }
        None => fatal(name, &format!("panicked: {what}")),
    }
}

/// NULL came where an object or a string was asked for.
#[cold]
#[inline(never)]
pub fn null_argument<R: IntoC>(name: &'static str) -> R::C {
    match R::failure() {
        Some(failure) => {
            if !errors::occurred() {
                let _: Raised = crate::raise!(SystemError, "null argument to internal routine");
            }
            failure
        }
        None => fatal(name, "NULL was passed where an object is needed"),
    }
}

/// Takes what a foreign function returned: a new reference, or NULL with an exception.
///
/// # Safety
/// `object` is NULL or a new reference that the caller owns.
#[inline(always)]
pub unsafe fn new_reference(object: *mut PyObject) -> Result<Owned> {
    // SAFETY: the caller's word.
    unsafe { Owned::from_ptr(object) }.ok_or(Raised::already())
}

/// Takes what a foreign function returned: 0 or more, or negative with an exception.
#[inline(always)]
pub fn status(code: c_int) -> Result<c_int> {
    if code < 0 { Err(Raised::already()) } else { Ok(code) }
}
