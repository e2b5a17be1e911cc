package dev.apitoken.operator.report;

import dev.apitoken.operator.kubernetes.ObjectName;

/** Whether the present state of a token is what its gates go by. */
public sealed interface Enforced {
    /** Every live reporting validator has applied a revision that carries it. */
    record UpToDate() implements Enforced {}

    /** This operator has just begun and has not looked at every document yet: what was said stays. */
    record NotLookedYet() implements Enforced {}

    /** It is on its way into an access document. */
    record NotCompiled() implements Enforced {}

    /** This validator has not applied it yet. */
    record Behind(ObjectName policy, ObjectName report) implements Enforced {}

    /** No validator of a policy that may list it reports. */
    record NobodyReporting() implements Enforced {}
}
