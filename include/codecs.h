/* Codecs and error handlers. */
#ifndef Py_CODECREGISTRY_H
#define Py_CODECREGISTRY_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Escapes with backslashes for what could not be coded, and its end. New. */
PyAPI_FUNC(PyObject *) PyCodec_BackslashReplaceErrors(PyObject *exception);
/* What the codec of that name makes of the object, new. */
PyAPI_FUNC(PyObject *) PyCodec_Decode(PyObject *object, const char *encoding, const char *errors);
/* The decoder of that name, new. */
PyAPI_FUNC(PyObject *) PyCodec_Decoder(const char *encoding);
/* What the codec of that name makes of the object, new. */
PyAPI_FUNC(PyObject *) PyCodec_Encode(PyObject *object, const char *encoding, const char *errors);
/* The encoder of that name, new. */
PyAPI_FUNC(PyObject *) PyCodec_Encoder(const char *encoding);
/* ('', end): leaves out what could not be coded. New. */
PyAPI_FUNC(PyObject *) PyCodec_IgnoreErrors(PyObject *exception);
/* An incremental decoder of that name, new. */
PyAPI_FUNC(PyObject *) PyCodec_IncrementalDecoder(const char *encoding, const char *errors);
/* An incremental encoder of that name, new. */
PyAPI_FUNC(PyObject *) PyCodec_IncrementalEncoder(const char *encoding, const char *errors);
/* 1 where the encoding is known, else 0. Does not fail. */
PyAPI_FUNC(int) PyCodec_KnownEncoding(const char *encoding);
/* The error handler of a name (strict for NULL), new; LookupError where there is none. */
PyAPI_FUNC(PyObject *) PyCodec_LookupError(const char *name);
/* Adds a search function. TypeError where it cannot be called. */
PyAPI_FUNC(int) PyCodec_Register(PyObject *search);
/* Gives an error handler a name. TypeError where it cannot be called. */
PyAPI_FUNC(int) PyCodec_RegisterError(const char *name, PyObject *handler);
/* A replacement mark for what could not be coded, and its end. New. */
PyAPI_FUNC(PyObject *) PyCodec_ReplaceErrors(PyObject *exception);
/* A stream reader of that name over a stream, new. */
PyAPI_FUNC(PyObject *) PyCodec_StreamReader(const char *encoding, PyObject *stream, const char *errors);
/* A stream writer of that name over a stream, new. */
PyAPI_FUNC(PyObject *) PyCodec_StreamWriter(const char *encoding, PyObject *stream, const char *errors);
/* Raises the exception. */
PyAPI_FUNC(PyObject *) PyCodec_StrictErrors(PyObject *exception);
/* Takes a search function away, and forgets the codecs that were found. Does nothing where it is not there. */
PyAPI_FUNC(int) PyCodec_Unregister(PyObject *search);
/* XML character references for what could not be encoded, and its end. New. */
PyAPI_FUNC(PyObject *) PyCodec_XMLCharRefReplaceErrors(PyObject *exception);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* The names of what could not be encoded, as \N{…}, and its end. New. */
PyAPI_FUNC(PyObject *) PyCodec_NameReplaceErrors(PyObject *exception);
#endif
EXUVIA_END_C
/* end of declarations */

#endif
