/**
 * Programs of others that ours are run beside: reverse proxies, each at one version ({@link dev.apitoken.testkit.peer.Peer}).
 * Fetched once per machine by pip or apt, into the cache that the control plane is built into, and never installed.
 * What is done with them stands with the tests that do it.
 */
@NullMarked
package dev.apitoken.testkit.peer;

import org.jspecify.annotations.NullMarked;
