/** Tests. */
@NullMarked
package dev.backstretch.schemas.door;

import org.jspecify.annotations.NullMarked;
