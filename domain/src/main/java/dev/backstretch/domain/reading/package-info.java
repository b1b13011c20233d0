/** What a reading must be to enter the log, and what is dropped from it on the way. */
@NullMarked
package dev.backstretch.domain.reading;

import org.jspecify.annotations.NullMarked;
