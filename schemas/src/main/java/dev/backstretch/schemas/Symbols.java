package dev.backstretch.schemas;

import java.util.List;
import org.apache.avro.Schema;

/** An Avro enum beside the domain's: matched by name, so that neither has to keep the other's order. */
final class Symbols<E extends Enum<E>> {
    private final int[] indexByOrdinal;
    private final List<E> byIndex;

    /** The domain's constants and the schema's symbols must be the same; anything else is a broken build. */
    Symbols(Class<E> type, Schema schema) {
        E[] constants = type.getEnumConstants();
        if (constants.length != schema.getEnumSymbols().size()) {
            throw new IllegalStateException(type.getName() + " and " + schema.getFullName() + " differ: "
                    + List.of(constants) + " and " + schema.getEnumSymbols());
        }
        indexByOrdinal = new int[constants.length];
        for (E constant : constants) {
            indexByOrdinal[constant.ordinal()] = schema.getEnumOrdinal(constant.name());
        }
        byIndex = schema.getEnumSymbols().stream()
                .map(symbol -> Enum.valueOf(type, symbol))
                .toList();
    }

    int indexOf(E constant) {
        return indexByOrdinal[constant.ordinal()];
    }

    E at(int index) {
        if (index < 0 || index >= byIndex.size()) {
            throw new UndecodableException("symbol " + index + " of an enum of " + byIndex.size());
        }
        return byIndex.get(index);
    }
}
