/** Tests of what is kept of people. */
@NullMarked
package dev.backstretch.domain.people;

import org.jspecify.annotations.NullMarked;
