/* The thread state that the running thread has attached.
 * Initial-exec: two instructions read it, and a library that is opened at run time may have a few bytes of it. */
struct PyThreadState;
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local struct PyThreadState *exuvia_current_thread;
/* The thread state that the running thread last had attached, as long as that lives. */
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local struct PyThreadState *exuvia_bound_thread;
/* Where the C API was last called from: the checked build's gates write it. */
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local void *exuvia_call_site;
/* What was called there. */
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local const void *exuvia_call_export;
/* The innermost call of the C API that runs, as the checked build knows it: what was called, and where. */
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local const void *exuvia_running_export;
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local void *exuvia_running_site;
/* How often functions of extensions have failed and not said why. */
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local void *exuvia_silent_failures;
/* The object that the running call gives a reference back to, where that is what the call is for. */
__attribute__((tls_model("initial-exec"), visibility("hidden"))) _Thread_local void *exuvia_given_back;
