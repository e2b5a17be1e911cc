package dev.apitoken.validator.index;

import dev.apitoken.token.secret.SecretContent;

/**
 * A Secret as the API server showed it.
 *
 * @param version its resourceVersion: only ever compared for equality
 */
record SeenSecret(String version, SecretContent content) {}
