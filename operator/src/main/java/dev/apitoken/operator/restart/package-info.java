/**
 * Rolling restarts of the workloads that an ApiToken names, once for each new token.
 *
 * <p>What is due stands in the token's Secret and is decided in {@code operator.apitoken}; here one workload is looked at
 * and, if need be, restarted.
 */
@NullMarked
package dev.apitoken.operator.restart;

import org.jspecify.annotations.NullMarked;
