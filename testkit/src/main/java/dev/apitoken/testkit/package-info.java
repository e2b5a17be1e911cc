/**
 * Shared test support: a real cluster for a test ({@link dev.apitoken.testkit.RealCluster}), a clock that tests move,
 * resources from YAML, waiting with a deadline. Depends on no other room, so that every room may test with it.
 * How a control plane of plain processes is built and run: {@link dev.apitoken.testkit.controlplane}.
 */
@NullMarked
package dev.apitoken.testkit;

import org.jspecify.annotations.NullMarked;
