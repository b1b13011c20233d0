/** The schema registry: the model that a server keeps, the client that asks one, and one in memory. */
@NullMarked
package dev.backstretch.schemas.registry;

import org.jspecify.annotations.NullMarked;
