package dev.osmia.runtime.map;

import dev.osmia.program.MapSpec;

/** Goes through the elements of a hash table for the application. */
final class HashEntries {
    private HashEntries() {}

    /** Takes an element with a copy of its key. */
    @FunctionalInterface
    interface ElementConsumer {
        void accept(byte[] key, int element);
    }

    /**
     * Calls the consumer with each element, bucket by bucket. The element behind is found before the consumer is called, so that it
     * may delete the one it is given; elements that come or go meanwhile may or may not be seen.
     */
    static void forEach(HashTable table, MapSpec spec, ElementConsumer consumer) {
        long position = table.after(BpfMap.NO_ELEMENT);
        while (position != BpfMap.NO_ELEMENT) {
            long next = table.after(position);
            var key = new byte[spec.keySize()];
            table.key((int) position, key, 0);
            consumer.accept(key, (int) position);
            position = next;
        }
    }
}
