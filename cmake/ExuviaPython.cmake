# Where things are, computed from where this file lies, and the targets and commands that ExuviaConfig.cmake and the
# FindPython modules share.

get_filename_component(EXUVIA_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(EXUVIA_INCLUDE_DIR "${EXUVIA_PREFIX}/include/python@VERSION@")
set(EXUVIA_LIBRARY_DIR "${EXUVIA_PREFIX}/lib")
set(EXUVIA_LIBRARY "${EXUVIA_LIBRARY_DIR}/libpython@VERSION@.so")
set(EXUVIA_SABI_LIBRARY "${EXUVIA_LIBRARY_DIR}/libpython3.so")
set(EXUVIA_SOABI "@SOABI@")
set(EXUVIA_SOSABI "abi3")

file(STRINGS "${EXUVIA_INCLUDE_DIR}/patchlevel.h" EXUVIA_PYTHON_VERSION REGEX "^#define[ \t]+PY_VERSION[ \t]+\"[^\"]+\"")
string(REGEX REPLACE "^[^\"]*\"([0-9.]+).*" "\\1" EXUVIA_PYTHON_VERSION "${EXUVIA_PYTHON_VERSION}")

# exuvia_targets(NAMESPACE EMBED): NAMESPACE::Module, NAMESPACE::SABIModule and NAMESPACE::EMBED.
# Modules are not linked with libpython: they take its symbols from the program that loads them.
function(exuvia_targets namespace embed)
  foreach(kind IN ITEMS Module SABIModule)
    if(NOT TARGET ${namespace}::${kind})
      add_library(${namespace}::${kind} INTERFACE IMPORTED)
    endif()
    set_property(TARGET ${namespace}::${kind} PROPERTY INTERFACE_INCLUDE_DIRECTORIES "${EXUVIA_INCLUDE_DIR}")
  endforeach()
  if(NOT TARGET ${namespace}::${embed})
    add_library(${namespace}::${embed} SHARED IMPORTED)
  endif()
  set_target_properties(${namespace}::${embed} PROPERTIES
    IMPORTED_LOCATION "${EXUVIA_LIBRARY}"
    IMPORTED_SONAME "libpython@VERSION@.so.1.0"
    INTERFACE_INCLUDE_DIRECTORIES "${EXUVIA_INCLUDE_DIR}")
endfunction()

# exuvia_add_library(NAMESPACE EMBED NAME [STATIC | SHARED | MODULE [USE_SABI VERSION] [WITH_SOABI]] SOURCE...):
# a library that uses Python; MODULE where nothing is said. USE_SABI defines Py_LIMITED_API; WITH_SOABI puts the ABI in the
# file's name.
function(exuvia_add_library namespace embed name)
  cmake_parse_arguments(PARSE_ARGV 3 arg "STATIC;SHARED;MODULE;WITH_SOABI" "USE_SABI" "")
  if(arg_STATIC OR arg_SHARED)
    if(DEFINED arg_USE_SABI OR arg_WITH_SOABI)
      message(FATAL_ERROR "${name}: USE_SABI and WITH_SOABI are for modules")
    endif()
    if(arg_STATIC)
      add_library(${name} STATIC ${arg_UNPARSED_ARGUMENTS})
    else()
      add_library(${name} SHARED ${arg_UNPARSED_ARGUMENTS})
    endif()
    target_link_libraries(${name} PRIVATE ${namespace}::${embed})
    return()
  endif()

  add_library(${name} MODULE ${arg_UNPARSED_ARGUMENTS})
  set(tag "@SOABI@")
  if(DEFINED arg_USE_SABI)
    if(NOT arg_USE_SABI MATCHES "^3(\\.([0-9]+))?$")
      message(FATAL_ERROR "${name}: USE_SABI takes a version as 3.12, not '${arg_USE_SABI}'")
    endif()
    set(tag abi3)
    if(CMAKE_MATCH_2)
      math(EXPR hex "0x03000000 + (${CMAKE_MATCH_2} << 16)" OUTPUT_FORMAT HEXADECIMAL)
      target_compile_definitions(${name} PRIVATE Py_LIMITED_API=${hex})
    else()
      target_compile_definitions(${name} PRIVATE Py_LIMITED_API=3)
    endif()
    target_link_libraries(${name} PRIVATE ${namespace}::SABIModule)
  else()
    target_link_libraries(${name} PRIVATE ${namespace}::Module)
  endif()
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so")
  if(arg_WITH_SOABI)
    set_property(TARGET ${name} PROPERTY SUFFIX ".${tag}.so")
  endif()
endfunction()
