@NullMarked
package dev.backstretch.domain.state;

import org.jspecify.annotations.NullMarked;
