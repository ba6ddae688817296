package dev.osmia.verifier.path;

import dev.osmia.verifier.flow.FlowSubprogram;
import java.util.Arrays;

/** Which stack slots, of its own frame and those of its callers, are live before each instruction of a function. */
final class FunctionLiveness {
    private final int start;
    private final int[] order;
    private final int[][] successors;
    private final FrameMasks[] frames;
    private final boolean[] writesKnown;
    private boolean outdated;
    private boolean writesDropped;

    /** Of one frame, by instruction; a bit for each slot. */
    private static final class FrameMasks {
        final long[] mayRead;
        final long[] mustWrite;
        final long[] mustWriteFromHere;
        final long[] liveBefore;

        FrameMasks(int instructions) {
            mayRead = new long[instructions];
            mustWrite = new long[instructions];
            mustWriteFromHere = new long[instructions];
            liveBefore = new long[instructions];
        }
    }

    FunctionLiveness(Verification verification, FlowSubprogram subprogram, int frame) {
        start = subprogram.start();
        frames = new FrameMasks[frame + 1];
        writesKnown = new boolean[subprogram.end() - start];
        order = Arrays.stream(verification.flow().postOrder())
                .filter(slot -> slot >= start && slot < subprogram.end())
                .toArray();
        successors = new int[writesKnown.length][];
        for (int slot : order) {
            successors[slot - start] = verification.flow().successors(slot);
        }
    }

    private FrameMasks masks(int frame) {
        if (frames[frame] == null) {
            frames[frame] = new FrameMasks(writesKnown.length);
        }
        return frames[frame];
    }

    void addRead(int frame, int slot, long slots) {
        if (slots == 0) {
            return;
        }
        var masks = masks(frame);
        int at = slot - start;
        long reads = masks.mayRead[at] | slots;
        if (reads != masks.mayRead[at] && (reads | masks.liveBefore[at]) != masks.liveBefore[at]) {
            outdated = true;
        }
        masks.mayRead[at] = reads;
    }

    /** An instruction must write what it wrote every time. */
    void commitWrites(int slot, long[] writtenByFrame) {
        int at = slot - start;
        for (int frame = 0; frame < frames.length; frame++) {
            long written = writtenByFrame[frame];
            if (written == 0 && !writesKnown[at]) {
                continue;
            }
            var masks = masks(frame);
            long before = masks.mustWrite[at];
            if (writesKnown[at]) {
                written &= before;
            }
            if (before != written) {
                masks.mustWrite[at] = written;
                outdated = true;
            }
            writesDropped |= (before & ~written) != 0;
        }
        writesKnown[at] = true;
    }

    /** Computes live slots anew where something changed; false where nothing did. */
    boolean update() {
        if (!outdated) {
            return false;
        }
        if (writesDropped) {
            for (var masks : frames) {
                if (masks != null) {
                    Arrays.fill(masks.mustWriteFromHere, 0);
                }
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (var masks : frames) {
                if (masks != null) {
                    changed |= flow(masks);
                }
            }
        }
        outdated = false;
        writesDropped = false;
        return true;
    }

    private boolean flow(FrameMasks masks) {
        boolean changed = false;
        for (int slot : order) {
            int at = slot - start;
            if (successors[at].length == 0) {
                continue;
            }
            long after = 0;
            long mustWrite = -1;
            for (int next : successors[at]) {
                after |= masks.liveBefore[next - start];
                mustWrite &= masks.mustWriteFromHere[next - start];
            }
            mustWrite |= masks.mustWrite[at];
            long before = (after & ~masks.mustWrite[at]) | masks.mayRead[at];
            changed |= before != masks.liveBefore[at] || mustWrite != masks.mustWriteFromHere[at];
            masks.liveBefore[at] = before;
            masks.mustWriteFromHere[at] = mustWrite;
        }
        return changed;
    }

    long liveAtStart(int frame) {
        return frames[frame] == null ? 0 : frames[frame].liveBefore[0];
    }

    long mustWriteAtStart(int frame) {
        return frames[frame] == null ? 0 : frames[frame].mustWriteFromHere[0];
    }

    boolean isLive(int slot, int frame, int index) {
        return frames[frame] != null && (frames[frame].liveBefore[slot - start] & 1L << index) != 0;
    }
}
