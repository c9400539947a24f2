# What FindPython.cmake and FindPython3.cmake of this package do, for the package named by _exuvia_find: results, targets and
# commands are those that CMake's own modules of these names document. Development, Development.Module, Development.SABIModule
# and Development.Embed are answered with Exuvia. Interpreter and Compiler, which Exuvia does not bring, are looked for by
# CMake's own module, for build steps that are written in Python: any version will do for those.

if(CMAKE_VERSION VERSION_LESS 3.19)
  message(FATAL_ERROR "Exuvia's package needs CMake 3.19")
endif()

include("${CMAKE_CURRENT_LIST_DIR}/ExuviaPython.cmake")

set(_exuvia_components ${${_exuvia_find}_FIND_COMPONENTS})
if(NOT _exuvia_components)
  set(_exuvia_components Interpreter)
  set(${_exuvia_find}_FIND_REQUIRED_Interpreter TRUE)
endif()

set(_exuvia_tools ${_exuvia_components})
list(FILTER _exuvia_tools INCLUDE REGEX "^(Interpreter|Compiler)$")
if(_exuvia_tools)
  foreach(_exuvia_part IN ITEMS "" _MAJOR _MINOR _PATCH _COUNT _RANGE _EXACT)
    set(_exuvia_saved${_exuvia_part} "${${_exuvia_find}_FIND_VERSION${_exuvia_part}}")
    unset(${_exuvia_find}_FIND_VERSION${_exuvia_part})
  endforeach()
  set(${_exuvia_find}_FIND_COMPONENTS ${_exuvia_tools})
  include("${CMAKE_ROOT}/Modules/Find${_exuvia_find}.cmake")
  foreach(_exuvia_part IN ITEMS "" _MAJOR _MINOR _PATCH _COUNT _RANGE _EXACT)
    if(NOT "${_exuvia_saved${_exuvia_part}}" STREQUAL "")
      set(${_exuvia_find}_FIND_VERSION${_exuvia_part} "${_exuvia_saved${_exuvia_part}}")
    endif()
    unset(_exuvia_saved${_exuvia_part})
  endforeach()
endif()
set(${_exuvia_find}_FIND_COMPONENTS ${_exuvia_components})

set(${_exuvia_find}_VERSION "${EXUVIA_PYTHON_VERSION}")
string(REPLACE "." ";" _exuvia_parts "${EXUVIA_PYTHON_VERSION}")
list(GET _exuvia_parts 0 ${_exuvia_find}_VERSION_MAJOR)
list(GET _exuvia_parts 1 ${_exuvia_find}_VERSION_MINOR)
list(GET _exuvia_parts 2 ${_exuvia_find}_VERSION_PATCH)
set(${_exuvia_find}_INCLUDE_DIRS "${EXUVIA_INCLUDE_DIR}")
set(${_exuvia_find}_LIBRARIES "${EXUVIA_LIBRARY}")
set(${_exuvia_find}_LIBRARY_DIRS "${EXUVIA_LIBRARY_DIR}")
set(${_exuvia_find}_RUNTIME_LIBRARY_DIRS "${EXUVIA_LIBRARY_DIR}")
set(${_exuvia_find}_SABI_LIBRARIES "${EXUVIA_SABI_LIBRARY}")
set(${_exuvia_find}_SABI_LIBRARY_DIRS "${EXUVIA_LIBRARY_DIR}")
set(${_exuvia_find}_RUNTIME_SABI_LIBRARY_DIRS "${EXUVIA_LIBRARY_DIR}")
set(${_exuvia_find}_LINK_OPTIONS "")
set(${_exuvia_find}_SOABI "${EXUVIA_SOABI}")
set(${_exuvia_find}_SOSABI "${EXUVIA_SOSABI}")
foreach(_exuvia_part IN ITEMS "" .Module .SABIModule .Embed)
  if("Development${_exuvia_part}" IN_LIST _exuvia_components OR "Development" IN_LIST _exuvia_components)
    set(${_exuvia_find}_Development${_exuvia_part}_FOUND TRUE)
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(${_exuvia_find}
  REQUIRED_VARS ${_exuvia_find}_INCLUDE_DIRS
  VERSION_VAR ${_exuvia_find}_VERSION
  HANDLE_VERSION_RANGE
  HANDLE_COMPONENTS)

if(${_exuvia_find}_FOUND AND _exuvia_components MATCHES "Development")
  exuvia_targets(${_exuvia_find} Python)
endif()

foreach(_exuvia_part IN ITEMS components tools parts part find)
  unset(_exuvia_${_exuvia_part})
endforeach()
