#!/bin/bash
# Records office.pcapng, office.pcap and office-headers.pcap: real programs talking to each other in network namespaces.
#
#   examples/captures/record.sh [DIRECTORY]      DIRECTORY instead of the one this script is in
#
# Needs root, clang-19 with libbpf-dev, and: iproute2 ethtool iputils-ping curl bind9-dnsutils dnsmasq-base openssh-server
# openssh-client netcat-openbsd bsdutils python3 tshark tcpdump. Nothing leaves the namespaces, and nothing of them stays.
#
#   office ----- lan0 ----- gateway ----- wan0 ----- server
#   192.168.10.2            .1      10.0.0.1         10.0.0.2       untagged
#   fd00:10::2              ::1     fd00:1::1        fd00:1::2
#   192.168.20.2, fd00:20::2                                        VLAN 20 on lan0
#   192.168.30.2, fd00:30::2                                        VLAN 30 in service VLAN 100 (QinQ) on lan0
#
# The gateway forwards, and is where the capture is taken, on both of its links at once.
set -Eeuo pipefail

here=$(cd "$(dirname "$0")" && pwd)
output=$(realpath "${1:-$here}")
work=$(mktemp -d)
office=osmia-office gateway=osmia-gateway server=osmia-server
background=()
made_run_sshd=

cleanup() {
	for process in "${background[@]}"; do
		kill "$process" 2>/dev/null || true
	done
	wait
	for namespace in $office $gateway $server; do
		ip netns del $namespace 2>/dev/null || true
	done
	[ -z "$made_run_sshd" ] || rmdir /run/sshd
	rm -rf "$work"
}
trap cleanup EXIT
trap 'echo "record.sh: line $LINENO failed: $BASH_COMMAND" >&2' ERR

in_office() { ip netns exec $office "$@"; }
in_gateway() { ip netns exec $gateway "$@"; }
in_server() { ip netns exec $server "$@"; }

get() { in_office curl -s "$@" >/dev/null; }

# start NAMESPACE COMMAND...: in the background, until the end of the recording
start() {
	ip netns exec "$@" >"$work/log.${#background[@]}" 2>&1 &
	background+=($!)
}

# Offloads would put segments of 64 KiB and unfinished checksums into the capture: neither is ever on a wire.
prepare_device() {
	ip netns exec "$1" ethtool -K "$2" tx off rx off gso off tso off gro off >/dev/null 2>&1
	ip -n "$1" link set "$2" up
}

# link NAMESPACE DEVICE MAC NAMESPACE DEVICE MAC
link() {
	ip link add "$2" address "$3" netns "$1" type veth peer name "$5" address "$6" netns "$4"
	prepare_device "$1" "$2"
	prepare_device "$4" "$5"
}

# vlan NAMESPACE DEVICE MAC ID SERVICE-ID: a subinterface of lan0
vlan() {
	local object=$work/$1-$2.o port=$2-port
	link "$1" "$2" "$3" "$1" "$port" "${3%:*}:ff"
	clang-19 -O2 -g -target bpf -mcpu=v4 -idirafter /usr/include/"$(uname -m)"-linux-gnu \
		-DLINK_IFINDEX="$(ifindex "$1" lan0)" -DPORT_IFINDEX="$(ifindex "$1" "$port")" \
		-DVLAN_ID="$4" -DSERVICE_VLAN_ID="$5" -c "$here/vlan.bpf.c" -o "$object"
	ip netns exec "$1" tc qdisc add dev "$port" clsact
	ip netns exec "$1" tc filter add dev "$port" ingress bpf direct-action object-file "$object" section onto_link
	ip netns exec "$1" tc qdisc add dev lan0 clsact 2>/dev/null || true
	ip netns exec "$1" tc filter add dev lan0 ingress bpf direct-action object-file "$object" section from_link
}

ifindex() { ip netns exec "$1" cat "/sys/class/net/$2/ifindex"; }

address() { for a in "${@:3}"; do ip -n "$1" address add "$a" dev "$2"; done; }

build_network() {
	for namespace in $office $gateway $server; do
		ip netns add $namespace
		ip -n $namespace link set lo up
	done
	in_gateway sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	link $office lan0 02:00:00:00:10:02 $gateway lan0 02:00:00:00:10:01
	link $server wan0 02:00:00:00:01:02 $gateway wan0 02:00:00:00:01:01
	vlan $office lan0.20 02:00:00:00:20:02 20 0
	vlan $gateway lan0.20 02:00:00:00:20:01 20 0
	vlan $office lan0.30 02:00:00:00:30:02 30 100
	vlan $gateway lan0.30 02:00:00:00:30:01 30 100
	address $office lan0 192.168.10.2/24 fd00:10::2/64
	address $office lan0.20 192.168.20.2/24 fd00:20::2/64
	address $office lan0.30 192.168.30.2/24 fd00:30::2/64
	address $gateway lan0 192.168.10.1/24 fd00:10::1/64
	address $gateway lan0.20 192.168.20.1/24 fd00:20::1/64
	address $gateway lan0.30 192.168.30.1/24 fd00:30::1/64
	address $gateway wan0 10.0.0.1/24 fd00:1::1/64
	address $server wan0 10.0.0.2/24 fd00:1::2/64
	ip -n $office route add default via 192.168.10.1
	ip -n $office route add default via fd00:10::1
	ip -n $server route add default via 10.0.0.1
	ip -n $server route add default via fd00:1::1
}

start_services() {
	mkdir "$work/www"
	for lines in 10 200 1500; do
		seq -f 'line %g of a page of this office' $lines >"$work/www/page-$lines.txt"
	done
	start $server python3 -m http.server 80 --bind :: --directory "$work/www"
	start $server dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --pid-file= --user=root \
		--host-record=www.office.example,10.0.0.2,fd00:1::2 --host-record=mail.office.example,10.0.0.3 \
		--host-record=printer.office.example,192.168.10.9,fd00:10::9 --cname=intranet.office.example,www.office.example \
		--txt-record=office.example,"v=spf1 mx -all" --txt-record=_dmarc.office.example,"v=DMARC1; p=none" \
		--mx-host=office.example,mail.office.example,10 --srv-host=_ldap._tcp.office.example,www.office.example,389 \
		--local=/office.example/
	ssh-keygen -q -t ed25519 -N '' -C host -f "$work/host_key"
	ssh-keygen -q -t ed25519 -N '' -C user -f "$work/user_key"
	if [ ! -d /run/sshd ]; then # sshd insists on it
		mkdir /run/sshd
		made_run_sshd=yes
	fi
	start $server /usr/sbin/sshd -D -e -f /dev/null -h "$work/host_key" -o "AuthorizedKeysFile=$work/user_key.pub" \
		-o StrictModes=no -o UsePAM=no -o PidFile=none
	for version in -4 -6; do
		start $server nc $version -k -l -u 5140
		start $server nc $version -k -l 7000
	done
	sleep 3 # duplicate address detection takes its time, and services have to be up
}

look_up_names() {
	local name
	for server_address in 10.0.0.2 fd00:1::2; do
		for name in www mail printer intranet nobody a-rather-long-name-for-a-machine-in-a-small-office; do
			in_office dig +tries=1 +short @$server_address $name.office.example A >/dev/null
			in_office dig +tries=1 +short @$server_address $name.office.example AAAA >/dev/null
		done
		in_office dig +tries=1 @$server_address office.example TXT >/dev/null
		in_office dig +tries=1 @$server_address _dmarc.office.example TXT >/dev/null
		in_office dig +tries=1 @$server_address office.example MX >/dev/null
		in_office dig +tries=1 @$server_address _ldap._tcp.office.example SRV >/dev/null
		in_office dig +tries=1 @$server_address -x 10.0.0.2 >/dev/null
		in_office dig +tries=1 @$server_address . NS >/dev/null
		in_office dig +tries=1 +tcp @$server_address www.office.example A >/dev/null
	done
	for source in 192.168.20.2 192.168.30.2; do
		in_office dig +tries=1 -b $source @"${source%.2}".1 www.office.example A >/dev/null || true # nobody listens there
	done
}

browse() {
	for host in 10.0.0.2 '[fd00:1::2]'; do
		for lines in 10 200 1500 10 10; do
			get "http://$host/page-$lines.txt"
		done
		get "http://$host/" "http://$host/missing.html" "http://$host/page-200.txt"
		get -I "http://$host/page-1500.txt"
	done
	get --connect-timeout 1 http://10.0.0.2:81/ || true # refused
}

# Over the VLANs: the gateway has no service of its own, so the server's are reached through it, from the VLAN's address.
use_vlans() {
	ip -n $office rule add from 192.168.20.0/24 lookup 20
	ip -n $office route add default via 192.168.20.1 table 20
	ip -n $office -6 rule add from fd00:20::/64 lookup 20
	ip -n $office -6 route add default via fd00:20::1 table 20
	get --interface 192.168.20.2 http://10.0.0.2/page-200.txt http://10.0.0.2/page-1500.txt
	get --interface fd00:20::2 'http://[fd00:1::2]/page-200.txt'
	for name in www mail printer; do
		in_office dig +tries=1 -b 192.168.20.2 @10.0.0.2 $name.office.example A >/dev/null
		in_office dig +tries=1 -b fd00:20::2 @fd00:1::2 $name.office.example AAAA >/dev/null
	done
	in_office ping -q -c 10 -i 0.05 -I lan0.20 192.168.20.1 >/dev/null
	in_office ping -q -c 10 -i 0.05 -I lan0.20 fd00:20::1 >/dev/null
	in_office ping -q -c 10 -i 0.05 -I lan0.30 192.168.30.1 >/dev/null
	in_office ping -q -c 10 -i 0.05 -I lan0.30 fd00:30::1 >/dev/null
}

ping_around() {
	for host in 192.168.10.1 10.0.0.2 fd00:10::1 fd00:1::2; do
		in_office ping -q -c 15 -i 0.02 $host >/dev/null
	done
	in_office ping -q -c 4 -i 0.05 -s 4000 10.0.0.2 >/dev/null # in fragments
	in_office ping -q -c 4 -i 0.05 -s 4000 fd00:1::2 >/dev/null
	in_office ping -q -c 2 -i 0.05 -t 1 10.0.0.2 >/dev/null || true # time exceeded at the gateway
	in_office ping -q -c 1 -W 1 192.168.10.77 >/dev/null || true # nobody has that address
	in_server ping -q -f -c 120 192.168.10.2 >/dev/null # a flood, for rate limiters
}

log_in() {
	for host in 10.0.0.2 fd00:1::2; do
		in_office ssh -q -F /dev/null -i "$work/user_key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
			root@$host 'seq 300; uptime' >/dev/null
	done
}

# Syslog over UDP as bursts, and some text over TCP.
send_messages() {
	for host in 10.0.0.2 fd00:1::2; do
		seq -f 'backup: file %g of 150 copied' 150 | in_office logger -n $host -P 5140 -d -t backup
		seq 1 2000 | in_office nc -N -q 1 $host 7000
	done
}

# finish PID: lets a capturing program write what it has
finish() {
	kill -INT "$1"
	wait "$1" || true
}

build_network
ip netns exec $gateway dumpcap -q -i lan0 -i wan0 -w "$work/office.pcapng" 2>/dev/null &
wide=$!
ip netns exec $gateway tcpdump -q -i lan0 -s 96 -w "$work/office-headers.pcap" 2>/dev/null &
narrow=$!
background+=($wide $narrow)
sleep 1
start_services
look_up_names
browse
use_vlans
ping_around
log_in
send_messages
sleep 2
finish $wide
finish $narrow

# The same packets, in the same order, as a classic capture with nanoseconds.
tcpdump -q -r "$work/office.pcapng" --nano -w "$work/office.pcap" 2>/dev/null
for file in office.pcapng office.pcap office-headers.pcap; do
	install -m 644 "$work/$file" "$output/$file"
done
capinfos -c -s -u "$output"/office*.pcap*
