/* Macros that need no object. */
#ifndef Py_PYMACRO_H
#define Py_PYMACRO_H

#if !defined(static_assert) && !defined(__cplusplus) && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L \
    && __STDC_VERSION__ <= 201710L
#define static_assert _Static_assert
#endif

/* A member of type T, aligned as T and to N at least. */
#if (defined(__cplusplus) && __cplusplus >= 201103L) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L)
#define _Py_ALIGNED_DEF(N, T) alignas(N) alignas(T) T
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define _Py_ALIGNED_DEF(N, T) _Alignas(N) _Alignas(T) T
#else
#define _Py_ALIGNED_DEF(N, T) __attribute__((aligned(N))) T
#endif

#define Py_MIN(x, y) ((x) < (y) ? (x) : (y))
#define Py_MAX(x, y) ((x) < (y) ? (y) : (x))
#define Py_ABS(x) ((x) < 0 ? -(x) : (x))
/* The absolute value as the unsigned type T, which holds that of the least x as well. */
#define _Py_ABS_CAST(T, x) ((x) < 0 ? (T)((T) -((x) + 1) + 1u) : (T)(x))

#define _Py_XSTRINGIFY(x) #x
#define Py_STRINGIFY(x) _Py_XSTRINGIFY(x)
#define Py_MEMBER_SIZE(type, member) sizeof(((type *)0)->member)
#define Py_CHARMASK(c) ((unsigned char)((c) & 0xff))
#define _Py_IS_TYPE_SIGNED(type) ((type)(-1) <= 0)
#define _Py_CONTAINER_OF(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
/* The value of an expression, which then cannot be assigned to. */
#define _Py_RVALUE(EXPR) ((void)0, (EXPR))

/* Assertions that the compiler makes: as an expression of value 0, as a statement. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L && !defined(__cplusplus)
#define Py_BUILD_ASSERT_EXPR(cond) ((void)sizeof(struct { int dummy; _Static_assert(cond, #cond); }), 0)
#else
#define Py_BUILD_ASSERT_EXPR(cond) (sizeof(char[1 - 2 * !(cond)]) - 1)
#endif
#if (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L) || (defined(__cplusplus) && __cplusplus >= 201103L)
#define Py_BUILD_ASSERT(cond) do { static_assert((cond), #cond); } while (0)
#else
#define Py_BUILD_ASSERT(cond) do { (void)Py_BUILD_ASSERT_EXPR(cond); } while (0)
#endif

/* The number of elements of an array; GNU C refuses a pointer. */
#if !defined(__STRICT_ANSI__) && !defined(__cplusplus)
#define Py_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) \
     + Py_BUILD_ASSERT_EXPR(!__builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0]))))
#else
#define Py_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* Docstrings. */
#define PyDoc_VAR(name) static const char name[]
#define PyDoc_STRVAR(name, str) PyDoc_VAR(name) = PyDoc_STR(str)
#ifdef WITH_DOC_STRINGS
#define PyDoc_STR(str) str
#else
#define PyDoc_STR(str) ""
#endif

/* Sizes and pointers rounded to a power of two. */
#define _Py_SIZE_ROUND_DOWN(n, a) ((size_t)(n) & ~(size_t)((a) - 1))
#define _Py_SIZE_ROUND_UP(n, a) (((size_t)(n) + (size_t)((a) - 1)) & ~(size_t)((a) - 1))
#define _Py_ALIGN_DOWN(p, a) ((void *)((uintptr_t)(p) & ~(uintptr_t)((a) - 1)))
#define _Py_ALIGN_UP(p, a) ((void *)(((uintptr_t)(p) + (uintptr_t)((a) - 1)) & ~(uintptr_t)((a) - 1)))
#define _Py_IS_ALIGNED(p, a) (!((uintptr_t)(p) & (uintptr_t)((a) - 1)))

/* A parameter that the function has no use for. */
#define Py_UNUSED(name) _unused_##name __attribute__((unused))

/* Where control never comes. */
#ifdef Py_DEBUG
#define Py_UNREACHABLE() Py_FatalError("unreachable code was reached")
#else
#define Py_UNREACHABLE() __builtin_unreachable()
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
/* A version as a number, from its parts; of each, so many bits as there are. */
PyAPI_FUNC(uint32_t) Py_PACK_FULL_VERSION(int major, int minor, int micro, int level, int serial);
/* A version as a number, from its first two parts. */
PyAPI_FUNC(uint32_t) Py_PACK_VERSION(int major, int minor);
#endif
EXUVIA_END_C
/* end of declarations */

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
#define Py_PACK_FULL_VERSION _Py_PACK_FULL_VERSION
#define Py_PACK_VERSION(major, minor) Py_PACK_FULL_VERSION(major, minor, 0, 0, 0)
#endif

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
#define _Py_PACK_VERSION(x, y) _Py_PACK_FULL_VERSION((x), (y), 0, 0, 0)
#endif

#endif
