package dev.apitoken.crds;

/** Why {@link ConditionType#Enforced} is what it is, spelled as users see it. A closed set. */
public enum EnforcedReason {
    /** True: every reporting validator has applied the newest revision. */
    UpToDate,
    /** False: at least one has not yet. */
    Lagging,
    /** Unknown: no validator reports. */
    NobodyReporting
}
