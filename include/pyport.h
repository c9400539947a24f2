/* What the API asks of the compiler: integer types, casts, attributes. */
#ifndef Py_PYPORT_H
#define Py_PYPORT_H

#include <stdint.h>

#if UCHAR_MAX != 255
#error "the C API needs bytes of 8 bits"
#endif
#if !defined(__GNUC__) && !defined(__clang__)
#error "Exuvia's headers are for GCC and Clang"
#endif

#include "exports.h"

#ifdef __has_builtin
#define _Py__has_builtin(x) __has_builtin(x)
#else
#define _Py__has_builtin(x) 0
#endif
#ifdef __has_attribute
#define _Py__has_attribute(x) __has_attribute(x)
#else
#define _Py__has_attribute(x) 0
#endif

/* Casts. */
#ifdef __cplusplus
#define _Py_STATIC_CAST(type, expr) static_cast<type>(expr)
#else
#define _Py_STATIC_CAST(type, expr) ((type)(expr))
#endif
#define _Py_CAST(type, expr) ((type)(expr))
#define _Py_FUNC_CAST(T, func) _Py_CAST(T, _Py_CAST(void (*)(void), (func)))
#if (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L) || (defined(__cplusplus) && __cplusplus >= 201103)
#define _Py_NULL nullptr
#else
#define _Py_NULL NULL
#endif
#define _Py_TYPEOF(expr) __typeof__(expr)

/* The limited API from 3.11 on takes its arguments as they are; before it, and in the full API, macros cast them. */
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030b0000
#define EXUVIA_CASTS
#define EXUVIA_OBJECT(op) _PyObject_CAST(op)
#else
#define EXUVIA_OBJECT(op) (op)
#endif

/* Integers. */
#define HAVE_LONG_LONG 1
#define PY_LONG_LONG long long
#define PY_LLONG_MIN LLONG_MIN
#define PY_LLONG_MAX LLONG_MAX
#define PY_ULLONG_MAX ULLONG_MAX
#define PY_UINT32_T uint32_t
#define PY_UINT64_T uint64_t
#define PY_INT32_T int32_t
#define PY_INT64_T int64_t
#define PY_DWORD_MAX 4294967295U
#define Py_LL(x) x##LL
#define Py_ULL(x) Py_LL(x##U)
#ifndef LONG_BIT
#define LONG_BIT (8 * SIZEOF_LONG)
#endif

typedef uintptr_t Py_uintptr_t;
typedef intptr_t Py_intptr_t;
typedef ssize_t Py_ssize_t;
#define PY_SSIZE_T_MAX SSIZE_MAX
#define PY_SSIZE_T_MIN (-PY_SSIZE_T_MAX - 1)
#define PY_SIZE_MAX SIZE_MAX
#define PY_FORMAT_SIZE_T "z"
typedef Py_ssize_t Py_hash_t;
typedef size_t Py_uhash_t;
#define SIZEOF_PY_HASH_T SIZEOF_SIZE_T
#define SIZEOF_PY_UHASH_T SIZEOF_SIZE_T
/* What the # of PyArg_ParseTuple's formats stores. */
typedef Py_ssize_t Py_ssize_clean_t;

/* An int's digits have 30 bits, in 32. */
#define PYLONG_BITS_IN_DIGIT 30

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define WORDS_BIGENDIAN 1
#define PY_BIG_ENDIAN 1
#define PY_LITTLE_ENDIAN 0
#else
#define PY_BIG_ENDIAN 0
#define PY_LITTLE_ENDIAN 1
#endif

#define Py_ARITHMETIC_RIGHT_SHIFT(TYPE, I, J) ((I) >> (J))
#ifdef Py_DEBUG
#define Py_SAFE_DOWNCAST(VALUE, WIDE, NARROW) \
    (assert(_Py_STATIC_CAST(WIDE, _Py_STATIC_CAST(NARROW, (VALUE))) == (VALUE)), _Py_STATIC_CAST(NARROW, (VALUE)))
#else
#define Py_SAFE_DOWNCAST(VALUE, WIDE, NARROW) _Py_STATIC_CAST(NARROW, (VALUE))
#endif
#define Py_FORCE_EXPANSION(X) X
#define Py_VA_COPY va_copy
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030b0000
#define Py_MEMCPY memcpy
#endif

/* Attributes of functions and variables. */
#define Py_LOCAL(type) static type
#define Py_LOCAL_INLINE(type) static inline type
#define Py_GCC_ATTRIBUTE(x) __attribute__(x)
#define Py_ALIGNED(x) __attribute__((aligned(x)))
#define Py_DEPRECATED(VERSION) __attribute__((__deprecated__))
#define _Py_DEPRECATED_EXTERNALLY(VERSION) Py_DEPRECATED(VERSION)
#ifdef Py_DEBUG
#define Py_ALWAYS_INLINE
#else
#define Py_ALWAYS_INLINE __attribute__((always_inline))
#endif
#define Py_NO_INLINE __attribute__((noinline))
#define _Py_HOT_FUNCTION __attribute__((hot))
#define _Py_NO_RETURN __attribute__((__noreturn__))
#if _Py__has_attribute(fallthrough) && (!defined(__clang__) || __clang_major__ >= 10)
#define _Py_FALLTHROUGH __attribute__((fallthrough))
#else
#define _Py_FALLTHROUGH do { } while (0)
#endif
#if _Py__has_attribute(nonstring)
#define _Py_NONSTRING __attribute__((nonstring))
#else
#define _Py_NONSTRING
#endif

/* Around code that uses what is deprecated. */
#ifdef __clang__
#define _Py_COMP_DIAG_PUSH _Pragma("clang diagnostic push")
#define _Py_COMP_DIAG_IGNORE_DEPR_DECLS _Pragma("clang diagnostic ignored \"-Wdeprecated-declarations\"")
#define _Py_COMP_DIAG_POP _Pragma("clang diagnostic pop")
#else
#define _Py_COMP_DIAG_PUSH _Pragma("GCC diagnostic push")
#define _Py_COMP_DIAG_IGNORE_DEPR_DECLS _Pragma("GCC diagnostic ignored \"-Wdeprecated-declarations\"")
#define _Py_COMP_DIAG_POP _Pragma("GCC diagnostic pop")
#endif

/* Sanitizers. */
#ifdef __has_feature
#if __has_feature(memory_sanitizer)
#define _Py_MEMORY_SANITIZER
#define _Py_NO_SANITIZE_MEMORY __attribute__((no_sanitize_memory))
#endif
#if __has_feature(address_sanitizer)
#define _Py_ADDRESS_SANITIZER
#define _Py_NO_SANITIZE_ADDRESS __attribute__((no_sanitize_address))
#endif
#if __has_feature(thread_sanitizer)
#define _Py_THREAD_SANITIZER
#define _Py_NO_SANITIZE_THREAD __attribute__((no_sanitize_thread))
#endif
#if __has_feature(undefined_behavior_sanitizer)
#define _Py_NO_SANITIZE_UNDEFINED __attribute__((no_sanitize("undefined")))
#endif
#else
#ifdef __SANITIZE_ADDRESS__
#define _Py_ADDRESS_SANITIZER
#define _Py_NO_SANITIZE_ADDRESS __attribute__((no_sanitize_address))
#endif
#ifdef __SANITIZE_THREAD__
#define _Py_THREAD_SANITIZER
#endif
#define _Py_NO_SANITIZE_THREAD __attribute__((no_sanitize_thread))
#define _Py_NO_SANITIZE_UNDEFINED __attribute__((no_sanitize_undefined))
#endif
#ifndef _Py_NO_SANITIZE_ADDRESS
#define _Py_NO_SANITIZE_ADDRESS
#endif
#ifndef _Py_NO_SANITIZE_THREAD
#define _Py_NO_SANITIZE_THREAD
#endif
#ifndef _Py_NO_SANITIZE_MEMORY
#define _Py_NO_SANITIZE_MEMORY
#endif
#ifndef _Py_NO_SANITIZE_UNDEFINED
#define _Py_NO_SANITIZE_UNDEFINED
#endif

/* Threads: always. */
#ifndef WITH_THREAD
#define WITH_THREAD
#endif
#define Py_CAN_START_THREADS 1

#ifdef __cplusplus
#define PY_CXX_CONST const
#else
#define PY_CXX_CONST
#endif

#endif
