/** The HTTP doors: each reads its format and ends in the intake. */
@NullMarked
package dev.backstretch.ingest.doors;

import org.jspecify.annotations.NullMarked;
