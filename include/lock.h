/* PyMutex, a lock of one byte. */
#ifndef Py_LOCK_H
#define Py_LOCK_H

#ifndef Py_LIMITED_API
#include "cpython/lock.h"
#endif

#endif
