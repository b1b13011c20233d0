@NullMarked
package dev.backstretch.domain.effort;

import org.jspecify.annotations.NullMarked;
