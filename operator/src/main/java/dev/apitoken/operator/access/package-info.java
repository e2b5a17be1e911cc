/**
 * From resources to access documents: who is listed at which gate. The compiler is pure; only the appliers write
 * (Secrets, Roles), and only caches are read, so that ending a token never waits for anything.
 *
 * <p>When a token is live is decided in {@code token.rotation}; how a document becomes Secrets in {@code token.secret}.
 */
@NullMarked
package dev.apitoken.operator.access;

import org.jspecify.annotations.NullMarked;
