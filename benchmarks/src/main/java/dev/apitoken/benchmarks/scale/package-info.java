/**
 * The operator under load: thousands of ApiTokens on a real API server, from the first look to ten thousand renewals due
 * at once. What the operator wrote is read from the API server's audit log, never from the operator's own word (rule R5).
 *
 * <p>Start at {@code ScaleMain}; {@code ScaleRun} is the sequence of what is measured, {@code Goals} what is asked for.
 */
@NullMarked
package dev.apitoken.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
