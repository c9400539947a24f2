/* Full API of evaluation. */
#ifndef Py_CPYTHON_CEVAL_H
#define Py_CPYTHON_CEVAL_H

/* The file that tells the perf profiler what code is where. */
typedef struct {
    FILE *perf_map;
    PyThread_type_lock map_lock;
} PerfMapState;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A number under which extensions can attach something to code objects; -1 where there are no more. free is called
   with what is attached when a code object dies. */
PyAPI_FUNC(Py_ssize_t) PyUnstable_Eval_RequestCodeExtraIndex(freefunc free);
/* Writes a bound of a slice, cut to what a Py_ssize_t holds; leaves the place alone for None. 1, or 0 with an
   exception. */
PyAPI_FUNC(int) _PyEval_SliceIndex(PyObject *bound, Py_ssize_t *place);
/* As [_PyEval_SliceIndex], but None is refused. */
PyAPI_FUNC(int) _PyEval_SliceIndexNotNone(PyObject *bound, Py_ssize_t *place);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

_Py_DEPRECATED_EXTERNALLY(3.12) static inline Py_ssize_t _PyEval_RequestCodeExtraIndex(freefunc f)
{
    return PyUnstable_Eval_RequestCodeExtraIndex(f);
}

EXUVIA_END_C

#endif
