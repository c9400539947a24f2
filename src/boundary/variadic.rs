//! The variadic entries' public names.
//!
//! Stable Rust cannot define a variadic function (nor one that the C library unwinds), so each of these names is a jump to its C half in `varargs.c`, which
//! gathers a `va_list` and calls the worker: a Rust function that [`worker`](macro@worker) gives its C name.

/// `PyTuple_Pack => exuvia_c_PyTuple_Pack;`: the public name jumps to the C function.
macro_rules! variadic {
    ($($(#[$doc:meta])* $public:ident => $gatherer:ident;)*) => { $(
        // Only its address is taken here, whatever its parameters are.
        #[allow(clashing_extern_declarations)]
        unsafe extern "C" {
            fn $gatherer();
        }
        $(#[$doc])*
        ///
        /// # Safety
        /// C's to call, with the arguments of its prototype.
        #[unsafe(naked)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $public() {
            #[cfg(feature = "checked")]
            static EXPORT: $crate::checked::entry::Export = exuvia_macros::export!($public);
            $crate::jump!($gatherer, EXPORT);
        }
    )* };
}

/// `worker! { tuple_pack as exuvia_tuple_pack(count: isize, va: *mut VaList) -> Result<Owned> }`: the entry under which
/// `varargs.c` calls the Rust function of that path, with the conversions and the guard of `#[capi]`.
#[macro_export]
macro_rules! worker {
    ($($function:path as $name:ident($($argument:ident: $ty:ty),*) -> $result:ty;)*) => { $(
        const _: () = {
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $name($($argument: <$ty as $crate::boundary::FromC>::C),*) -> <$result as $crate::boundary::IntoC>::C {
                let body = || $crate::boundary::enter::<$result>(stringify!($function), || {
                    // SAFETY: the C half passes what its own caller passed, by the prototype; NULL is looked for here.
                    unsafe {
                        $(let Some($argument) = <$ty as $crate::boundary::FromC>::from_c($argument) else {
                            return $crate::boundary::null_argument::<$result>(stringify!($function));
                        };)*
                        $crate::boundary::IntoC::into_c($function($($argument),*))
                    }
                });
                #[cfg(not(feature = "checked"))]
                return body();
                #[cfg(feature = "checked")]
                $crate::checked::entry::run::<$result>(
                    &[$((<$ty as $crate::boundary::FromC>::TAKES, $crate::checked::entry::word(&$argument))),*],
                    body,
                )
            }
        };
    )* };
}

variadic! {
    /// Ends the running thread at once; what its frames hold is lost. Returning from the thread's function is the way to end it.
    PyThread_exit_thread => exuvia_c_PyThread_exit_thread;
    /// Warns with a formatted message of the code that called: 0, or -1 where a filter makes it an exception.
    PyErr_WarnFormat => exuvia_c_PyErr_WarnFormat;
    /// Warns of a resource that was not given back.
    PyErr_ResourceWarning => exuvia_c_PyErr_ResourceWarning;
    /// Warns with a formatted message of a place that is given.
    PyErr_WarnExplicitFormat => exuvia_c_PyErr_WarnExplicitFormat;
    /// Raises an exception with a formatted message; NULL.
    PyErr_Format => exuvia_c_PyErr_Format;
    /// As `PyErr_Format`, for a thread state that the caller has looked up.
    _PyErr_Format => exuvia_c__PyErr_Format;
    /// As `PyErr_Format`, with the exception that is set as the cause.
    _PyErr_FormatFromCause => exuvia_c__PyErr_FormatFromCause;
    /// Adds a formatted note to the exception that is set.
    _PyErr_FormatNote => exuvia_c__PyErr_FormatNote;
    /// Reports the exception that is set with a formatted message (or none, for NULL), and clears it.
    PyErr_FormatUnraisable => exuvia_c_PyErr_FormatUnraisable;
    /// Writes by C's format to `sys.stdout`, at most 1000 bytes.
    PySys_WriteStdout => exuvia_c_PySys_WriteStdout;
    /// Writes by C's format to `sys.stderr`, at most 1000 bytes.
    PySys_WriteStderr => exuvia_c_PySys_WriteStderr;
    /// Writes by the format of `PyUnicode_FromFormat` to `sys.stdout`.
    PySys_FormatStdout => exuvia_c_PySys_FormatStdout;
    /// Writes by the format of `PyUnicode_FromFormat` to `sys.stderr`.
    PySys_FormatStderr => exuvia_c_PySys_FormatStderr;
    /// Tells the audit hooks of an event: 0, or -1 with the exception of one that refuses.
    PySys_Audit => exuvia_c_PySys_Audit;
    /// Takes one object by a format; 1, or 0 with an exception.
    PyArg_Parse => exuvia_c_PyArg_Parse;
    /// Takes a tuple apart by a format; 1, or 0 with an exception.
    PyArg_ParseTuple => exuvia_c_PyArg_ParseTuple;
    /// Takes a tuple and a dict (or NULL) apart by a format and a list of names; 1, or 0 with an exception.
    PyArg_ParseTupleAndKeywords => exuvia_c_PyArg_ParseTupleAndKeywords;
    /// Puts the items of a tuple into places, borrowed; 0 with `TypeError` where there are fewer than `least` or more than `most`.
    PyArg_UnpackTuple => exuvia_c_PyArg_UnpackTuple;
    /// Calls with the arguments that a format makes, new.
    PyObject_CallFunction => exuvia_c_PyObject_CallFunction;
    /// Calls with the objects up to a NULL, new.
    PyObject_CallFunctionObjArgs => exuvia_c_PyObject_CallFunctionObjArgs;
    /// Calls a method with the arguments that a format makes, new.
    PyObject_CallMethod => exuvia_c_PyObject_CallMethod;
    /// Calls a method with the objects up to a NULL, new.
    PyObject_CallMethodObjArgs => exuvia_c_PyObject_CallMethodObjArgs;
    /// As `PyObject_CallMethod`, with the name as an object.
    _PyObject_CallMethod => exuvia_c__PyObject_CallMethod;
    /// As `PyObject_CallMethod`, with the name as an identifier.
    _PyObject_CallMethodId => exuvia_c__PyObject_CallMethodId;
    /// C's `snprintf`, with a text that is always terminated where there is room for the terminator.
    PyOS_snprintf => exuvia_c_PyOS_snprintf;
    /// The same with a `va_list`.
    PyOS_vsnprintf => exuvia_vsnprintf;
    /// A new tuple of `n` objects, which are borrowed.
    PyTuple_Pack => exuvia_c_PyTuple_Pack;
    /// Appends text by a format to a writer; 0, or -1 with an exception.
    PyUnicodeWriter_Format => exuvia_c_PyUnicodeWriter_Format;
    /// A new string by a format.
    PyUnicode_FromFormat => exuvia_c_PyUnicode_FromFormat;
    /// Raises `NotShareableError` with a message by a format.
    _PyXIData_FormatNotShareableError => exuvia_c__PyXIData_FormatNotShareableError;
    /// New bytes by a format of its own.
    PyBytes_FromFormat => exuvia_c_PyBytes_FromFormat;
    /// A new object by a format: `None` for an empty one, a tuple where there are several units.
    Py_BuildValue => exuvia_c_Py_BuildValue;
    /// Takes positional arguments in a row apart by a format; 1, or 0 with an exception.
    _PyArg_ParseStack => exuvia_c__PyArg_ParseStack;
    /// Takes arguments by the vectorcall convention apart by what a parser says; 1, or 0 with an exception.
    _PyArg_ParseStackAndKeywords => exuvia_c__PyArg_ParseStackAndKeywords;
    /// Takes a tuple and a dict (or NULL) apart by what a parser says; 1, or 0 with an exception.
    _PyArg_ParseTupleAndKeywordsFast => exuvia_c__PyArg_ParseTupleAndKeywordsFast;
}

/// Names of older versions, for a function that has another name now.
macro_rules! aliases {
    ($($public:ident => $gatherer:ident;)*) => { $(
        #[doc = concat!("[`", stringify!($gatherer), "`] under a name of older versions.")]
        ///
        /// # Safety
        /// C's to call, with the arguments of its prototype.
        #[unsafe(naked)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $public() {
            #[cfg(target_arch = "x86_64")]
            std::arch::naked_asm!("jmp {}", sym $gatherer);
            #[cfg(target_arch = "aarch64")]
            std::arch::naked_asm!("b {}", sym $gatherer);
        }
    )* };
}

aliases! {
    PyEval_CallFunction => exuvia_c_PyObject_CallFunction;
    PyEval_CallMethod => exuvia_c_PyObject_CallMethod;
    _PyObject_CallFunction_SizeT => exuvia_c_PyObject_CallFunction;
    _PyObject_CallMethod_SizeT => exuvia_c_PyObject_CallMethod;
    _PyArg_ParseTupleAndKeywords_SizeT => exuvia_c_PyArg_ParseTupleAndKeywords;
    _PyArg_ParseTuple_SizeT => exuvia_c_PyArg_ParseTuple;
    _PyArg_Parse_SizeT => exuvia_c_PyArg_Parse;
    _Py_BuildValue_SizeT => exuvia_c_Py_BuildValue;
}
