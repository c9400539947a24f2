/* What the programs about interpreters share. */
#include "../alone.h"
#include <pthread.h>
#define ISOLATED ((PyInterpreterConfig)_PyInterpreterConfig_INIT)
#define LEGACY ((PyInterpreterConfig)_PyInterpreterConfig_LEGACY_INIT)
/* Makes an interpreter; it is attached. Ends the program where that fails. */
static inline PyThreadState *made(PyInterpreterConfig config) {
    PyThreadState *state = NULL;
    PyStatus status = Py_NewInterpreterFromConfig(&state, &config);
    if (status._type) { printf("no interpreter: %s\n", status.err_msg); exit(3); }
    return state;
}
static inline PyThreadState *isolated(void) { return made(ISOLATED); }
static inline PyThreadState *legacy(void) { return made(LEGACY); }
static inline void finish(PyThreadState *state, PyThreadState *then) { Py_EndInterpreter(state); PyThreadState_Swap(then); }
