/**
 * The first command: a control plane, the operator, the validator and a sample API, and the product's whole story told
 * with real requests. Everything it claims it checks; a surprise is a non-zero exit.
 */
@NullMarked
package dev.apitoken.acceptance.quickstart;

import org.jspecify.annotations.NullMarked;
