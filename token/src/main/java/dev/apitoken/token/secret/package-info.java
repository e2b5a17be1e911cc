/**
 * The Secret formats (token, signing keys, access document), written and read by one class each. Nothing else in the
 * project knows the names of their keys, labels and annotations.
 */
@NullMarked
package dev.apitoken.token.secret;

import org.jspecify.annotations.NullMarked;
