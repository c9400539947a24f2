/* Critical sections: per-object locks of builds without a GIL. */
#ifndef Py_CRITICAL_SECTION_H
#define Py_CRITICAL_SECTION_H

#ifndef Py_LIMITED_API
#include "cpython/critical_section.h"
#endif

#endif
