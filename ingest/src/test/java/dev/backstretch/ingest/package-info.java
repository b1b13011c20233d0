@NullMarked
package dev.backstretch.ingest;

import org.jspecify.annotations.NullMarked;
