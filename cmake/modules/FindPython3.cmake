# find_package(Python3) with this folder in CMAKE_MODULE_PATH: the development components are Exuvia's.
set(_exuvia_find Python3)
include("${CMAKE_CURRENT_LIST_DIR}/../ExuviaFindPython.cmake")

macro(Python3_add_library name)
  exuvia_add_library(Python3 Python ${name} ${ARGN})
endmacro()
