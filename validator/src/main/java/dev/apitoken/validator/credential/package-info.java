/**
 * Reads what a request presents: the four places, cookies, duplicates. Believes nothing of it.
 */
@NullMarked
package dev.apitoken.validator.credential;

import org.jspecify.annotations.NullMarked;
