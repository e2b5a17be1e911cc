package dev.apitoken.program;

/** How much is logged; {@code APITOKEN_LOG_LEVEL}, which the logback.xml of each program reads too. */
public enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace
}
