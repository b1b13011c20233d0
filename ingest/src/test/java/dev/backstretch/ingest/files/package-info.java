@NullMarked
package dev.backstretch.ingest.files;

import org.jspecify.annotations.NullMarked;
