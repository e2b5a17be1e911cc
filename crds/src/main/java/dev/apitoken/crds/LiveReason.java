package dev.apitoken.crds;

/** Why {@link ConditionType#Live} is what it is, spelled as users see it. A closed set. */
public enum LiveReason {
    /** True: the token in the Secret is accepted. */
    Listed,
    /** False: there is no token yet, or none that could be listed; Ready says why. */
    NotIssued,
    Disabled,
    Expired,
    AccountDisabled,
    Denied
}
