/**
 * What this validator says about itself: one ValidatorReport, written by the way. Counting costs a request no lock and
 * no wait, and nothing that goes wrong here ever reaches the gate. Who may ask what of the report:
 * docs/reference/validator-report.md.
 */
@NullMarked
package dev.apitoken.validator.report;

import org.jspecify.annotations.NullMarked;
