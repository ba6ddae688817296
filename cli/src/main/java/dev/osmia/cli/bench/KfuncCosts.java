package dev.osmia.cli.bench;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one call of a kfunc costs on each engine that was measured.
 *
 * @param one the case
 */
public record KfuncCosts(KfuncCase one, Map<BenchEngine, Stopwatch.Reading> readings) {
    public KfuncCosts {
        readings = Map.copyOf(readings);
    }

    /** Nanoseconds of a call. */
    OptionalDouble nanoseconds(BenchEngine engine) {
        var reading = readings.get(engine);
        return reading == null ? OptionalDouble.empty() : OptionalDouble.of(reading.nanoseconds());
    }

    /** One engine's time divided by another's; empty where one was not measured, or took no time that could be told. */
    OptionalDouble ratio(BenchEngine engine, BenchEngine to) {
        var own = nanoseconds(engine);
        var other = nanoseconds(to);
        return engine == to || own.isEmpty() || other.isEmpty() || other.getAsDouble() <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(own.getAsDouble() / other.getAsDouble());
    }
}
