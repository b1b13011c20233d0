/** Avro schemas, the topic catalogue, serdes, the registry client, and the mapping to and from domain types. */
@NullMarked
package dev.backstretch.schemas;

import org.jspecify.annotations.NullMarked;
