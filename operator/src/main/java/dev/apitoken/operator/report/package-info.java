/**
 * What validators say about themselves, folded into the status of policies and tokens. Reports are untrusted: nothing
 * here decides who is let in, every bound is ours, and instants are never later than our own clock (rule O6).
 */
@NullMarked
package dev.apitoken.operator.report;

import org.jspecify.annotations.NullMarked;
