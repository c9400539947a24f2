/* Full API: critical sections.  Under the GIL they are plain blocks. */
#ifndef Py_CPYTHON_CRITICAL_SECTION_H
#define Py_CPYTHON_CRITICAL_SECTION_H

typedef struct PyCriticalSection PyCriticalSection;
typedef struct PyCriticalSection2 PyCriticalSection2;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Begins a critical section on two objects. */
PyAPI_FUNC(void) PyCriticalSection2_Begin(PyCriticalSection2 *section, PyObject *a, PyObject *b);
/* Begins a critical section on two locks. */
PyAPI_FUNC(void) PyCriticalSection2_BeginMutex(PyCriticalSection2 *section, PyMutex *a, PyMutex *b);
/* Ends it. */
PyAPI_FUNC(void) PyCriticalSection2_End(PyCriticalSection2 *section);
/* Begins a critical section on an object. The GIL is section enough. */
PyAPI_FUNC(void) PyCriticalSection_Begin(PyCriticalSection *section, PyObject *object);
/* Begins a critical section on a lock. */
PyAPI_FUNC(void) PyCriticalSection_BeginMutex(PyCriticalSection *section, PyMutex *mutex);
/* Ends it. */
PyAPI_FUNC(void) PyCriticalSection_End(PyCriticalSection *section);
EXUVIA_END_C
/* end of declarations */

#define Py_BEGIN_CRITICAL_SECTION(op) {
#define Py_BEGIN_CRITICAL_SECTION_MUTEX(mutex) {
#define Py_END_CRITICAL_SECTION() }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) {
#define Py_BEGIN_CRITICAL_SECTION2_MUTEX(m1, m2) {
#define Py_END_CRITICAL_SECTION2() }

#endif
