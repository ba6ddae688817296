#!/bin/sh
# Records why the running kernel rejects the programs in objects/rejected/, as programs/rejected/verdicts.tsv.
#
#   examples/record-verdicts.sh [FILE]     FILE instead of the committed table
#
# Needs root, bpftool and capsh (Debian: apt-get install bpftool libcap2-bin). Each object is loaded, never attached, in a
# mount namespace of its own. Nothing is left behind. Takes a minute or two: the log of a loop without a bound is long.
#
# Columns: object; program; capabilities the load was tried with, "all" or those taken away; the error of bpf(2); index of the
# instruction at which the verifier stopped; source line that the log names last; the message; everything the log says after
# that instruction, lines separated by " | ".
set -eu

cd "$(dirname "$0")"
table=${1:-programs/rejected/verdicts.tsv}

if [ "${IN_OWN_MOUNTS-}" != yes ]; then
	exec env IN_OWN_MOUNTS=yes unshare --mount --propagation private "$0" "$(realpath "$table")"
fi
pins=$(mktemp -d)
trap 'umount "$pins"; rmdir "$pins"' EXIT
mount -t bpf bpf "$pins"

# What the kernel allows to those who may read all of its memory, it rejects for others.
lacking() {
	case $1 in
	stack_uninitialised) echo cap_perfmon,cap_sys_admin ;;
	esac
}

# load OBJECT LACKING: bpftool's log of the attempt
load() {
	if [ -n "$2" ]; then
		capsh "--drop=$2" -- -c "bpftool -d prog load '$1' '$pins/program'" 2>&1
	else
		bpftool -d prog load "$1" "$pins/program" 2>&1
	fi
}

# Takes the log apart. States that an endless loop is explained with are no message, and neither are source lines.
summary='
/^libbpf: prog .*BPF program load failed: / { split($0, quoted, "\047"); program = quoted[2]; error = $0; sub(/.*failed: /, "", error) }
/END PROG LOAD LOG/ { logging = 0 }
logging && /^(verification time|stack depth|processed) / { next }
logging && /^; .* @ / { source = $0; sub(/.* @ /, "", source); next }
logging && /^(from )?[0-9]+: / { if (match($0, /^[0-9]+: \(/)) { instruction = $0; sub(/:.*/, "", instruction) } tail = ""; next }
logging && /^(Live regs before insn:|func#|mark_precise: | +[0-9]+: )/ { next }
logging { tail = tail (tail == "" ? "" : " | ") $0; if ($0 !~ /^(cur|old) state: /) message = $0 }
/BEGIN PROG LOAD LOG/ { logging = 1 }
END { printf "%s\t%s\t%s\t%s\t%s\t%s\n", program, error, instruction, source, message, tail }
'

{
	printf 'object\tprogram\tcapabilities\terror\tinstruction\tsource\tmessage\tlog\n'
	for object in objects/rejected/*.o; do
		name=$(basename "$object" .o)
		without=$(lacking "$name")
		log=$(load "$object" "$without") && {
			echo "record-verdicts.sh: the kernel accepts $object" >&2
			exit 1
		}
		printf '%s\n' "$log" | awk "$summary" | {
			IFS='	' read -r program rest
			printf '%s\t%s\t%s\t%s\n' "$name.o" "$program" "${without:+without $without}" "$rest"
		}
	done
} | awk -F '\t' -v OFS='\t' 'NR > 1 && $3 == "" { $3 = "all" } { print }' >"$table.new"
mv "$table.new" "$table"
