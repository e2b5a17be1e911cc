/**
 * Faults between a client and the API server: {@link dev.apitoken.testkit.fault.FaultProxy} forwards every call, keeps a
 * record of it, and goes wrong where a test says so. Nothing here knows what the client is for.
 */
@NullMarked
package dev.apitoken.testkit.fault;

import org.jspecify.annotations.NullMarked;
