package dev.apitoken.benchmarks.gate;

/** Who takes part. */
enum Extent {
    /** Only our own program. */
    Ours,
    /** The goals, and nobody else. */
    Goals,
    Everybody
}
