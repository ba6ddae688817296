package dev.osmia.cli;

import dev.osmia.runtime.Environment;
import dev.osmia.runtime.capture.CaptureReader;
import dev.osmia.runtime.generated.CompiledObject;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.nio.file.Path;

/** A program that knows the runtime alone: it runs compiled classes of its class path over a capture, and counts flows. */
final class RunCompiledClasses {
    private RunCompiledClasses() {}

    public static void main(String[] arguments) throws Exception {
        var object = CompiledObject.open(RunCompiledClasses.class.getClassLoader(), "metadata", Environment.create());
        var stamp = object.program("stamp_metadata");
        var account = object.program("account_flows");
        var context = object.environment().newContext(0);
        var packet = Packet.create();
        int packets = 0;
        try (var capture = CaptureReader.open(Path.of(arguments[0]))) {
            while (capture.next()) {
                packet.wrap(capture.buffer(), capture.offset(), capture.offset() + capture.capturedLength());
                context.begin(packet);
                stamp.run(context);
                SocketBufferHandover.receive(packet);
                context.begin(packet);
                account.run(context);
                packets++;
            }
        }
        var flows = new int[1];
        object.map("flows").orElseThrow().forEach((key, value) -> flows[0]++);
        System.out.println(packets + " packets, " + flows[0] + " flows");
    }
}
