#!/bin/sh
# What a C compiler needs to be told to build against the Python of the folder above this one. Everything is computed
# from where this file lies, so the folder may be moved as a whole.

version=@VERSION@
suffix=.@SOABI@.so

usage() {
    echo "Usage: $0 --prefix|--exec-prefix|--includes|--libs|--cflags|--ldflags|--extension-suffix|--help|--abiflags|--configdir|--embed"
}

# Nothing is printed before all arguments are known to be good.
embed=
[ $# -gt 0 ] || { usage >&2; exit 1; }
for argument in "$@"; do
    case $argument in
    --help) usage; exit 0 ;;
    --embed) embed="-lpython$version " ;;
    --prefix | --exec-prefix | --includes | --libs | --cflags | --ldflags | --extension-suffix | --abiflags | --configdir) ;;
    *) usage >&2; exit 1 ;;
    esac
done

# Called through a symbolic link, it is the file that counts.
self=$0
if [ -h "$self" ] && command -v readlink >/dev/null 2>&1; then
    self=$(readlink -f -- "$self") || self=$0
fi
prefix=$(cd -- "$(dirname -- "$self")/.." && pwd -P) || exit 1

include=$prefix/include/python$version
includes="-I$include -I$include"
libs="${embed}-ldl -lm"

for argument in "$@"; do
    case $argument in
    --prefix | --exec-prefix) echo "$prefix" ;;
    --includes) echo "$includes" ;;
    --cflags) echo "$includes -fno-strict-overflow -Wsign-compare -DNDEBUG -g -O3 -Wall" ;;
    --libs) echo "$libs" ;;
    --ldflags) echo "-L$prefix/lib $libs" ;;
    --extension-suffix) echo "$suffix" ;;
    --abiflags) echo ;;
    --configdir) echo "$prefix/lib/python$version/config-$version-@TRIPLET@" ;;
    esac
done
