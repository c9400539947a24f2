/* The buffer protocol. */
#ifndef Py_BUFFER_H
#define Py_BUFFER_H

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030b0000

typedef struct {
    void *buf;
    PyObject *obj;          /* the exporter, a strong reference; NULL: there is none to release */
    Py_ssize_t len;         /* the bytes that all elements take */
    Py_ssize_t itemsize;
    int readonly;
    int ndim;
    char *format;           /* as the struct module writes it; NULL: "B" */
    Py_ssize_t *shape;
    Py_ssize_t *strides;
    Py_ssize_t *suboffsets;
    void *internal;         /* the exporter's own */
} Py_buffer;

typedef int (*getbufferproc)(PyObject *, Py_buffer *, int);
typedef void (*releasebufferproc)(PyObject *, Py_buffer *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030b0000
/* Writes the strides of contiguous memory of that shape: Fortran's for the order F, else C's. */
PyAPI_FUNC(void) PyBuffer_FillContiguousStrides(int ndim, Py_ssize_t *shape, Py_ssize_t *strides, int itemsize,
                                                char order);
/* Fills view for plain bytes in one dimension, as a bf_getbuffer does. BufferError where writing is asked and not
   allowed. */
PyAPI_FUNC(int) PyBuffer_FillInfo(Py_buffer *view, PyObject *object, void *data, Py_ssize_t len, int readonly,
                                  int flags);
/* Copies len bytes, or as many as there is room for, into the buffer's items, taken in the order C or F. */
PyAPI_FUNC(int) PyBuffer_FromContiguous(const Py_buffer *view, const void *data, Py_ssize_t len, char order);
/* The address of the item at indices. */
PyAPI_FUNC(void *) PyBuffer_GetPointer(const Py_buffer *view, const Py_ssize_t *indices);
/* Whether the memory is contiguous in the order C, F, or A for either. */
PyAPI_FUNC(int) PyBuffer_IsContiguous(const Py_buffer *view, char order);
/* Releases a buffer; does nothing for one that is released. */
PyAPI_FUNC(void) PyBuffer_Release(Py_buffer *view);
/* The size of an item of a format, as struct.calcsize gives it. struct.error where it is none. */
PyAPI_FUNC(Py_ssize_t) PyBuffer_SizeFromFormat(const char *format);
/* Copies the buffer's items to out, in the order C, F, or A for whichever it has; len is the buffer's. */
PyAPI_FUNC(int) PyBuffer_ToContiguous(void *out, const Py_buffer *view, Py_ssize_t len, char order);
/* Whether the object has a buffer to give. */
PyAPI_FUNC(int) PyObject_CheckBuffer(PyObject *object);
/* Copies the bytes of one object's buffer into the other's. TypeError where one has none, BufferError where they do
   not fit. */
PyAPI_FUNC(int) PyObject_CopyData(PyObject *destination, PyObject *source);
/* Fills view, which then holds a reference to the exporter. TypeError where the object has no buffer, else the
   exporter's error. */
PyAPI_FUNC(int) PyObject_GetBuffer(PyObject *object, Py_buffer *view, int flags);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyBUF_MAX_NDIM 64

/* What a consumer asks for. */
#define PyBUF_SIMPLE 0
#define PyBUF_WRITABLE 0x0001
#ifndef Py_LIMITED_API
#define PyBUF_WRITEABLE PyBUF_WRITABLE
#endif
#define PyBUF_FORMAT 0x0004
#define PyBUF_ND 0x0008
#define PyBUF_STRIDES (0x0010 | PyBUF_ND)
#define PyBUF_C_CONTIGUOUS (0x0020 | PyBUF_STRIDES)
#define PyBUF_F_CONTIGUOUS (0x0040 | PyBUF_STRIDES)
#define PyBUF_ANY_CONTIGUOUS (0x0080 | PyBUF_STRIDES)
#define PyBUF_INDIRECT (0x0100 | PyBUF_STRIDES)

#define PyBUF_CONTIG_RO (PyBUF_ND)
#define PyBUF_CONTIG (PyBUF_CONTIG_RO | PyBUF_WRITABLE)
#define PyBUF_STRIDED_RO (PyBUF_STRIDES)
#define PyBUF_STRIDED (PyBUF_STRIDED_RO | PyBUF_WRITABLE)
#define PyBUF_RECORDS_RO (PyBUF_STRIDES | PyBUF_FORMAT)
#define PyBUF_RECORDS (PyBUF_RECORDS_RO | PyBUF_WRITABLE)
#define PyBUF_FULL_RO (PyBUF_INDIRECT | PyBUF_FORMAT)
#define PyBUF_FULL (PyBUF_FULL_RO | PyBUF_WRITABLE)

/* How PyMemoryView_FromMemory and PyMemoryView_GetContiguous may use the memory. */
#define PyBUF_READ 0x100
#define PyBUF_WRITE 0x200

#endif

#endif
