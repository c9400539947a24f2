/* Signals and forks. */
#ifndef Py_INTRCHECK_H
#define Py_INTRCHECK_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* As PyOS_AfterFork_Child, by its old name. */
Py_DEPRECATED(3.7) PyAPI_FUNC(void) PyOS_AfterFork(void);
/* Whether SIGINT has come and was not handled yet, in the main thread; then it is no more. */
PyAPI_FUNC(int) PyOS_InterruptOccurred(void);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03070000
/* Call after fork in the child: locks are new, the other threads' states and the other interpreters are dropped,
   and the calling thread is the main one. Fatal where it does not run in the main interpreter. */
PyAPI_FUNC(void) PyOS_AfterFork_Child(void);
/* Call after fork in the parent, also where it failed: gives back what PyOS_BeforeFork took. */
PyAPI_FUNC(void) PyOS_AfterFork_Parent(void);
/* Call before fork, with a thread state attached: takes what a child must find whole. Fatal where none is attached. */
PyAPI_FUNC(void) PyOS_BeforeFork(void);
#endif
EXUVIA_END_C
/* end of declarations */

#endif
