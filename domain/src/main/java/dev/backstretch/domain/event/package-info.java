/** What happened: the event envelope and every kind of body. */
@NullMarked
package dev.backstretch.domain.event;

import org.jspecify.annotations.NullMarked;
