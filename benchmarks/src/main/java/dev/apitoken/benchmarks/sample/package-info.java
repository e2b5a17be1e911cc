/** What the benchmarks of the validator put before it: tokens that are really signed, and the policy that lists them. */
@NullMarked
package dev.apitoken.benchmarks.sample;

import org.jspecify.annotations.NullMarked;
