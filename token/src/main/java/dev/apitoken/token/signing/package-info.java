/**
 * Keys, signatures and JWK sets: the only room that imports the JWT library. Nothing here decides when a key or a
 * token is used; see {@code rotation} and the operator.
 */
@NullMarked
package dev.apitoken.token.signing;

import org.jspecify.annotations.NullMarked;
