/** Writing and reading the state of a fold. */
@NullMarked
package dev.backstretch.domain.state;

import org.jspecify.annotations.NullMarked;
