#include "wheel.h"
WHEEL("tokenizers/tokenizers.abi3.so", "tokenizers.tokenizers", "tokenizers")
static PyObject *part(const char *submodule, const char *name) { PyObject *m = MUST(PyObject_GetAttrString(module(), submodule)); PyObject *r = MUST(PyObject_GetAttrString(m, name)); Py_DECREF(m); return r; }
static PyObject *tokenizer(void) {
    PyObject *model = MUST(PyObject_Call(part("models", "WordLevel"), PyTuple_New(0), V("{s{sisisi}ss}", "vocab", "hello", 0, "world", 1, "[UNK]", 2, "unk_token", "[UNK]")));
    PyObject *t = MUST(CALL("Tokenizer", "(N)", model));
    if (PyObject_SetAttrString(t, "pre_tokenizer", MUST(PyObject_CallNoArgs(part("pre_tokenizers", "Whitespace")))) || PyObject_SetAttrString(t, "normalizer", MUST(PyObject_CallNoArgs(part("normalizers", "Lowercase"))))) print_raised();
    return t;
}
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); SHOW(public_names(MUST(PyObject_GetAttrString(module(), "Tokenizer")))); }
TEST(encode) {
    PyObject *t = tokenizer(), *e = MUST(M(Py_NewRef(t), "encode", "(s)", "Hello big World"));
    SHOW(PyObject_GetAttrString(e, "ids")); SHOW(PyObject_GetAttrString(e, "tokens")); SHOW(PyObject_GetAttrString(e, "offsets")); SHOW(PyObject_GetAttrString(e, "attention_mask")); SHOW(Py_NewRef(e)); SHOW_INT(PyObject_Size(e));
    SHOW(PyObject_Call(MUST(PyObject_GetAttrString(t, "decode")), V("([iii])", 0, 2, 1), V("{sO}", "skip_special_tokens", Py_False))); SHOW(M(Py_NewRef(t), "get_vocab_size", NULL)); SHOW(M(Py_NewRef(t), "token_to_id", "(s)", "world")); SHOW(M(Py_NewRef(t), "id_to_token", "(i)", 7)); SHOW(M(Py_NewRef(t), "add_tokens", "([ss])", "big", "small"));
    SHOW(PyObject_GetAttrString(MUST(M(Py_NewRef(t), "encode", "(s)", "hello BIG world")), "ids")); PyObject *many = MUST(M(Py_NewRef(t), "encode_batch", "([sss])", "hello", "world big", "")); SHOW_INT(PyList_Size(many)); SHOW(PyObject_GetAttrString(PyList_GetItem(many, 1), "tokens"));
}
TEST(parts) {
    PyObject *normalizer = MUST(PyObject_CallNoArgs(part("normalizers", "NFKD"))); SHOW(M(Py_NewRef(normalizer), "normalize_str", "(s)", "caf\xc3\xa9 \xef\xac\x81")); SHOW(M(MUST(PyObject_CallNoArgs(part("pre_tokenizers", "Whitespace"))), "pre_tokenize_str", "(s)", "Hello, big world!")); SHOW(M(MUST(PyObject_CallNoArgs(part("pre_tokenizers", "ByteLevel"))), "pre_tokenize_str", "(s)", "caf\xc3\xa9 x")); SHOW(M(MUST(PyObject_CallFunction(part("decoders", "WordPiece"), NULL)), "decode", "([sss])", "em", "##bed", "##ding"));
    SHOW(M(M(tokenizer(), "to_str", NULL), "__len__", NULL) ? S("serialized") : NULL); PyObject *again = MUST(M(MUST(PyObject_GetAttrString(module(), "Tokenizer")), "from_str", "(N)", M(tokenizer(), "to_str", NULL))); SHOW(M(again, "get_vocab_size", NULL));
}
TEST(errors) { SHOW(CALL("Tokenizer", "(i)", 3)); SHOW(CALL("Tokenizer", NULL)); SHOW(M(tokenizer(), "encode", "(i)", 3)); SHOW(M(MUST(PyObject_GetAttrString(module(), "Tokenizer")), "from_str", "(s)", "{")); SHOW_INT(PyObject_SetAttrString(tokenizer(), "model", S("x"))); SHOW(M(tokenizer(), "decode", "(s)", "x")); }
