/**
 * A real gate on loopback, a raw socket before it and a tiny server behind it: what goes over the wire is what is
 * tested.
 */
@NullMarked
package dev.apitoken.validator.gate;

import org.jspecify.annotations.NullMarked;
