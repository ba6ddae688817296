#!/bin/sh
# Records from the running kernel what the tests of every engine are judged by, into the testkit's resources.
# Needs a C compiler, the kernel's headers and the right to load and run programs. Takes a minute or two.
set -eu
cd "$(dirname "$0")"
truth=../main/resources/dev/osmia/testkit/truth
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for recorder in verdicts operations; do
    "${CC:-cc}" -O2 -Wall -Wextra -o "$work/$recorder" "$recorder.c"
done
"$work/verdicts" > "$work/verdicts.tsv"
for family in arithmetic jumps atomics memory control constants packets; do
    "$work/operations" "$family" > "$work/$family.tsv"
done
mkdir -p "$truth"
mv "$work"/*.tsv "$truth"/
wc -l "$truth"/*.tsv
