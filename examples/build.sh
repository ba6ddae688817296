#!/bin/sh
# Builds the example programs into objects/, the rejected ones into objects/rejected/.
#
#   examples/build.sh           builds all of them in place
#   examples/build.sh --check   builds into a temporary directory and compares with what is committed
#
# Needs clang-19 and the headers of libbpf and Linux (Debian: apt-get install clang-19 llvm-19 libbpf-dev). CLANG and STRIP in the
# environment name other binaries. The result depends on neither the place of the checkout nor the time.
set -eu

cd "$(dirname "$0")"
clang=${CLANG:-clang-19}
strip=${STRIP:-llvm-strip-19}

for tool in "$clang" "$strip"; do
	if ! command -v "$tool" >/dev/null; then
		echo "build.sh: $tool is missing (Debian: apt-get install clang-19 llvm-19 libbpf-dev)" >&2
		exit 2
	fi
done

# asm/types.h lies in a directory of the machine's architecture on Debian, and in plain /usr/include elsewhere.
architecture_headers=$(find /usr/include -mindepth 2 -maxdepth 3 -path '*-linux-gnu*/asm/types.h' 2>/dev/null | head -n 1)
architecture_headers=${architecture_headers%/asm/types.h}

# compile SOURCE OBJECT: from the directory of the source, so that debug information names files without a path
compile() {
	mkdir -p "$(dirname "$2")"
	object=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
	(cd "$(dirname "$1")" && "$clang" -O2 -g -target bpf -mcpu=v4 -Wall -Wextra -Werror -Wno-sign-compare \
		-Wno-unused-parameter ${architecture_headers:+-idirafter "$architecture_headers"} \
		-fdebug-compilation-dir=. "-ffile-prefix-map=${architecture_headers:-/usr/include}=/usr/include" \
		-c "$(basename "$1")" -o "$object")
}

# The micro programs are 41 in one object, and the rejected ones are never debugged: both keep BTF but not DWARF.
build_all() {
	for source in programs/*.bpf.c programs/rejected/*.bpf.c; do
		name=${source#programs/}
		object=$1/${name%.bpf.c}.o
		compile "$source" "$object"
		case $name in
		bench_*|rejected/*) "$strip" -g "$object" ;;
		esac
	done
}

# same OBJECT OBJECT: byte for byte, or at least in all that a loader reads; another build of clang-19 writes other DWARF
same() {
	cmp -s "$1" "$2" && return 0
	"$strip" -g "$1" -o "$temporary/committed" && "$strip" -g "$2" -o "$temporary/rebuilt" &&
		cmp -s "$temporary/committed" "$temporary/rebuilt" || return 1
	echo "build.sh: $1 differs in its DWARF only: $("$clang" --version | head -n 1)"
}

check() {
	temporary=$(mktemp -d)
	trap 'rm -rf "$temporary"' EXIT
	build_all "$temporary/objects"
	different=0
	for object in $(cd "$temporary/objects" && find . -name '*.o' | sort); do
		if [ ! -e "objects/$object" ]; then
			echo "build.sh: objects/${object#./} is not committed" >&2
			different=1
		elif ! same "objects/$object" "$temporary/objects/$object"; then
			echo "build.sh: objects/${object#./} is not what its source gives" >&2
			different=1
		fi
	done
	for object in $(cd objects && find . -name '*.o' | sort); do
		if [ ! -e "$temporary/objects/$object" ]; then
			echo "build.sh: objects/${object#./} has no source" >&2
			different=1
		fi
	done
	return $different
}

case ${1-} in
'') build_all objects ;;
--check) check ;;
*)
	echo "usage: examples/build.sh [--check]" >&2
	exit 2
	;;
esac
