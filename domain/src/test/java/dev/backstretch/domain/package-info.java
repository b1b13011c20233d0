/** Published figures and worked examples against the rules. */
@NullMarked
package dev.backstretch.domain;

import org.jspecify.annotations.NullMarked;
