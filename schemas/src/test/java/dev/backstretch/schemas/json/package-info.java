/** Tests. */
@NullMarked
package dev.backstretch.schemas.json;

import org.jspecify.annotations.NullMarked;
