package dev.apitoken.validator.credential;

import java.util.List;

/** What a request presents, before anything of it is believed. */
public sealed interface PresentedCredentials {
    record None() implements PresentedCredentials {}

    record One(PresentedCredential credential) implements PresentedCredentials {}

    /** Different ones under {@code FirstValid}, in the order to try them. */
    record Several(List<PresentedCredential> credentials) implements PresentedCredentials {
        public Several {
            credentials = List.copyOf(credentials);
        }
    }

    /** Presented, but no token can look like this. */
    record Malformed() implements PresentedCredentials {}

    /** Only an Authorization of another scheme than Bearer. */
    record Foreign() implements PresentedCredentials {}

    /** A repeated or comma-joined field, or more credentials than the policy allows. */
    record Ambiguous() implements PresentedCredentials {}
}
