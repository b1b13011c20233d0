/** Who may do what: tokens, and the rules that doors and boards ask before they serve anyone. */
@NullMarked
package dev.backstretch.schemas.access;

import org.jspecify.annotations.NullMarked;
