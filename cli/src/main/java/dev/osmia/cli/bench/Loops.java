package dev.osmia.cli.bench;

import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.packet.Packet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * Loops around what is measured, a class of its own for each measurement: were it one class, HotSpot would see all that was ever measured
 * at its calls, and inline nothing.
 */
final class Loops {
    private Loops() {}

    /** Runs something so many times; gives the sum of its results, so that none can be left out. */
    interface Loop {
        long run(int times);
    }

    /** The loop around a program. */
    interface ProgramLoop {
        long run(Executable program, ExecutionContext context, Packet packet, int times);
    }

    /** The loop around work by hand. */
    interface HandLoop {
        long run(KfuncSubject.Hand hand, int times);
    }

    /** The loop that {@link ProgramLoop} is a copy of. */
    static final class ProgramLoopTemplate implements ProgramLoop {
        @Override
        public long run(Executable program, ExecutionContext context, Packet packet, int times) {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                // Keeps HotSpot from doing once what every round is to do.
                VarHandle.acquireFence();
                context.begin(packet);
                sum += program.run(context);
            }
            return sum;
        }
    }

    /** The loop that {@link HandLoop} is a copy of. */
    static final class HandLoopTemplate implements HandLoop {
        @Override
        public long run(KfuncSubject.Hand hand, int times) {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                VarHandle.acquireFence();
                sum += hand.work()
                        .run(hand.memory(), hand.start(), hand.end(), hand.target(), hand.targetStart(), hand.stack());
            }
            return sum;
        }
    }

    static Loop around(Executable program, KfuncSubject subject) {
        var loop = copy(ProgramLoopTemplate.class, ProgramLoop.class);
        return times -> loop.run(program, subject.context(), subject.packet(), times);
    }

    static Loop byHand(KfuncSubject subject) {
        var loop = copy(HandLoopTemplate.class, HandLoop.class);
        var hand = subject.hand();
        return times -> loop.run(hand, times);
    }

    private static <T> T copy(Class<? extends T> template, Class<T> type) {
        var copy = copy(template);
        try {
            return type.cast(copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke());
        } catch (Throwable impossible) {
            throw new IllegalStateException("no copy of " + template, impossible);
        }
    }

    private static MethodHandles.Lookup copy(Class<?> template) {
        var name = template.getName().substring(template.getName().lastIndexOf('.') + 1) + ".class";
        try (var bytes = template.getResourceAsStream(name)) {
            return MethodHandles.lookup().defineHiddenClass(bytes.readAllBytes(), true);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("no copy of " + template, impossible);
        }
    }
}
