/**
 * What a token is: the words (user, token id, claims, digest) that every room shares.
 *
 * <p>Pure: no Kubernetes, no HTTP, no clock of its own. Making and checking signatures lives in {@code signing}, when
 * to rotate in {@code rotation}, who is let in by what in {@code access}, how both are kept in Secrets in
 * {@code secret}.
 */
@NullMarked
package dev.apitoken.token;

import org.jspecify.annotations.NullMarked;
