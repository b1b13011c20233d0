/** The doors: every reading, tap, chip read and command enters the log here. */
@NullMarked
package dev.backstretch.ingest;

import org.jspecify.annotations.NullMarked;
