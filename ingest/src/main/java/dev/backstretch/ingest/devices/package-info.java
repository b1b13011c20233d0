/** What the devices of a camp send, read into our words. Pure: text or bytes in, a sealed result out. */
@NullMarked
package dev.backstretch.ingest.devices;

import org.jspecify.annotations.NullMarked;
