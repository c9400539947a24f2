#include "sdist.h"
SDIST("tornado.speedups", "speedups")
TEST(module) { SHOW(public_names(module())); }
TEST(mask) {
    SHOW(CALL("websocket_mask", "(yy)", "abcd", "0123456789ABCDEF!"));
    SHOW(CALL("websocket_mask", "(yy)", "abcd", ""));
    SHOW(CALL("websocket_mask", "(yy)", "abc", "x"));
    SHOW(CALL("websocket_mask", "(ss)", "abcd", "x"));
    SHOW(CALL("websocket_mask", "(y)", "abcd"));
}
