package dev.backstretch.schemas.registry;

import org.apache.avro.Schema;

/** Gives each schema a number that travels with every record, and the schema back for the number. Thread-safe. */
public interface SchemaRegistry {
    /**
     * The id of this schema under this subject, which is registered when it is new.
     *
     * @throws RegistryException when the registry refuses it or does not answer
     */
    int register(String subject, Schema schema);

    /**
     * The schema of this id.
     *
     * @throws RegistryException of kind {@link RegistryException.Kind#SCHEMA_UNKNOWN} when there is none
     */
    Schema byId(int id);

    /** The subject under which a topic's values are registered: Confluent's strategy "TopicName". */
    static String subjectOfValues(String topic) {
        return topic + "-value";
    }
}
