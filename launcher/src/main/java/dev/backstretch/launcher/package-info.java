/** The {@code backstretch} command: one process or many, with the embedded broker, registry and store. */
@NullMarked
package dev.backstretch.launcher;

import org.jspecify.annotations.NullMarked;
