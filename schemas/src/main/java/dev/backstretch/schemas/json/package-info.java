/** The JSON of events, outcomes and reports, as users see it. */
@NullMarked
package dev.backstretch.schemas.json;

import org.jspecify.annotations.NullMarked;
