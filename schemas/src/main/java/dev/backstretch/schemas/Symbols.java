package dev.backstretch.schemas;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** An Avro enum beside the domain's: matched by name, so that neither has to keep the other's order. */
final class Symbols<E extends Enum<E>> {
    private final Map<E, Integer> indexByConstant;
    private final List<E> byIndex;

    /** The domain's constants and the schema's symbols must be the same; anything else is a broken build. */
    Symbols(Class<E> type, Schema schema) {
        List<E> constants = List.of(type.getEnumConstants());
        if (constants.size() != schema.getEnumSymbols().size()) {
            throw new IllegalStateException(type.getName() + " and " + schema.getFullName() + " differ: " + constants
                    + " and " + schema.getEnumSymbols());
        }
        indexByConstant = new EnumMap<>(type);
        for (E constant : constants) {
            indexByConstant.put(constant, schema.getEnumOrdinal(constant.name()));
        }
        byIndex = schema.getEnumSymbols().stream()
                .map(symbol -> Enum.valueOf(type, symbol))
                .toList();
    }

    int indexOf(E constant) {
        return indexByConstant.getOrDefault(constant, 0);
    }

    E at(int index) {
        if (index < 0 || index >= byIndex.size()) {
            throw new UndecodableException("symbol " + index + " of an enum of " + byIndex.size());
        }
        return byIndex.get(index);
    }
}
