@NullMarked
package dev.backstretch.domain.outcome;

import org.jspecify.annotations.NullMarked;
