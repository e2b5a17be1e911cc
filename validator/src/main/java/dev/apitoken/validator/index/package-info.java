/**
 * The state a decision is made by: an immutable snapshot of one access document, and what keeps it current
 * (a watched Secret or files).
 */
@NullMarked
package dev.apitoken.validator.index;

import org.jspecify.annotations.NullMarked;
