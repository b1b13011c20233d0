/** Plans as YAML files, and what is wrong with one. */
@NullMarked
package dev.backstretch.schemas.plan;

import org.jspecify.annotations.NullMarked;
