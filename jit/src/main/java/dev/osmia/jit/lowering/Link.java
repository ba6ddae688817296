package dev.osmia.jit.lowering;

/** An object or address of the environment that the class is bound to when it is defined; the JVM sees a constant. */
public sealed interface Link {

    /** The name that the generated class asks for, read by {@code dev.osmia.runtime.generated.Linkage}. */
    String name();

    /** The program's map with this index. */
    record MapObject(int map) implements Link {
        @Override
        public String name() {
            return "map" + map;
        }
    }

    /** The map's address as a number. */
    record MapPointer(int map) implements Link {
        @Override
        public String name() {
            return "mapPointer" + map;
        }
    }

    /** The address of the first value of a map as a number. */
    record MapValuePointer(int map) implements Link {
        @Override
        public String name() {
            return "mapValuePointer" + map;
        }
    }

    /** The address of offset 0 in the region of a map's values as a number. */
    record MapRegion(int map) implements Link {
        @Override
        public String name() {
            return "mapRegion" + map;
        }
    }

    /** The address of a kernel variable as a number. */
    record Symbol(int external) implements Link {
        @Override
        public String name() {
            return "symbol" + external;
        }
    }

    /** The function of a helper, by its number. */
    record Helper(int id) implements Link {
        @Override
        public String name() {
            return "helper" + id;
        }
    }

    /** The function of a kfunc, by the program's extern index. */
    record Kfunc(int external) implements Link {
        @Override
        public String name() {
            return "kfunc" + external;
        }
    }
}
