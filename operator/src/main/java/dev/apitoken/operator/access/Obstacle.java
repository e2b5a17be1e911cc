package dev.apitoken.operator.access;

/**
 * Why a policy gets no further Secret for its entries. What stands already is kept up to date all the same: ends never
 * need another Secret.
 */
sealed interface Obstacle {
    /** @param secret of somebody else, by the name that is needed */
    record ForeignSecret(String secret) implements Obstacle {}

    /** @param status with which the API server refused the new Secret */
    record Refused(String secret, int status) implements Obstacle {}

    /** The validators could not be given the right to read it. */
    record NoRights() implements Obstacle {}
}
