/** Recorded runs: FIT, TCX, GPX and event NDJSON, plain, gzipped or zipped, and what their devices said of them. */
@NullMarked
package dev.backstretch.ingest.files;

import org.jspecify.annotations.NullMarked;
