#!/bin/sh
# Builds the objects that the loader's tests read: NAME.bpf.c into NAME.o with clang-19; those that COMPILERS names also into
# NAME.clang-14.o and NAME.clang-16.o.
#
# Needs clang-14, clang-16 and clang-19 with their llvm-strip, and the headers of libbpf and Linux
# (Debian: apt-get install clang-14 clang-16 clang-19 llvm-14 llvm-16 llvm-19 libbpf-dev).
set -eu
cd "$(dirname "$0")"

headers=$(find /usr/include -mindepth 2 -maxdepth 3 -path '*-linux-gnu*/asm/types.h' 2>/dev/null | head -n 1)
headers=${headers%/asm/types.h}

# compile VERSION CPU SOURCE OBJECT
compile() {
	"clang-$1" -O2 -g -target bpf "-mcpu=$2" -Wall -Wno-unused-parameter -fdebug-compilation-dir=. \
		${headers:+-idirafter "$headers"} "-ffile-prefix-map=${headers:-/usr/include}=/usr/include" -c "$3" -o "$4"
	"llvm-strip-$1" -g "$4"
}

for source in *.bpf.c; do
	name=${source%.bpf.c}
	compile 19 v4 "$source" "$name.o"
	case $name in
	linking|maps)
		compile 14 v3 "$source" "$name.clang-14.o"
		compile 16 v3 "$source" "$name.clang-16.o"
		;;
	esac
done
