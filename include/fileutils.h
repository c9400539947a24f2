/* Files, and the locale encoding. */
#ifndef Py_FILEUTILS_H
#define Py_FILEUTILS_H

#include <sys/stat.h>

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/fileutils.h"
#endif

#endif
