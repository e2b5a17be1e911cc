/**
 * The Netty data path: reverse proxy and external authorisation. The only place that says 401 or 403.
 */
@NullMarked
package dev.apitoken.validator.gate;

import org.jspecify.annotations.NullMarked;
