/** Live pages and the read API. */
@NullMarked
package dev.backstretch.board;

import org.jspecify.annotations.NullMarked;
