/* Full API: without effect, for sources that guard floating-point code. */
#ifndef Py_LIMITED_API
#ifndef Py_PYFPE_H
#define Py_PYFPE_H

#define PyFPE_START_PROTECT(err_string, leave_stmt)
#define PyFPE_END_PROTECT(v)

#endif
#endif
