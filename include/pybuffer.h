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

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
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
