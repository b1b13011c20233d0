/** Plans, the group's clock and what follows from them. */
@NullMarked
package dev.backstretch.domain.plan;

import org.jspecify.annotations.NullMarked;
