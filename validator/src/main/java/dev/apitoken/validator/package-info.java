/**
 * The validator: lets in only requests that carry a live token. Here: the program, its settings and its wiring.
 *
 * <p>A request's way is {@code gate} (bytes), {@code credential} (what is presented), {@code decision} (who it is and
 * what it may) by {@code index} (the state of the policy).
 */
@NullMarked
package dev.apitoken.validator;

import org.jspecify.annotations.NullMarked;
