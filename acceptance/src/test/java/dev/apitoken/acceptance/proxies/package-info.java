/**
 * External authorisation as its users have it: real proxies with the configurations of examples/06-external-authorization,
 * a gate that has its state from files, an application that tells what reached it.
 */
@NullMarked
package dev.apitoken.acceptance.proxies;

import org.jspecify.annotations.NullMarked;
