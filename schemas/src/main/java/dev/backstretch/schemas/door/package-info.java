/** Avro as devices send it to a door, which is another form than the log's. */
@NullMarked
package dev.backstretch.schemas.door;

import org.jspecify.annotations.NullMarked;
