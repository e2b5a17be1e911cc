/**
 * The words users write, as Java types: one class per kind, its spec and status as records beside it.
 *
 * <p>The contract is the YAML in {@code crds/manifests}; a test proves that these types agree with it. They are lenient
 * on purpose: instants, durations and enums are strings, unknown fields are ignored, so nothing that an API server
 * accepts can fail to be read. Parsing and judging belong to {@code dev.apitoken.token} and the operator, not here.
 */
@NullMarked
package dev.apitoken.crds;

import org.jspecify.annotations.NullMarked;
