/**
 * ApiTokens: observe, plan, apply, report. What to do is decided by {@code token.rotation}, what stands in a Secret by
 * {@code token.secret}; here both meet the cluster.
 *
 * <p>Other rooms of the operator see tokens as {@code TokenView}, found through {@code Tokens}.
 */
@NullMarked
package dev.apitoken.operator.apitoken;

import org.jspecify.annotations.NullMarked;
