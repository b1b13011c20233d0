/** Tests. */
@NullMarked
package dev.backstretch.schemas.registry;

import org.jspecify.annotations.NullMarked;
