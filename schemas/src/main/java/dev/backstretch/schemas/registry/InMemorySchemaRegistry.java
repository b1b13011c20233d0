package dev.backstretch.schemas.registry;

import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** A registry that lives and dies with its process: for files, oracles and tests. */
public final class InMemorySchemaRegistry implements SchemaRegistry {
    private final SchemaCatalogue catalogue;
    private final ConcurrentHashMap<Integer, Schema> byId = new ConcurrentHashMap<>();

    public InMemorySchemaRegistry() {
        this(new SchemaCatalogue());
    }

    public InMemorySchemaRegistry(SchemaCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        var registration = catalogue.register(subject, schema.toString(), false);
        if (registration instanceof SchemaCatalogue.Registration.Known known) {
            return known.version().id();
        }
        if (registration instanceof SchemaCatalogue.Registration.Added added) {
            catalogue.apply(added.record());
            return added.record().id();
        }
        var refused = (SchemaCatalogue.Registration.Refused) registration;
        throw new RegistryException(refused.kind(), refused.message());
    }

    @Override
    public Schema byId(int id) {
        return byId.computeIfAbsent(id, this::ask);
    }

    private synchronized Schema ask(int id) {
        return catalogue.schemaById(id).orThrow();
    }
}
