/* Signals and forks. */
#ifndef Py_INTRCHECK_H
#define Py_INTRCHECK_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* Whether an interrupt has come since the last call; only the main interpreter's threads are told. */
PyAPI_FUNC(int) PyOS_InterruptOccurred(void);
EXUVIA_END_C
/* end of declarations */

#endif
