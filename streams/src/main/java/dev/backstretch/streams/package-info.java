/** The topology that carries the session fold over the log. */
@NullMarked
package dev.backstretch.streams;

import org.jspecify.annotations.NullMarked;
