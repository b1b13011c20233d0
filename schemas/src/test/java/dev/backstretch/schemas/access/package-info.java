/** Tests. */
@NullMarked
package dev.backstretch.schemas.access;

import org.jspecify.annotations.NullMarked;
