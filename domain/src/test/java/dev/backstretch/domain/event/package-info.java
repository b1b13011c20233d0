/** Tests. */
@NullMarked
package dev.backstretch.domain.event;

import org.jspecify.annotations.NullMarked;
