@NullMarked
package dev.backstretch.domain.session;

import org.jspecify.annotations.NullMarked;
