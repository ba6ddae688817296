package dev.osmia.program.btf;

/**
 * The types of a map's key and value.
 *
 * @param btf the object's types
 * @param key the id of the key's type; 0 where unknown
 * @param value the id of the value's type; 0 where unknown; a {@code BTF_KIND_DATASEC} for global data
 */
public record BtfMapTypes(Btf btf, int key, int value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof BtfMapTypes types && types.btf == btf && types.key == key && types.value == value;
    }

    @Override
    public int hashCode() {
        return key * 31 + value;
    }
}
