/**
 * What a validator enforces: settings of one policy, rules, source filters, paths and the list of live tokens.
 *
 * <p>The operator compiles it, the validator decides by it; how it travels is in {@code secret}.
 */
@NullMarked
package dev.apitoken.token.access;

import org.jspecify.annotations.NullMarked;
