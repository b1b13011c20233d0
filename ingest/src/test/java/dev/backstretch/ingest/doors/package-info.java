@NullMarked
package dev.backstretch.ingest.doors;

import org.jspecify.annotations.NullMarked;
