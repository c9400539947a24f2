/* Frames: Python.h has what is needed for most uses. */
#ifndef Py_FRAMEOBJECT_H
#define Py_FRAMEOBJECT_H

#include "pyframe.h"

#ifndef Py_LIMITED_API
#include "cpython/frameobject.h"
#endif

#endif
