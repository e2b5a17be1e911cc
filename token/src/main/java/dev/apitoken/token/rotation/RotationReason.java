package dev.apitoken.token.rotation;

/** Why a token was issued: the same word in event, history, metric label and docs. A closed set. */
public enum RotationReason {
    FirstIssue,
    Renewal,
    SpecChanged,
    Requested,
    KeyCompromised,
    KeyRetired,
    SecretMissing,
    SecretTampered,
    ClockAnomaly
}
