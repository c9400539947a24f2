/* Each name that builtins and sys have before any Python source has run, and what kind of object it is. Those that are absent wait, one by one, in waiting.tsv. */
#include "harness.h"

static void show(const char *module_name, const char *name) {
    PyObject *module = MUST(PyImport_ImportModule(module_name)), *found = PyObject_GetAttrString(module, name);
    if (!found) print_raised();
    else SAY("%s", PyType_Check(found) ? "a type" : Py_TYPE(found)->tp_name);
    Py_XDECREF(found);
    Py_DECREF(module);
}

#define NAMES(X) \
    X(ArithmeticError) X(AssertionError) X(AttributeError) X(BaseException) X(BaseExceptionGroup) X(BlockingIOError) X(BrokenPipeError) X(BufferError) \
    X(BytesWarning) X(ChildProcessError) X(ConnectionAbortedError) X(ConnectionError) X(ConnectionRefusedError) X(ConnectionResetError) \
    X(DeprecationWarning) X(EOFError) X(Ellipsis) X(EncodingWarning) X(EnvironmentError) X(Exception) X(ExceptionGroup) X(False) X(FileExistsError) \
    X(FileNotFoundError) X(FloatingPointError) X(FutureWarning) X(GeneratorExit) X(IOError) X(ImportError) X(ImportWarning) X(IndentationError) \
    X(IndexError) X(InterruptedError) X(IsADirectoryError) X(KeyError) X(KeyboardInterrupt) X(LookupError) X(MemoryError) X(ModuleNotFoundError) \
    X(NameError) X(None) X(NotADirectoryError) X(NotImplemented) X(NotImplementedError) X(OSError) X(OverflowError) X(PendingDeprecationWarning) \
    X(PermissionError) X(ProcessLookupError) X(PythonFinalizationError) X(RecursionError) X(ReferenceError) X(ResourceWarning) X(RuntimeError) \
    X(RuntimeWarning) X(StopAsyncIteration) X(StopIteration) X(SyntaxError) X(SyntaxWarning) X(SystemError) X(SystemExit) X(TabError) X(TimeoutError) \
    X(True) X(TypeError) X(UnboundLocalError) X(UnicodeDecodeError) X(UnicodeEncodeError) X(UnicodeError) X(UnicodeTranslateError) X(UnicodeWarning) \
    X(UserWarning) X(ValueError) X(Warning) X(ZeroDivisionError) X(_IncompleteInputError) X(__build_class__) X(__debug__) X(__doc__) X(__import__) \
    X(__name__) X(abs) X(aiter) X(all) X(anext) X(any) X(ascii) X(bin) X(bool) X(breakpoint) X(bytearray) X(bytes) X(callable) X(chr) X(classmethod) \
    X(compile) X(complex) X(delattr) X(dict) X(dir) X(divmod) X(enumerate) X(eval) X(exec) X(filter) X(float) X(format) X(frozenset) X(getattr) \
    X(globals) X(hasattr) X(hash) X(hex) X(id) X(input) X(int) X(isinstance) X(issubclass) X(iter) X(len) X(list) X(locals) X(map) X(max) \
    X(memoryview) X(min) X(next) X(object) X(oct) X(open) X(ord) X(pow) X(print) X(property) X(range) X(repr) X(reversed) X(round) X(set) X(setattr) \
    X(slice) X(sorted) X(staticmethod) X(str) X(sum) X(super) X(tuple) X(type) X(vars) X(zip)
#define X(name) TEST(builtins_##name) { show("builtins", #name); }
NAMES(X)
#undef X
#undef NAMES

#define NAMES(X) \
    X(__breakpointhook__) X(__displayhook__) X(__doc__) X(__excepthook__) X(__name__) X(__stderr__) X(__stdin__) X(__stdout__) X(__unraisablehook__) \
    X(_base_executable) X(_baserepl) X(_clear_internal_caches) X(_clear_type_cache) X(_clear_type_descriptors) X(_current_exceptions) \
    X(_current_frames) X(_debugmallocstats) X(_dump_tracelets) X(_framework) X(_get_cpu_count_config) X(_getframe) X(_getframemodulename) X(_git) \
    X(_is_gil_enabled) X(_is_immortal) X(_is_interned) X(_jit) X(_setprofileallthreads) X(_settraceallthreads) X(_stdlib_dir) X(_xoptions) X(abiflags) \
    X(activate_stack_trampoline) X(addaudithook) X(api_version) X(argv) X(audit) X(base_exec_prefix) X(base_prefix) X(breakpointhook) \
    X(builtin_module_names) X(byteorder) X(call_tracing) X(deactivate_stack_trampoline) X(displayhook) X(dont_write_bytecode) X(exc_info) \
    X(excepthook) X(exception) X(exec_prefix) X(executable) X(flags) X(float_info) X(float_repr_style) X(get_asyncgen_hooks) \
    X(get_coroutine_origin_tracking_depth) X(get_int_max_str_digits) X(getallocatedblocks) X(getdefaultencoding) X(getdlopenflags) \
    X(getfilesystemencodeerrors) X(getfilesystemencoding) X(getprofile) X(getrecursionlimit) X(getrefcount) X(getsizeof) X(getswitchinterval) \
    X(gettrace) X(getunicodeinternedsize) X(hash_info) X(hexversion) X(implementation) X(int_info) X(intern) X(is_finalizing) \
    X(is_remote_debug_enabled) X(is_stack_trampoline_active) X(maxsize) X(maxunicode) X(meta_path) X(modules) X(monitoring) X(orig_argv) X(path) \
    X(path_hooks) X(path_importer_cache) X(platform) X(platlibdir) X(prefix) X(pycache_prefix) X(remote_exec) X(set_asyncgen_hooks) \
    X(set_coroutine_origin_tracking_depth) X(set_int_max_str_digits) X(setdlopenflags) X(setprofile) X(setrecursionlimit) X(setswitchinterval) \
    X(settrace) X(stderr) X(stdin) X(stdlib_module_names) X(stdout) X(thread_info) X(unraisablehook) X(version) X(version_info) X(warnoptions)
#define X(name) TEST(sys_##name) { show("sys", #name); }
NAMES(X)
#undef X
#undef NAMES
