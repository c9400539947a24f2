/* Which API the macros that a source defines ask for: the full one, the limited one (Py_LIMITED_API, the oldest version that must load the
   result), or the limited one without a look into objects (Py_TARGET_ABI3T, so that builds with and without a GIL load the result). */
#ifndef _Py_PYABI_H
#define _Py_PYABI_H

#if defined(Py_BUILD_CORE) || defined(Py_BUILD_CORE_BUILTIN) || defined(Py_BUILD_CORE_MODULE)
#error "Py_BUILD_CORE asks for the internals of CPython, which Exuvia does not have: define nothing, or Py_LIMITED_API"
#endif

#if defined(Py_GIL_DISABLED) && !defined(Py_TARGET_ABI3T)
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
#define Py_TARGET_ABI3T Py_LIMITED_API
#else
#error "Exuvia has a GIL: Py_GIL_DISABLED is for Py_TARGET_ABI3T, or for Py_LIMITED_API from 3.15 on"
#endif
#endif

#ifdef Py_TARGET_ABI3T
#if Py_TARGET_ABI3T+0 < 0x030f0000
#error "Py_TARGET_ABI3T must be 0x030f0000 (3.15) or above"
#endif
/* Of two versions the lower one: what it shows, the higher one has. */
#ifndef Py_LIMITED_API
#define Py_LIMITED_API Py_TARGET_ABI3T
#elif Py_LIMITED_API+0 > Py_TARGET_ABI3T
#undef Py_LIMITED_API
#define Py_LIMITED_API Py_TARGET_ABI3T
#endif
#define _Py_OPAQUE_PYOBJECT
/* For the source, which asks so whether it must lock. */
#ifndef Py_GIL_DISABLED
#define Py_GIL_DISABLED
#endif
#elif defined(_Py_OPAQUE_PYOBJECT)
#error "define Py_TARGET_ABI3T, and not _Py_OPAQUE_PYOBJECT"
#endif

#endif
