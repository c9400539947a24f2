/* Critical sections: per-object locks of builds without a GIL. */
#ifndef Py_CRITICAL_SECTION_H
#define Py_CRITICAL_SECTION_H

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* What is in them is the library's. */
typedef struct PyCriticalSection {
    uintptr_t _cs_prev;
    struct PyMutex *_cs_mutex;
} PyCriticalSection;

typedef struct PyCriticalSection2 {
    PyCriticalSection _cs_base;
    struct PyMutex *_cs_mutex2;
} PyCriticalSection2;

/* A block in which no other thread is in a section of the same object. */
#define Py_BEGIN_CRITICAL_SECTION(op) \
    { \
        PyCriticalSection _section_; \
        PyCriticalSection_Begin(&_section_, _PyObject_CAST(op))
#define Py_END_CRITICAL_SECTION() \
        PyCriticalSection_End(&_section_); \
    }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) \
    { \
        PyCriticalSection2 _section2_; \
        PyCriticalSection2_Begin(&_section2_, _PyObject_CAST(a), _PyObject_CAST(b))
#define Py_END_CRITICAL_SECTION2() \
        PyCriticalSection2_End(&_section2_); \
    }
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Begins a critical section on two objects. */
PyAPI_FUNC(void) PyCriticalSection2_Begin(PyCriticalSection2 *section, PyObject *a, PyObject *b);
/* Ends it. */
PyAPI_FUNC(void) PyCriticalSection2_End(PyCriticalSection2 *section);
/* Begins a critical section on an object. The GIL is section enough. */
PyAPI_FUNC(void) PyCriticalSection_Begin(PyCriticalSection *section, PyObject *object);
/* Ends it. */
PyAPI_FUNC(void) PyCriticalSection_End(PyCriticalSection *section);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/critical_section.h"
#endif

#endif
