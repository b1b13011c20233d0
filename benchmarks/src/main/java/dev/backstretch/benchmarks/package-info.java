/** JMH benchmarks and end-to-end ratios against baselines. */
@NullMarked
package dev.backstretch.benchmarks;

import org.jspecify.annotations.NullMarked;
