/* Names of structs that headers use before the struct is there. */
#ifndef Py_PYTYPEDEFS_H
#define Py_PYTYPEDEFS_H

typedef struct _object PyObject;
typedef struct _typeobject PyTypeObject;
typedef struct _longobject PyLongObject;
typedef struct PyCodeObject PyCodeObject;
typedef struct _frame PyFrameObject;

typedef struct PyModuleDef PyModuleDef;
typedef struct PyModuleDef_Slot PyModuleDef_Slot;
typedef struct PyMethodDef PyMethodDef;
typedef struct PyGetSetDef PyGetSetDef;
typedef struct PyMemberDef PyMemberDef;

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
typedef struct PySlot PySlot;
#endif

typedef struct _ts PyThreadState;
typedef struct _is PyInterpreterState;

#endif
