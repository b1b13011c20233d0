/** Tests. */
@NullMarked
package dev.backstretch.schemas;

import org.jspecify.annotations.NullMarked;
