/**
 * When a token is replaced and why: pure functions of what is wished, what is there and what time it is.
 *
 * <p>No signature is made here ({@code signing}) and nothing is stored ({@code secret}).
 */
@NullMarked
package dev.apitoken.token.rotation;

import org.jspecify.annotations.NullMarked;
