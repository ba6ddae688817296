package dev.osmia.runtime.map;

/** A map operation of the application that the map refused, as bpf(2) would with the same error number. */
public final class MapOperationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * A refusal.
     *
     * @param map the map's name
     * @param operation what was tried
     * @param errno the error number, positive
     */
    public MapOperationException(String map, String operation, int errno) {
        super(operation + " on map '" + map + "' failed with errno " + errno);
        this.errno = errno;
    }

    /** The error number, positive. */
    public int errno() {
        return errno;
    }
}
