#include "sdist.h"
SDIST("_rjsmin", "_rjsmin")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__doc__")); }
TEST(minify) {
    SHOW(CALL("jsmin", "(s)", "/* c */ var a = 1 ; // end\n\n  function f ( x ) { return x + 1 ; }\n"));
    SHOW(CALL_KW("jsmin", V("{sO}", "keep_bang_comments", Py_True), "(s)", "/*! kept */ a  =  /re g/ ;"));
    SHOW(CALL("jsmin", "(y)", "a  =  'two  spaces' ;"));
    SHOW(CALL("jsmin", "(s)", ""));
    SHOW(CALL("jsmin", "(i)", 3));
    SHOW(CALL("jsmin", NULL));
}
