package dev.apitoken.validator.decision;

/** The steps of a decision, in their order: the first that fails is the reason. */
public enum Step {
    /** Whether anything is known to decide by. */
    State,
    /** Whether the target can be read in one way only. */
    Path,
    /** What the first matching rule says about everybody. */
    Rule,
    /** What was presented, and whether a token looks like that. */
    Credential,
    /** Whether its digest is listed. */
    Listed,
    /** Whether its entry has ended. */
    End,
    Signature,
    /** Where it is used from. */
    Source,
    /** Whether another site's page sent the request. */
    Site,
    Role;

    /** Which step refuses for this reason. */
    public static Step of(DenialReason reason) {
        return switch (reason) {
            case NotReady, Stale, CallerDenied -> State;
            case BadPath -> Path;
            case RuleDenied -> Rule;
            case NoCredential, MalformedCredential, AmbiguousCredential -> Credential;
            case UnknownToken -> Listed;
            case ExpiredToken -> End;
            case BadSignature, Failed -> Signature;
            case SourceDenied -> Source;
            case CrossSiteCookie -> Site;
            case RoleMissing -> Role;
        };
    }
}
