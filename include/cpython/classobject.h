/* Full API: bound methods. */
#ifndef Py_LIMITED_API
#ifndef Py_CLASSOBJECT_H
#define Py_CLASSOBJECT_H

typedef struct {
    PyObject_HEAD
    PyObject *im_func;
    PyObject *im_self;
    PyObject *im_weakreflist;
    vectorcallfunc vectorcall;
} PyMethodObject;

typedef struct {
    PyObject_HEAD
    PyObject *func;
} PyInstanceMethodObject;

#define _PyMethod_CAST(meth) (assert(PyMethod_Check(meth)), _Py_CAST(PyMethodObject *, meth))
#define _PyInstanceMethod_CAST(meth) (assert(PyInstanceMethod_Check(meth)), _Py_CAST(PyInstanceMethodObject *, meth))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The callable of an instancemethod, borrowed. */
PyAPI_FUNC(PyObject *) PyInstanceMethod_Function(PyObject *method);
/* A new instancemethod of a callable. */
PyAPI_FUNC(PyObject *) PyInstanceMethod_New(PyObject *function);
/* instancemethod. */
PyAPI_DATA(PyTypeObject) PyInstanceMethod_Type;
/* The function of a bound method, borrowed. */
PyAPI_FUNC(PyObject *) PyMethod_Function(PyObject *method);
/* A new bound method. */
PyAPI_FUNC(PyObject *) PyMethod_New(PyObject *function, PyObject *receiver);
/* The object that a method is bound to, borrowed. */
PyAPI_FUNC(PyObject *) PyMethod_Self(PyObject *method);
/* method. */
PyAPI_DATA(PyTypeObject) PyMethod_Type;
EXUVIA_END_C
/* end of declarations */

#define PyMethod_Check(op) Py_IS_TYPE((op), &PyMethod_Type)
#define PyInstanceMethod_Check(op) Py_IS_TYPE((op), &PyInstanceMethod_Type)

EXUVIA_BEGIN_C

/* What is bound to what, borrowed. */
static inline PyObject *PyMethod_GET_FUNCTION(PyObject *meth)
{
    return _PyMethod_CAST(meth)->im_func;
}
#define PyMethod_GET_FUNCTION(meth) PyMethod_GET_FUNCTION(_PyObject_CAST(meth))

static inline PyObject *PyMethod_GET_SELF(PyObject *meth)
{
    return _PyMethod_CAST(meth)->im_self;
}
#define PyMethod_GET_SELF(meth) PyMethod_GET_SELF(_PyObject_CAST(meth))

static inline PyObject *PyInstanceMethod_GET_FUNCTION(PyObject *meth)
{
    return _PyInstanceMethod_CAST(meth)->func;
}
#define PyInstanceMethod_GET_FUNCTION(meth) PyInstanceMethod_GET_FUNCTION(_PyObject_CAST(meth))

EXUVIA_END_C

#endif
#endif
