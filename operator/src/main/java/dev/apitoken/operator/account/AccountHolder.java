package dev.apitoken.operator.account;

import dev.apitoken.token.User;

/** Whose account: one user name in two namespaces is two accounts (rule D5). */
public record AccountHolder(String namespace, User user) {
    /** No namespace has a slash in its name. */
    @Override
    public String toString() {
        return namespace + "/" + user;
    }
}
