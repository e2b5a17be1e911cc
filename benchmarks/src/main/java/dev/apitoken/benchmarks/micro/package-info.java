/**
 * Single steps of a decision, by JMH: to see which one grew when the whole did. Run by {@code benchmarks/micro}; what
 * users notice is measured on whole programs, in the packages beside this one.
 */
@NullMarked
package dev.apitoken.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
