/** Guarantees as objects, and the tests of the whole system. */
@NullMarked
package dev.backstretch.testkit;

import org.jspecify.annotations.NullMarked;
