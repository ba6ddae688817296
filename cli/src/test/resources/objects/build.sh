#!/bin/sh
# Builds the objects that the command line's tests read, NAME.bpf.c into NAME.o.
#
# Needs clang-19 with its llvm-strip, and the headers of libbpf and Linux (Debian: apt-get install clang-19 llvm-19 libbpf-dev).
set -eu
cd "$(dirname "$0")"

headers=$(find /usr/include -mindepth 2 -maxdepth 3 -path '*-linux-gnu*/asm/types.h' 2>/dev/null | head -n 1)
headers=${headers%/asm/types.h}

for source in *.bpf.c; do
	object=${source%.bpf.c}.o
	clang-19 -O2 -g -target bpf -mcpu=v4 -Wall -Wno-unused-parameter -fdebug-compilation-dir=. \
		${headers:+-idirafter "$headers"} "-ffile-prefix-map=${headers:-/usr/include}=/usr/include" -c "$source" -o "$object"
	llvm-strip-19 -g "$object"
done
