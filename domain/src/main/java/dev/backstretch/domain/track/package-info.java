/** The oval, its line and who crosses it. */
@NullMarked
package dev.backstretch.domain.track;

import org.jspecify.annotations.NullMarked;
