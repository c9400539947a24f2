/* sys.monitoring, for code that is not Python's. */
#ifndef Py_MONITORING_H
#define Py_MONITORING_H

#ifndef Py_LIMITED_API
#include "cpython/monitoring.h"
#endif

#endif
