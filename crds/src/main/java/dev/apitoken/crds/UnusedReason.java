package dev.apitoken.crds;

/** Why {@link ConditionType#Unused} is what it is, spelled as users see it. A closed set. */
public enum UnusedReason {
    /** True: no validator has seen it for as long as the issuer says. */
    NotUsed,
    /** False: it was used, or made, since then. */
    InUse,
    /** Unknown: no validator has been reporting for so long. */
    NotObserved
}
