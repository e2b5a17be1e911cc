package dev.apitoken.validator.index;

/** What is known about the policy at one instant. */
public sealed interface AccessState {
    /** Nothing whole has arrived yet. */
    record Unknown() implements AccessState {}

    /** The last news is older than the policy's {@code maxStaleness}. */
    record Stale() implements AccessState {}

    record Usable(AccessIndex index) implements AccessState {}
}
