package dev.osmia.verifier.state;

/**
 * Something that must be given back before the program ends.
 *
 * @param kind what it is
 * @param id its id
 * @param slot the instruction that acquired it
 * @param owner what a lock protects: the map or struct that it is in; else null
 */
public record Reference(Kind kind, int id, int slot, Object owner) {

    /** What is referenced. */
    public enum Kind {
        POINTER,
        INTERRUPT,
        LOCK,
        RES_LOCK,
        RES_LOCK_INTERRUPT;

        /** Whether it is a lock of any kind. */
        public boolean isLock() {
            return this == LOCK || this == RES_LOCK || this == RES_LOCK_INTERRUPT;
        }
    }
}
