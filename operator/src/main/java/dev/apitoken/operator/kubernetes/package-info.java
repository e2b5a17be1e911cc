/**
 * How the API server is watched, read and reported to, whatever the kind: watches with a cache, Secrets in both
 * directions, conditions, Events.
 *
 * <p>Nothing here knows what a token, a key or an access document is.
 */
@NullMarked
package dev.apitoken.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
