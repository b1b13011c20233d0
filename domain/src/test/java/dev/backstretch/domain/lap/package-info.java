@NullMarked
package dev.backstretch.domain.lap;

import org.jspecify.annotations.NullMarked;
