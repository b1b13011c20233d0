@NullMarked
package dev.backstretch.ingest.devices;

import org.jspecify.annotations.NullMarked;
