#!/usr/bin/env python3
"""Records what the running kernel makes of the packets of captures/office.pcap, as JSON files beside this script.

    examples/expected/record.py [DIRECTORY]      DIRECTORY instead of the one this script is in

README.md says what is in the files and how it was come by. Needs root, libbpf.so.1, iproute2 and clang-19 with libbpf-dev; no
Python package. Works in a network namespace of its own that ends with the process.
"""

import collections
import hashlib
import json
import os
import pathlib
import platform
import socket
import struct
import subprocess
import sys
import tempfile

import kernel

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parent
CAPTURE = EXAMPLES / "captures" / "office.pcap"

SENDER, RECEIVER = "sender0", "receiver0"
SENDER_IFINDEX, RECEIVER_IFINDEX = 2, 3
XDP_MD_SIZE, SK_BUFF_SIZE = 24, 192
SK_BUFF_MARK = 8

XDP_VERDICTS = ["XDP_ABORTED", "XDP_DROP", "XDP_PASS", "XDP_TX", "XDP_REDIRECT"]
TC_VERDICTS = {
    0xFFFFFFFF: "TC_ACT_UNSPEC", 0: "TC_ACT_OK", 1: "TC_ACT_RECLASSIFY", 2: "TC_ACT_SHOT", 3: "TC_ACT_PIPE",
    4: "TC_ACT_STOLEN", 5: "TC_ACT_QUEUED", 6: "TC_ACT_REPEAT", 7: "TC_ACT_REDIRECT",
}

Outcome = collections.namedtuple("Outcome", "verdict metadata packet mark vlan_proto vlan_tci", defaults=(0, 0, 0))


def packets_of(path):
    """The packets of a classic capture."""
    data = path.read_bytes()
    order = "<" if data[:4] in (b"\x4d\x3c\xb2\xa1", b"\xd4\xc3\xb2\xa1") else ">"
    offset = 24
    while offset < len(data):
        (captured,) = struct.unpack_from(order + "I", data, offset + 8)
        yield data[offset + 16 : offset + 16 + captured]
        offset += 16 + captured


def digest_input(hook, outcome):
    """What a packet's digest is taken of; README.md describes it."""
    parts = [outcome.verdict]
    if hook == "tc":
        parts += [outcome.mark, outcome.vlan_proto, outcome.vlan_tci]
    parts += [len(outcome.metadata), len(outcome.packet)]
    return struct.pack(f"<{len(parts)}I", *parts) + outcome.metadata + outcome.packet


def verdict_name(hook, verdict):
    if hook == "xdp":
        return XDP_VERDICTS[verdict] if verdict < len(XDP_VERDICTS) else str(verdict)
    return TC_VERDICTS.get(verdict, str(verdict))


def summary(hook, outcomes):
    inputs = [digest_input(hook, outcome) for outcome in outcomes]
    return {
        "packets": len(outcomes),
        "verdicts": dict(collections.Counter(verdict_name(hook, outcome.verdict) for outcome in outcomes)),
        "digest": hashlib.sha256(b"".join(inputs)).hexdigest(),
        "packetDigests": [hashlib.sha256(one).hexdigest()[:8] for one in inputs],
    }


def contents(maps, left_out=()):
    return {
        name: [{"key": key.hex(), "value": value.hex()} for key, value in one.entries()]
        for name, one in sorted(maps.items())
        if one.type != kernel.BPF_MAP_TYPE_RINGBUF and name not in left_out
    }


def ring_buffers(maps):
    return {name: kernel.RingBuffer(one) for name, one in maps.items() if one.type == kernel.BPF_MAP_TYPE_RINGBUF}


def drain(rings):
    for ring in rings.values():
        ring.poll()


def records(rings):
    return {name: [record.hex() for record in ring.records] for name, ring in rings.items()}


def load(name, settings=None):
    return kernel.Object(str(EXAMPLES / "objects" / name), settings)


def run_xdp(program_fd, packet):
    ctx_in = struct.pack("6I", 0, len(packet), 0, 0, 0, 0)
    verdict, data, ctx = kernel.test_run(program_fd, packet, ctx_in, XDP_MD_SIZE)
    (start,) = struct.unpack_from("I", ctx)  # data_meta is 0 here, so that this is the length of the metadata
    return Outcome(verdict, data[:start], data[start:])


def run_tc(program_fd, packet):
    verdict, data, ctx = kernel.test_run(program_fd, packet, bytes(SK_BUFF_SIZE), SK_BUFF_SIZE)
    return Outcome(verdict, b"", data, mark=struct.unpack_from("I", ctx, SK_BUFF_MARK)[0])


def test_run_case(hook, object_name, program, packets, settings=None, before=(), left_out=()):
    """Each packet alone through BPF_PROG_TEST_RUN; maps live on from packet to packet."""
    loaded = load(object_name, settings)
    for name, key, value in before:
        loaded.maps[name].update(key, value)
    rings = ring_buffers(loaded.maps)
    run, program_fd = run_xdp if hook == "xdp" else run_tc, loaded.program_fd(program)
    outcomes = []
    for packet in packets:
        outcomes.append(run(program_fd, packet))
        drain(rings)
    result = {
        "method": "test-run",
        "programs": [{"hook": hook, "object": object_name, "program": program}],
        "settings": settings or {},
        "mapsBefore": [{"map": name, "key": key.hex(), "value": value.hex()} for name, key, value in before],
        **summary(hook, outcomes),
        "maps": contents(loaded.maps, left_out),
        "records": records(rings),
    }
    loaded.close()
    return result


class Pipeline:
    """A link between two virtual devices; what is sent at one end goes through XDP and tc at the other."""

    def __init__(self, observer_object):
        self.observer = kernel.Object(observer_object)
        self.reports = kernel.RingBuffer(self.observer.maps["observations"])
        for command in [
            f"link add {SENDER} index {SENDER_IFINDEX} type veth peer name {RECEIVER} index {RECEIVER_IFINDEX}",
            f"link set {SENDER} mtu 2000 arp off addrgenmode none up",
            f"link set {RECEIVER} mtu 2000 arp off addrgenmode none up",
        ]:
            subprocess.run(["ip", *command.split()], check=True)
        self.sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self.sender.bind((SENDER, 0))

    def run(self, xdp_fd, tc_instructions, packets, mode):
        tc_fd = kernel.load_with_subject(self.observer.instructions("observe"), tc_instructions)
        kernel.attach_tc(RECEIVER_IFINDEX, tc_fd)
        kernel.attach_xdp(RECEIVER_IFINDEX, xdp_fd, mode)
        outcomes = []
        for packet in packets:
            self.sender.send(packet)
            while not self.reports.records:
                if self.reports.poll(2000) == 0:
                    raise kernel.KernelError(f"packet {len(outcomes)} did not arrive at tc")
            outcomes += [self.outcome(report) for report in self.reports.records]
            self.reports.records.clear()
        kernel.detach_xdp(RECEIVER_IFINDEX, mode)
        os.close(tc_fd)
        return outcomes

    @staticmethod
    def outcome(report):
        verdict, mark, proto, tci, metadata_length, length = struct.unpack_from("<6I", report)
        metadata, packet = report[24 : 24 + metadata_length], report[280 : 280 + length]
        return Outcome(verdict, metadata, packet, mark, socket.ntohs(proto), tci)


def pipeline_case(pipeline, xdp, tc, packets):
    """Through attached programs, once with XDP in the driver and once in the stack; both have to agree."""
    results = []
    for mode in (kernel.XDP_FLAGS_DRV_MODE, kernel.XDP_FLAGS_SKB_MODE):
        objects = {name: load(name) for name in (xdp[0], tc[0])}
        outcomes = pipeline.run(
            objects[xdp[0]].program_fd(xdp[1]), objects[tc[0]].instructions(tc[1]), packets, mode)
        maps = {name: one for loaded in objects.values() for name, one in loaded.maps.items()}
        rings = ring_buffers(maps)
        drain(rings)
        results.append((outcomes, contents(maps), records(rings)))
        for loaded in objects.values():
            loaded.close()
    if results[0] != results[1]:
        raise kernel.KernelError(f"{tc[1]}: XDP in the driver and in the stack disagree")
    outcomes, maps, submitted = results[0]
    return {
        "method": "pipeline",
        "programs": [
            {"hook": "xdp", "object": xdp[0], "program": xdp[1]},
            {"hook": "tc", "object": tc[0], "program": tc[1]},
        ],
        "settings": {},
        "mapsBefore": [],
        **summary("tc", outcomes),
        "maps": maps,
        "records": submitted,
    }


def micro_programs(pipeline, packet):
    """The programs of the metadata benchmark over one packet: with 128 bytes of metadata, and without any."""
    name, rows = "bench_skb_meta.o", {}
    loaded = load(name)
    maker = loaded.program_fd("make_metadata")
    for way in ("read", "write", "slice", "slice_rdwr"):
        for size in (4, 8, 16, 32, 64):
            for repeats in (1, 16):
                program = f"{way}_{size}_x{repeats}"
                (outcome,) = pipeline.run(maker, loaded.instructions(program), [packet], kernel.XDP_FLAGS_SKB_MODE)
                rows[program] = {
                    "verdict": outcome.verdict,
                    "metadata": outcome.metadata.hex(),
                    "verdictWithoutMetadata": run_tc(loaded.program_fd(program), packet).verdict,
                }
    return {"object": name, "xdp": "make_metadata", "packet": packet.hex(), "programs": rows}


def ipv4_prefix(text):
    address, length = text.split("/")
    return struct.pack("<I", int(length)) + socket.inet_aton(address)


def ipv6_prefix(text):
    address, length = text.split("/")
    return struct.pack("<I", int(length)) + socket.inet_pton(socket.AF_INET6, address)


def blocklist():
    drop, allow = struct.pack("<QQII", 0, 0, 0, 0), struct.pack("<QQII", 0, 0, 1, 0)
    return [
        ("blocked_ipv4", ipv4_prefix("192.168.0.0/16"), drop),
        ("blocked_ipv4", ipv4_prefix("192.168.10.0/24"), allow),
        ("blocked_ipv4", ipv4_prefix("192.168.20.1/32"), allow),
        ("blocked_ipv4", ipv4_prefix("198.51.100.0/24"), drop),
        ("blocked_ipv6", ipv6_prefix("fd00:20::/64"), drop),
        ("blocked_ipv6", ipv6_prefix("fd00:30::/32"), drop),
        ("blocked_ipv6", ipv6_prefix("fd00:30::1/128"), allow),
    ]


def test_run_cases(packets):
    yield "stamp_metadata", test_run_case("xdp", "metadata.o", "stamp_metadata", packets)
    yield "count_flows", test_run_case("xdp", "flow_counter.o", "count_flows", packets)
    yield "parse_headers", test_run_case("xdp", "header_parser.o", "parse_headers", packets)
    yield "parse_udp", test_run_case("xdp", "header_parse.o", "parse_udp", packets)
    yield "make_metadata", test_run_case("xdp", "bench_skb_meta.o", "make_metadata", packets)
    yield "drop_listed_sources", test_run_case(
        "xdp", "lpm_blocklist.o", "drop_listed_sources", packets, before=blocklist())
    # Without new tokens the outcome does not depend on time; the buckets themselves hold times and are left out.
    yield "limit_rate", test_run_case(
        "xdp", "rate_limiter.o", "limit_rate", packets,
        settings={"packets_per_second": 0, "burst": 50}, left_out={"buckets"})
    yield "log_dns_queries", test_run_case("tc", "dns_logger.o", "log_dns_queries", packets)
    yield "account_flows_without_metadata", test_run_case("tc", "metadata.o", "account_flows", packets)


def pipeline_cases(pipeline, packets):
    stamp = ("metadata.o", "stamp_metadata")
    for program in ("account_flows", "mark_by_hash", "erase_stamp", "drop_without_transport", "salt_hash_by_vlan"):
        yield program, pipeline_case(pipeline, stamp, ("metadata.o", program), packets)
    yield "log_dns_queries_untagged", pipeline_case(pipeline, stamp, ("dns_logger.o", "log_dns_queries"), packets)


def write(directory, name, result):
    """JSON that reads well: one line for a map entry or a record, and the digests of the packets in lines of 16."""
    rows = {}

    def row(value):
        rows[f"@{len(rows)}@"] = json.dumps(value)
        return f"@{len(rows) - 1}@"

    for entries in (*result.get("maps", {}).values(), *result.get("records", {}).values()):
        entries[:] = [row(entry) for entry in entries]
    if "packetDigests" in result:
        digests = result["packetDigests"]
        result["packetDigests"] = [" ".join(digests[i : i + 16]) for i in range(0, len(digests), 16)]
    text = json.dumps({"kernel": platform.release(), **result}, indent=2)
    for mark, replacement in rows.items():
        text = text.replace(json.dumps(mark), replacement)
    (directory / f"{name}.json").write_text(text + "\n")
    print(f"{name}: {result.get('verdicts', '')}")


def main():
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    os.sched_setaffinity(0, {0})
    kernel.enter_own_network_namespace()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    packets = list(packets_of(CAPTURE))
    for name, result in test_run_cases(packets):
        write(directory, name, {"capture": CAPTURE.name, **result})
    with tempfile.TemporaryDirectory() as temporary:
        observer = f"{temporary}/observe.o"
        subprocess.run(
            ["clang-19", "-O2", "-g", "-target", "bpf", "-mcpu=v4", "-idirafter",
             f"/usr/include/{platform.machine()}-linux-gnu", "-c", HERE / "observe.bpf.c", "-o", observer], check=True)
        pipeline = Pipeline(observer)
        for name, result in pipeline_cases(pipeline, packets):
            write(directory, name, {"capture": CAPTURE.name, **result})
        write(directory, "bench_skb_meta", micro_programs(pipeline, packets[0]))


if __name__ == "__main__":
    try:
        main()
    except kernel.KernelError as error:
        sys.exit(f"record.py: {error}")
