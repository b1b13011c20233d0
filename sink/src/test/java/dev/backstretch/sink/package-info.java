/** Tests of the way from the topics to the store. */
@NullMarked
package dev.backstretch.sink;

import org.jspecify.annotations.NullMarked;
