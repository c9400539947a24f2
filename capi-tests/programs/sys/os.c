/* pyos: printing into buffers, comparing names, signal handlers; and the texts that say what this is. */
#include "harness.h"
#include <signal.h>

TEST(snprintf) {
    char text[16];
    SHOW_INT(PyOS_snprintf(text, sizeof text, "%d-%s", 12, "abc")); SHOW_TEXT(text);
    SHOW_INT(PyOS_snprintf(text, 4, "%s", "abcdef")); SHOW_TEXT(text);
    SHOW_INT(PyOS_snprintf(text, 1, "%s", "abcdef")); SHOW_TEXT(text);
    SHOW_INT(PyOS_snprintf(text, sizeof text, "%5.2f|%x", 3.14159, 255)); SHOW_TEXT(text);
    memset(text, '#', sizeof text);
    SHOW_INT(PyOS_snprintf(text, sizeof text, "%s", "")); SHOW_INT(text[0]); SHOW_INT(text[1]);
}
static int vprint(char *to, size_t size, const char *format, ...) {
    va_list va;
    va_start(va, format);
    int count = PyOS_vsnprintf(to, size, format, va);
    va_end(va);
    return count;
}
TEST(vsnprintf) {
    char text[8];
    SHOW_INT(vprint(text, sizeof text, "%ld", 123456L)); SHOW_TEXT(text);
    SHOW_INT(vprint(text, sizeof text, "%ld", 123456789L)); SHOW_TEXT(text);
}
TEST(mystricmp) {
    SHOW_INT(PyOS_mystricmp("abc", "ABC")); SHOW_INT(PyOS_mystricmp("abc", "abd")); SHOW_INT(PyOS_mystricmp("b", "A")); SHOW_INT(PyOS_mystricmp("", ""));
    SHOW_INT(PyOS_mystricmp("ab", "abc")); SHOW_INT(PyOS_mystricmp("abc", "ab")); SHOW_INT(PyOS_mystricmp("[", "a"));
    SHOW_INT(PyOS_mystrnicmp("abcd", "ABxy", 2)); SHOW_INT(PyOS_mystrnicmp("abcd", "ABxy", 3)); SHOW_INT(PyOS_mystrnicmp("abc", "abcd", 4)); SHOW_INT(PyOS_mystrnicmp("a", "b", 0));
    SHOW_INT(PyOS_mystrnicmp("abc", "ABC", 10)); SHOW_INT(PyOS_mystrnicmp("", "a", 1));
}
static void handler(int signal) { (void)signal; }
TEST(signals) {
    SHOW_INT(PyOS_getsig(SIGUSR1) == SIG_DFL);
    SHOW_INT(PyOS_setsig(SIGUSR1, handler) == SIG_DFL);
    SHOW_INT(PyOS_getsig(SIGUSR1) == handler);
    SHOW_INT(PyOS_setsig(SIGUSR1, SIG_IGN) == handler);
    SHOW_INT(PyOS_setsig(SIGUSR1, SIG_DFL) == SIG_IGN);
    SHOW_INT(PyOS_getsig(100000) == SIG_ERR);
    SHOW_INT(PyOS_setsig(SIGKILL, handler) == SIG_ERR);
}
TEST(interrupt) {
    /* Without signal handlers of Python's own there is no handler to run. */
    PyErr_SetInterrupt();
    SHOW_INT(PyErr_CheckSignals());
    SHOW_INT(PyErr_SetInterruptEx(SIGTERM));
    SHOW_INT(PyErr_SetInterruptEx(-1)); SHOW_INT(PyErr_SetInterruptEx(100000));
    SHOW_INT(PyOS_InterruptOccurred());
}
TEST(texts) {
    SHOW_INT(strncmp(Py_GetVersion(), "3.14.8 ", 7));
    SHOW_TEXT(Py_GetPlatform());
    SHOW_INT(strlen(Py_GetCopyright()) > 0);
    SHOW_INT(Py_GetCompiler()[0]); SHOW_INT(strchr(Py_GetCompiler(), ']') != NULL);
    SHOW_INT(strlen(Py_GetBuildInfo()) > 0);
    SHOW_INT(Py_GetVersion() == Py_GetVersion()); SHOW_INT(Py_GetBuildInfo() == Py_GetBuildInfo());
}
