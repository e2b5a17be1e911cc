/**
 * From a request and an index to an answer: allowed as whom, or denied and why. Pure: no network, no clock.
 */
@NullMarked
package dev.apitoken.validator.decision;

import org.jspecify.annotations.NullMarked;
