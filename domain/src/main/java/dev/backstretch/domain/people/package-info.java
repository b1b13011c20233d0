/** People, kept apart from readings. */
@NullMarked
package dev.backstretch.domain.people;

import org.jspecify.annotations.NullMarked;
