/**
 * A short life of the validator, from which its JVM learns what to have ready at the next start: {@code validator/train}
 * leaves {@code validator/target/validator.aot}. Needs nothing but a JDK, so that an image can be built with it.
 */
@NullMarked
package dev.apitoken.benchmarks.training;

import org.jspecify.annotations.NullMarked;
