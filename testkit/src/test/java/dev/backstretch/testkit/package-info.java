/** Tests of the whole system, and of what it is tested with. */
@NullMarked
package dev.backstretch.testkit;

import org.jspecify.annotations.NullMarked;
