/**
 * The small endpoints beside the data path: who am I, JWK set, health.
 */
@NullMarked
package dev.apitoken.validator.http;

import org.jspecify.annotations.NullMarked;
