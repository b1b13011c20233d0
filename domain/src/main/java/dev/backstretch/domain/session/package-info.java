/** The session as a whole: its fold, its head and its counts. */
@NullMarked
package dev.backstretch.domain.session;

import org.jspecify.annotations.NullMarked;
