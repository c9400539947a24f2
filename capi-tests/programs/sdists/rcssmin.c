#include "sdist.h"
SDIST("_rcssmin", "_rcssmin")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__doc__")); }
TEST(minify) {
    SHOW(CALL("cssmin", "(s)", "/* c */ a  >  b { color : red ; }  @media  print { p { margin : 0 ; } }\n"));
    SHOW(CALL_KW("cssmin", V("{sO}", "keep_bang_comments", Py_True), "(s)", "/*! kept */ a { b : url( x ) }"));
    SHOW(CALL("cssmin", "(y)", "a { b : c }"));
    SHOW(CALL("cssmin", "(s)", ""));
    SHOW(CALL("cssmin", "(i)", 3));
    SHOW(CALL("cssmin", NULL));
}
