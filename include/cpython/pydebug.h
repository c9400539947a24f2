/* Full API: the flags that configured the interpreter before PyConfig. */
#ifndef Py_PYDEBUG_H
#define Py_PYDEBUG_H

#ifndef Py_LIMITED_API
/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* -b */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_BytesWarningFlag;
/* -d */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_DebugFlag;
/* -B */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_DontWriteBytecodeFlag;
/* No warnings about paths. */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_FrozenFlag;
/* Hashes differ from process to process. */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_HashRandomizationFlag;
/* -E */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_IgnoreEnvironmentFlag;
/* -i */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_InspectFlag;
/* -i */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_InteractiveFlag;
/* -I */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_IsolatedFlag;
/* -S */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_NoSiteFlag;
/* -s */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_NoUserSiteDirectory;
/* -O */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_OptimizeFlag;
/* -q */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_QuietFlag;
/* -u */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_UnbufferedStdioFlag;
/* -v */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_VerboseFlag;
EXUVIA_END_C
/* end of declarations */

#endif

#endif
