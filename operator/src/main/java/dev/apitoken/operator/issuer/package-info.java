/**
 * Issuers: in whose name tokens are signed, with which keys, inside which limits. Keeps each issuer's keys in one Secret
 * of the operator's own namespace and shows issuers to the rest of the operator as {@code IssuerView}.
 *
 * <p>No token is signed here ({@code operator.apitoken}); a key's bytes are the business of {@code token.signing}.
 */
@NullMarked
package dev.apitoken.operator.issuer;

import org.jspecify.annotations.NullMarked;
