/* Signals and forks. */
#ifndef Py_INTRCHECK_H
#define Py_INTRCHECK_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Whether SIGINT has come and was not handled yet, in the main thread; then it is no more. */
PyAPI_FUNC(int) PyOS_InterruptOccurred(void);
EXUVIA_END_C
/* end of declarations */

#endif
