package dev.osmia.cli.run;

import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A progress bar on standard error for work over a second, if that is a terminal; otherwise nothing. Of one thread. */
final class Progress implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Looking at the clock costs more than many a program. */
    private static final int LOOK_EVERY = 1 << 14;

    private final boolean terminal;
    private final long total;
    private final long start = System.nanoTime();
    private long bytes;
    private int packets;
    private ProgressBar bar;

    private Progress(boolean terminal, long total) {
        this.terminal = terminal;
        this.total = total;
    }

    /** Progress through so many bytes. */
    static Progress through(long total) {
        return new Progress(System.console() != null, total);
    }

    /** Progress that nobody is shown. */
    static Progress silent() {
        return new Progress(false, 0);
    }

    void packet(int length) {
        bytes += length;
        if (terminal && (++packets & (LOOK_EVERY - 1)) == 0) {
            show();
        }
    }

    private void show() {
        if (bar == null && System.nanoTime() - start > PATIENCE_NANOS) {
            bar = new ProgressBarBuilder()
                    .setTaskName("packets")
                    .setInitialMax(total)
                    .setUnit("MB", 1_000_000)
                    .clearDisplayOnFinish()
                    .build();
        }
        if (bar != null) {
            bar.stepTo(bytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
