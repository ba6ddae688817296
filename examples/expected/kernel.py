"""The running kernel, as record.py needs it: objects, maps, test runs and attachments, by way of libbpf.

Needs root and libbpf.so.1. A failed call raises KernelError with what was tried and the kernel's error.
"""

import ctypes as c
import errno
import os
import struct

libbpf = c.CDLL("libbpf.so.1", use_errno=True)
libc = c.CDLL(None, use_errno=True)

CLONE_NEWNET = 0x40000000
BPF_TC_INGRESS = 1
XDP_FLAGS_SKB_MODE = 1 << 1
XDP_FLAGS_DRV_MODE = 1 << 2
BTF_KIND_VAR, BTF_KIND_DATASEC = 14, 15
BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_PERCPU_HASH, BPF_MAP_TYPE_PERCPU_ARRAY = 2, 5, 6
BPF_MAP_TYPE_RINGBUF = 27
BPF_PROG_TYPE_SCHED_CLS = 3
BPF_CALL, BPF_PSEUDO_CALL = 0x85, 1
INSTRUCTION_SIZE = 8

for name, result, *arguments in [
    ("bpf_object__open", c.c_void_p, c.c_char_p),
    ("bpf_object__load", c.c_int, c.c_void_p),
    ("bpf_object__close", None, c.c_void_p),
    ("bpf_object__btf", c.c_void_p, c.c_void_p),
    ("bpf_object__find_program_by_name", c.c_void_p, c.c_void_p, c.c_char_p),
    ("bpf_object__next_map", c.c_void_p, c.c_void_p, c.c_void_p),
    ("bpf_program__fd", c.c_int, c.c_void_p),
    ("bpf_program__insns", c.c_void_p, c.c_void_p),
    ("bpf_program__insn_cnt", c.c_size_t, c.c_void_p),
    ("bpf_prog_load", c.c_int, c.c_int, c.c_char_p, c.c_char_p, c.c_char_p, c.c_size_t, c.c_void_p),
    ("bpf_map__name", c.c_char_p, c.c_void_p),
    ("bpf_map__fd", c.c_int, c.c_void_p),
    ("bpf_map__type", c.c_int, c.c_void_p),
    ("bpf_map__key_size", c.c_uint, c.c_void_p),
    ("bpf_map__value_size", c.c_uint, c.c_void_p),
    ("bpf_map__initial_value", c.c_void_p, c.c_void_p, c.POINTER(c.c_size_t)),
    ("bpf_map_get_next_key", c.c_int, c.c_int, c.c_void_p, c.c_void_p),
    ("bpf_map_lookup_elem", c.c_int, c.c_int, c.c_void_p, c.c_void_p),
    ("bpf_map_update_elem", c.c_int, c.c_int, c.c_void_p, c.c_void_p, c.c_uint64),
    ("bpf_prog_test_run_opts", c.c_int, c.c_int, c.c_void_p),
    ("bpf_xdp_attach", c.c_int, c.c_int, c.c_int, c.c_uint32, c.c_void_p),
    ("bpf_tc_hook_create", c.c_int, c.c_void_p),
    ("bpf_tc_attach", c.c_int, c.c_void_p, c.c_void_p),
    ("btf__find_by_name_kind", c.c_int, c.c_void_p, c.c_char_p, c.c_uint32),
    ("btf__type_by_id", c.c_void_p, c.c_void_p, c.c_uint32),
    ("libbpf_num_possible_cpus", c.c_int),
]:
    function = getattr(libbpf, name)
    function.restype, function.argtypes = result, arguments

RING_BUFFER_CALLBACK = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_size_t)
libbpf.ring_buffer__new.restype = c.c_void_p
libbpf.ring_buffer__new.argtypes = [c.c_int, RING_BUFFER_CALLBACK, c.c_void_p, c.c_void_p]
libbpf.ring_buffer__poll.argtypes = [c.c_void_p, c.c_int]

PRINT = c.CFUNCTYPE(c.c_int, c.c_int, c.c_char_p, c.c_void_p)
silence = PRINT(lambda level, text, arguments: 0)


class KernelError(Exception):
    pass


def check(result, what):
    """A negative result is an error code; NULL says it in errno."""
    if result is None or result < 0:
        code = -result if result else c.get_errno()
        raise KernelError(f"{what}: {errno.errorcode.get(code, code)} ({os.strerror(code)})")
    return result


class TestRunOptions(c.Structure):
    _fields_ = [
        ("sz", c.c_size_t), ("data_in", c.c_void_p), ("data_out", c.c_void_p),
        ("data_size_in", c.c_uint32), ("data_size_out", c.c_uint32),
        ("ctx_in", c.c_void_p), ("ctx_out", c.c_void_p), ("ctx_size_in", c.c_uint32), ("ctx_size_out", c.c_uint32),
        ("retval", c.c_uint32), ("repeat", c.c_int), ("duration", c.c_uint32),
        ("flags", c.c_uint32), ("cpu", c.c_uint32), ("batch_size", c.c_uint32),
    ]


class TcHook(c.Structure):
    _fields_ = [("sz", c.c_size_t), ("ifindex", c.c_int), ("attach_point", c.c_int), ("parent", c.c_uint32)]


class TcOptions(c.Structure):
    _fields_ = [
        ("sz", c.c_size_t), ("prog_fd", c.c_int), ("flags", c.c_uint32), ("prog_id", c.c_uint32),
        ("handle", c.c_uint32), ("priority", c.c_uint32),
    ]


class Map:
    def __init__(self, pointer):
        name = libbpf.bpf_map__name(pointer).decode()
        # libbpf puts the object's name in front of .data, .rodata and .bss; the object file does not.
        self.name = name[name.index("."):] if "." in name else name
        self.pointer = pointer
        self.type = libbpf.bpf_map__type(pointer)
        self.key_size = libbpf.bpf_map__key_size(pointer)
        self.value_size = libbpf.bpf_map__value_size(pointer)

    @property
    def fd(self):
        return libbpf.bpf_map__fd(self.pointer)

    def update(self, key, value):
        check(libbpf.bpf_map_update_elem(self.fd, key, value, 0), f"update of {self.name}")

    def entries(self):
        """All entries, sorted by key. Of a per-CPU map the value on CPU 0, which all programs here run on."""
        per_cpu = self.type in (BPF_MAP_TYPE_PERCPU_ARRAY, BPF_MAP_TYPE_PERCPU_HASH)
        slot = (self.value_size + 7) // 8 * 8
        value = c.create_string_buffer(slot * libbpf.libbpf_num_possible_cpus() if per_cpu else self.value_size)
        key, following, found = None, c.create_string_buffer(self.key_size), []
        while libbpf.bpf_map_get_next_key(self.fd, key, following) == 0:
            key = following.raw
            check(libbpf.bpf_map_lookup_elem(self.fd, key, value), f"lookup in {self.name}")
            if per_cpu and any(value.raw[slot:]):
                raise KernelError(f"{self.name} was written to on another CPU than 0")
            found.append((key, value.raw[: self.value_size]))
        return sorted(found)


class Object:
    """An object file, opened and loaded. settings are values of global variables in .rodata, by name."""

    def __init__(self, path, settings=None):
        self.path = path
        self.pointer = check(libbpf.bpf_object__open(path.encode()), f"open of {path}")
        self.maps = {}
        pointer = libbpf.bpf_object__next_map(self.pointer, None)
        while pointer:
            found = Map(pointer)
            self.maps[found.name] = found
            pointer = libbpf.bpf_object__next_map(self.pointer, pointer)
        for variable, value in (settings or {}).items():
            self.set_constant(variable, value)
        check(libbpf.bpf_object__load(self.pointer), f"load of {path}")

    def set_constant(self, variable, value):
        btf = libbpf.bpf_object__btf(self.pointer)
        wanted = check(libbpf.btf__find_by_name_kind(btf, variable.encode(), BTF_KIND_VAR), f"variable {variable}")
        section = check(libbpf.btf__find_by_name_kind(btf, b".rodata", BTF_KIND_DATASEC), ".rodata")
        address = libbpf.btf__type_by_id(btf, section)
        count = struct.unpack("I", c.string_at(address + 4, 4))[0] & 0xFFFF
        for identifier, offset, size in struct.iter_unpack("III", c.string_at(address + 12, 12 * count)):
            if identifier == wanted:
                start = libbpf.bpf_map__initial_value(self.maps[".rodata"].pointer, c.byref(c.c_size_t()))
                c.memmove(start + offset, value.to_bytes(size, "little"), size)

    def program(self, name):
        found = libbpf.bpf_object__find_program_by_name(self.pointer, name.encode())
        return check(found, f"program {name} in {self.path}")

    def program_fd(self, name):
        return check(libbpf.bpf_program__fd(self.program(name)), f"program {name} in {self.path}")

    def instructions(self, name):
        """The instructions of a program as they were loaded, its subprograms behind it."""
        program = self.program(name)
        return c.string_at(libbpf.bpf_program__insns(program), libbpf.bpf_program__insn_cnt(program) * INSTRUCTION_SIZE)

    def close(self):
        libbpf.bpf_object__close(self.pointer)


def load_with_subject(caller, subject):
    """
    Loads a tc program that calls one function of its own, with the instructions of another program in place of that function.
    Calls are relative, so that neither part changes by being moved. Returns the file descriptor.
    """
    calls = [
        index + 1 + imm
        for index, (code, registers, offset, imm) in enumerate(struct.iter_unpack("<BBhi", caller))
        if code == BPF_CALL and registers >> 4 == BPF_PSEUDO_CALL
    ]
    if len(calls) != 1:
        raise KernelError(f"the caller has {len(calls)} calls, not one")
    joined = caller[: calls[0] * INSTRUCTION_SIZE] + subject
    count = len(joined) // INSTRUCTION_SIZE
    return check(libbpf.bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, b"observe", b"GPL", joined, count, None), "load of both")


def test_run(program_fd, data, ctx_in, ctx_size):
    """BPF_PROG_TEST_RUN once. Returns verdict, data_out (of XDP with metadata in front) and ctx_out."""
    data_out, ctx_out = c.create_string_buffer(len(data) + 4096), c.create_string_buffer(ctx_size)
    data_in, ctx = c.create_string_buffer(data, len(data)), c.create_string_buffer(ctx_in, ctx_size)
    options = TestRunOptions(
        sz=c.sizeof(TestRunOptions), repeat=1,
        data_in=c.addressof(data_in), data_size_in=len(data),
        data_out=c.addressof(data_out), data_size_out=len(data_out),
        ctx_in=c.addressof(ctx), ctx_size_in=ctx_size, ctx_out=c.addressof(ctx_out), ctx_size_out=ctx_size,
    )
    check(libbpf.bpf_prog_test_run_opts(program_fd, c.byref(options)), "BPF_PROG_TEST_RUN")
    return options.retval, data_out.raw[: options.data_size_out], ctx_out.raw


class RingBuffer:
    """Reads the records of a ring buffer map in the order of their submission."""

    def __init__(self, ring):
        self.records = []
        self.callback = RING_BUFFER_CALLBACK(self.take)
        self.pointer = check(libbpf.ring_buffer__new(ring.fd, self.callback, None, None), f"reader of {ring.name}")

    def take(self, context, data, size):
        self.records.append(c.string_at(data, size))
        return 0

    def poll(self, milliseconds=0):
        return check(libbpf.ring_buffer__poll(self.pointer, milliseconds), "ring buffer")


def attach_xdp(ifindex, program_fd, flags):
    check(libbpf.bpf_xdp_attach(ifindex, program_fd, flags, None), "attachment of XDP")


def detach_xdp(ifindex, flags):
    check(libbpf.bpf_xdp_attach(ifindex, -1, flags, None), "detachment of XDP")


def attach_tc(ifindex, program_fd):
    """At ingress, in place of the program that was attached before."""
    hook = TcHook(sz=c.sizeof(TcHook), ifindex=ifindex, attach_point=BPF_TC_INGRESS)
    libbpf.bpf_tc_hook_create(c.byref(hook))
    replace = 1
    options = TcOptions(sz=c.sizeof(TcOptions), prog_fd=program_fd, flags=replace, handle=1, priority=1)
    check(libbpf.bpf_tc_attach(c.byref(hook), c.byref(options)), "attachment to tc")


def enter_own_network_namespace():
    if libc.unshare(CLONE_NEWNET):
        raise KernelError(f"unshare: {os.strerror(c.get_errno())}")


libbpf.libbpf_set_print(silence)
