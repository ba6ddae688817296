#!/usr/bin/env python3
"""Records what becomes of metadata in the running kernel when tc programs change the packet.

    pipeline.py OBJECT < CASES > RECORD

A case is a line of fields NAME=VALUE as helper-recorder.c takes them; shared=1 says that a packet socket looks at the packets, so that the
kernel hands tc a clone. Each packet goes from one virtual device to another, through XDP and tc there. Needs root, libbpf.so.1 and iproute2;
works in a network namespace of its own that ends with the process.
"""

import os
import pathlib
import re
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "examples" / "expected"))
import kernel  # noqa: E402

SENDER, RECEIVER = 2, 3
BUFFER = 128


def unpacked(text):
    return bytes.fromhex(re.sub(r"\[(..)\*(\d+)\]", lambda run: run[1] * int(run[2]), text))


def packed(data):
    return re.sub(r"((..)\2{15,})", lambda run: f"[{run[2]}*{len(run[1]) // 2}]" if run.start() % 2 == 0 else run[0], data.hex())


def numbers(text):
    return [int(one) & (1 << 64) - 1 for one in text.split(",")] if text else []


class Link:
    def __init__(self):
        for command in [
            f"link add sender0 index {SENDER} type veth peer name receiver0 index {RECEIVER}",
            "link set sender0 mtu 2000 arp off addrgenmode none up",
            "link set receiver0 mtu 2000 arp off addrgenmode none up",
        ]:
            subprocess.run(["ip", *command.split()], check=True)
        self.sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self.sender.bind(("sender0", 0))


def record(link, loaded, fields):
    arguments = numbers(fields.get("arguments", ""))
    arguments += [0] * (8 - len(arguments))
    state = struct.pack("<8Q", *arguments) + bytes(64) + unpacked(fields["in"]).ljust(BUFFER, b"\0") + bytes(BUFFER)
    bss = loaded.maps[".bss"]
    bss.update(struct.pack("I", 0), state)
    kernel.attach_tc(RECEIVER, loaded.program_fd(fields["program"]))
    onlooker = None
    if fields.get("shared") == "1":
        onlooker = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        onlooker.bind(("receiver0", 3))
    link.sender.send(unpacked(fields["data"]))
    deadline = time.monotonic() + 2
    while True:
        ((_, value),) = bss.entries()
        results = struct.unpack_from("<8Q", value, 64)
        if results[7] or time.monotonic() > deadline:
            break
    if onlooker:
        onlooker.close()
    # What runs last is written first, so that all of it is there a moment later.
    time.sleep(0.002)
    ((_, value),) = bss.entries()
    results = list(struct.unpack_from("<8q", value, 64))
    while len(results) > 1 and not results[-1]:
        results.pop()
    out = value[128 + BUFFER :].rstrip(b"\0")
    return "results=" + ",".join(map(str, results)) + (f" out={packed(out)}" if out else "")


def main():
    os.sched_setaffinity(0, {0})
    kernel.enter_own_network_namespace()
    loaded = kernel.Object(sys.argv[1])
    link = Link()
    kernel.attach_xdp(RECEIVER, loaded.program_fd("make_metadata"), kernel.XDP_FLAGS_DRV_MODE)
    for line in sys.stdin:
        case = line.split(" ->")[0].rstrip("\n")
        if case.startswith("#") or not case:
            print(case)
            continue
        fields = dict(field.split("=", 1) for field in case.split())
        print(f"{case} -> {record(link, loaded, fields)}", flush=True)


if __name__ == "__main__":
    main()
