/* What C that Cython has written asks of CPython's header of this name: the line of a frame that stands for a call in a traceback.
   Nothing else of CPython's internals is here. */
#ifndef Py_INTERNAL_FRAME_H
#define Py_INTERNAL_FRAME_H

struct _frame {
    PyObject_HEAD
    PyFrameObject *f_back;
    struct _PyInterpreterFrame *f_frame;
    PyObject *f_trace;
    int f_lineno; /* 0: it follows from the code */
    char f_trace_lines;
    char f_trace_opcodes;
    PyObject *f_extra_locals;
    PyObject *f_locals_cache;
    PyObject *f_overwritten_fast_locals;
    PyObject *_f_frame_data[1]; /* the library's */
};

#endif
