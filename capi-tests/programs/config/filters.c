/* -W options, and what warnings from C become under them. */
#include "config.h"

static void with(int argc, wchar_t **argv, const char *variable) {
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        for (int i = 1; i < argc; i++) { print_wide(argv[i]); printf(" "); }
        SAY("%s", variable ? variable : "");
        if (variable) setenv("PYTHONWARNINGS", variable, 1);
        merge_stderr();
        PyConfig config;
        PyConfig_InitPythonConfig(&config);
        PyConfig_SetArgv(&config, argc, argv);
        PyConfig_SetString(&config, &config.home, home_wide);
        config.site_import = 0;
        PyStatus status = Py_InitializeFromConfig(&config);
        if (PyStatus_Exception(status)) { print_status("start", status); _exit(0); }
        static const struct { const char *name; PyObject **type; const char *text; } all[] = {
            {"UserWarning", &PyExc_UserWarning, "the text"}, {"DeprecationWarning", &PyExc_DeprecationWarning, "The Text goes on"}, {"RuntimeWarning", &PyExc_RuntimeWarning, "other"}, {"BytesWarning", &PyExc_BytesWarning, "the text"}};
        for (size_t i = 0; i < 4; i++)
            for (int twice = 0; twice < 2; twice++) {
                printf("  %s: ", all[i].name);
                fflush(stdout);
                int result = PyErr_WarnExplicit(*all[i].type, all[i].text, "the_file.py", 7, i == 2 ? "pkg.module" : "module", NULL);
                if (result) print_raised(); else SAY("0");
            }
        fflush(stdout);
        _exit(0);
    }
    int ended;
    waitpid(child, &ended, 0);
    if (ended) SAY("ended: %d", ended);
}
#define W(...) do { wchar_t *a_[] = {L"prog", __VA_ARGS__}; with(sizeof a_ / sizeof *a_, a_, NULL); } while (0)
TEST(none) { wchar_t *a[] = {L"prog"}; with(1, a, NULL); }
TEST(actions) { W(L"-Werror"); W(L"-Wignore"); W(L"-Walways"); W(L"-Wall"); W(L"-Wdefault"); W(L"-Wmodule"); W(L"-Wonce"); W(L"-We"); W(L"-Wi"); }
TEST(categories) { W(L"-Werror::UserWarning"); W(L"-Werror::builtins.UserWarning"); W(L"-Werror::Warning"); W(L"-Werror::DeprecationWarning", L"-Wignore::UserWarning"); }
TEST(texts) { W(L"-Werror:the text"); W(L"-Werror:THE TEXT"); W(L"-Werror:text"); W(L"-Werror:the.text"); W(L"-Werror: the text "); }
TEST(modules) { W(L"-Werror:::module"); W(L"-Werror:::pkg"); W(L"-Werror:::pkg.module"); W(L"-Werror:::mod"); }
TEST(lines) { W(L"-Werror::::7"); W(L"-Werror::::8"); W(L"-Werror::::0"); }
TEST(order) { W(L"-Wignore", L"-Werror::UserWarning"); W(L"-Werror::UserWarning", L"-Wignore"); }
TEST(wrong) { W(L"-Wnonsense"); W(L"-Werror:a:b:c:d:e"); W(L"-Werror::NoSuchWarning"); W(L"-Werror::int"); W(L"-Werror::no.such"); W(L"-Werror::::x"); W(L"-Werror::::-1"); W(L"-W"); W(L"-W", L""); }
TEST(bytes) { W(L"-b"); W(L"-bb"); }
TEST(variable) { wchar_t *a[] = {L"prog"}; with(1, a, "error::UserWarning,ignore::DeprecationWarning"); wchar_t *b[] = {L"prog", L"-Wignore"}; with(2, b, "error"); }
TEST(development) { W(L"-Xdev"); }
