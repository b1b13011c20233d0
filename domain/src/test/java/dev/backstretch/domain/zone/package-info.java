@NullMarked
package dev.backstretch.domain.zone;

import org.jspecify.annotations.NullMarked;
