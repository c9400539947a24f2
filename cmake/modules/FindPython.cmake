# find_package(Python) with this folder in CMAKE_MODULE_PATH: the development components are Exuvia's.
set(_exuvia_find Python)
include("${CMAKE_CURRENT_LIST_DIR}/../ExuviaFindPython.cmake")

macro(Python_add_library name)
  exuvia_add_library(Python Python ${name} ${ARGN})
endmacro()
