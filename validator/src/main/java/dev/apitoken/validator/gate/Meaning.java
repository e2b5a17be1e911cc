package dev.apitoken.validator.gate;

import dev.apitoken.validator.decision.DenialReason;

/** A denial reason in a sentence, for somebody who may know it. */
final class Meaning {
    private Meaning() {}

    static String of(DenialReason reason) {
        return switch (reason) {
            case NotReady -> "no whole revision of the policy has arrived yet";
            case Stale -> "the last news of the policy is older than its maxStaleness";
            case BadPath -> "the path could be read in two ways";
            case NoCredential -> "nothing stands in the places the policy reads";
            case MalformedCredential -> "no token looks like that";
            case AmbiguousCredential -> "a field is repeated or holds several values";
            case UnknownToken ->
                "not listed: it was revoked, disabled, replaced or deleted, is meant for another policy, or was never"
                        + " issued";
            case ExpiredToken -> "its entry has ended: it expired, or its overlap is over";
            case BadSignature -> "listed, but no listed key signed it, or it says other things than its entry";
            case SourceDenied -> "it may not be used from this address";
            case CrossSiteCookie -> "another site's page sent the cookie";
            case RoleMissing -> "it has none of the roles that the rule asks for";
            case RuleDenied -> "a rule denies the path, or there are rules and none matches";
            case CallerDenied -> "this address may not ask for decisions";
            case Failed -> "the decision met a fault of its own, or this Java platform could not check the signature";
        };
    }
}
