@NullMarked
package dev.backstretch.domain.reading;

import org.jspecify.annotations.NullMarked;
