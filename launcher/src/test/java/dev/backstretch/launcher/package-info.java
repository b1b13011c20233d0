@NullMarked
package dev.backstretch.launcher;

import org.jspecify.annotations.NullMarked;
