package dev.osmia.kernel;

import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.ProgramCommands;
import dev.osmia.kernel.bpf.TestRun;
import dev.osmia.kernel.run.PacketExchange;
import dev.osmia.program.Program;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.packet.Packet;
import java.util.Optional;

/**
 * A program in the kernel, which runs it over packets by {@code BPF_PROG_TEST_RUN}: XDP, tc, socket filters, and the other types whose
 * programs see a socket buffer. Packet, metadata and fields are copied into the kernel and back; maps are those it was loaded with, not
 * those of the context's environment. It may be used by several threads.
 *
 * <p>A test run cannot show a program everything; {@link #obstacle} tells of a packet that it cannot show:
 *
 * <ul>
 *   <li>packets have at least the 14 bytes of an Ethernet header, and IP packets a whole IP header behind it; where pages have 4,096
 *       bytes, the largest packet for programs on socket buffers has 3,712, and XDP programs reach the first 3,520 of a packet directly;
 *   <li>metadata reach XDP programs only, in whole words and at most 216 bytes;
 *   <li>tc programs see a VLAN tag in the frame, never beside it;
 *   <li>interfaces must exist on this machine; an XDP program sees one that is not given as the loopback device, number 1;
 *   <li>of {@code __sk_buff}, mark, priority, interfaces, {@code cb}, time stamps, {@code wire_len} and segmentation fields can be given.
 *       Of these, all but interfaces, {@code gso_size} and {@code hwtstamp} come back; what programs do to other fields is not seen.
 * </ul>
 */
public final class KernelProgram implements Executable, AutoCloseable {
    private final Program program;
    private final FileDescriptor descriptor;
    private final KernelMaps maps;
    private final Optional<PacketExchange> exchange;
    private final ThreadLocal<TestRun> runs = ThreadLocal.withInitial(TestRun::new);

    KernelProgram(Program program, FileDescriptor descriptor, KernelMaps maps) {
        this.program = program;
        this.descriptor = descriptor;
        this.maps = maps;
        this.exchange = PacketExchange.of(program.type());
    }

    @Override
    public Program program() {
        return program;
    }

    /** The maps that it was loaded with. */
    public KernelMaps maps() {
        return maps;
    }

    FileDescriptor descriptor() {
        return descriptor;
    }

    /** Why the kernel cannot run this program over the packet as it is, in one line; empty where it can. */
    public Optional<String> obstacle(Packet packet) {
        String obstacle = exchange.map(packets -> packets.obstacle(packet))
                .orElse("there are no test runs over packets for programs of type "
                        + program.type().kernelName());
        return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
    }

    /**
     * Runs the program over the packet once.
     *
     * @return the low 32 bits of R0: the kernel gives no more
     * @throws KernelException where the kernel refuses, as it does where there is an {@link #obstacle}
     */
    public int run(Packet packet) {
        return run(packet, 1).returnValue();
    }

    /** Runs the program over the context's packet once; gives the low 32 bits of R0. */
    @Override
    public long run(ExecutionContext context) {
        return Integer.toUnsignedLong(run(context.packet()));
    }

    /**
     * How runs went.
     *
     * @param returnValue the low 32 bits of R0 after the last one
     * @param repeat how many there were
     * @param kernelNanoseconds nanoseconds of one run on average, as the kernel measures them, in whole nanoseconds
     * @param nanoseconds nanoseconds of one run on average, measured from here, the system call included
     */
    public record Timing(int returnValue, int repeat, long kernelNanoseconds, double nanoseconds) {}

    /** Runs the program so many times in a row, each time over what the last run left of the packet, and tells how long it took. */
    public Timing runRepeatedly(Packet packet, int repeat) {
        if (repeat < 1) {
            throw new IllegalArgumentException("repeat=" + repeat + " is less than 1");
        }
        long start = System.nanoTime();
        var run = run(packet, repeat);
        long end = System.nanoTime();
        return new Timing(run.returnValue(), repeat, run.nanoseconds(), (double) (end - start) / repeat);
    }

    private TestRun run(Packet packet, int repeat) {
        var obstacle = obstacle(packet);
        if (obstacle.isPresent()) {
            throw refused(exchange.isPresent() ? Errno.EINVAL : Errno.EOPNOTSUPP, obstacle.get());
        }
        var packets = exchange.orElseThrow();
        var run = runs.get();
        int bytes = packets.write(packet, run);
        int result = run.run(descriptor, bytes, packets.contextBytes(), repeat);
        if (result < 0) {
            throw refused(-result, explanation(-result, packet));
        }
        packets.read(run, packet);
        return run;
    }

    private KernelException refused(int errno, String explanation) {
        return new KernelException("BPF_PROG_TEST_RUN of program '" + program.name() + "'", errno, explanation);
    }

    private static String explanation(int errno, Packet packet) {
        return switch (errno) {
            case Errno.ENODEV -> "this machine has no interface %d".formatted(packet.ingressIfindex());
            case Errno.EINVAL ->
                "a packet of %d bytes that came in by interface %d, queue %d is not taken"
                        .formatted(packet.length(), packet.ingressIfindex(), packet.rxQueueIndex());
            default -> "";
        };
    }

    /** Not for callers: the kernel itself calls the functions of its programs. */
    @Override
    public long callback(
            ExecutionContext context, int subprogram, long framePointer, long r1, long r2, long r3, long r4, long r5) {
        throw new UnsupportedOperationException("the kernel calls the functions of its programs itself");
    }

    /** Bytes of machine code that the kernel's JIT made of it; 0 where the JIT is off. */
    public int machineCodeBytes() {
        var info = ProgramCommands.info(descriptor);
        if (info.result() < 0) {
            throw new KernelException("BPF_OBJ_GET_INFO_BY_FD of program '" + program.name() + "'", -info.result());
        }
        return info.jitedBytes();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
