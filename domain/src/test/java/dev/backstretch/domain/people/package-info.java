@NullMarked
package dev.backstretch.domain.people;

import org.jspecify.annotations.NullMarked;
