# find_package(Exuvia) makes these targets:
#
#   Exuvia::Module      to compile an extension module for this version of Python
#   Exuvia::SABIModule  to compile an extension module for the stable ABI (define Py_LIMITED_API)
#   Exuvia::Embed       to link a program that runs Python in itself
#   Exuvia::SABIEmbed   the same by the stable ABI alone: such a program runs with any libpython3.so
#
# and the command exuvia_add_module(NAME [USE_SABI VERSION] SOURCE...), which names the file as an import expects it.
# Exuvia_PYTHON_VERSION, Exuvia_INCLUDE_DIRS, Exuvia_LIBRARIES, Exuvia_SABI_LIBRARIES, Exuvia_SOABI and Exuvia_SOSABI say the rest.

if(CMAKE_VERSION VERSION_LESS 3.19)
  set(Exuvia_FOUND FALSE)
  set(Exuvia_NOT_FOUND_MESSAGE "Exuvia's package needs CMake 3.19")
  return()
endif()

include("${CMAKE_CURRENT_LIST_DIR}/ExuviaPython.cmake")

exuvia_targets(Exuvia Embed)
if(NOT TARGET Exuvia::SABIEmbed)
  add_library(Exuvia::SABIEmbed SHARED IMPORTED)
  set_target_properties(Exuvia::SABIEmbed PROPERTIES
    IMPORTED_LOCATION "${EXUVIA_SABI_LIBRARY}"
    IMPORTED_SONAME "libpython3.so"
    INTERFACE_INCLUDE_DIRECTORIES "${EXUVIA_INCLUDE_DIR}")
endif()

set(Exuvia_PYTHON_VERSION "${EXUVIA_PYTHON_VERSION}")
set(Exuvia_INCLUDE_DIRS "${EXUVIA_INCLUDE_DIR}")
set(Exuvia_LIBRARIES "${EXUVIA_LIBRARY}")
set(Exuvia_SABI_LIBRARIES "${EXUVIA_SABI_LIBRARY}")
set(Exuvia_SOABI "${EXUVIA_SOABI}")
set(Exuvia_SOSABI "${EXUVIA_SOSABI}")

function(exuvia_add_module name)
  exuvia_add_library(Exuvia Embed ${name} MODULE WITH_SOABI ${ARGN})
endfunction()

set(Exuvia_FOUND TRUE)
foreach(_exuvia_component IN LISTS Exuvia_FIND_COMPONENTS)
  if(TARGET Exuvia::${_exuvia_component})
    set(Exuvia_${_exuvia_component}_FOUND TRUE)
  elseif(Exuvia_FIND_REQUIRED_${_exuvia_component})
    set(Exuvia_FOUND FALSE)
    set(Exuvia_NOT_FOUND_MESSAGE "Exuvia has no component ${_exuvia_component}")
  endif()
endforeach()
unset(_exuvia_component)
