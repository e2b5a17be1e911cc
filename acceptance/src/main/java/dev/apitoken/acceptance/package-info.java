/**
 * The programs together, as a user runs them: real processes, a real API server, real requests.
 *
 * <p>The part that people watch is {@code quickstart}; the tests beside it install the chart and apply the examples.
 */
@NullMarked
package dev.apitoken.acceptance;

import org.jspecify.annotations.NullMarked;
