/**
 * What both programs are as processes: settings out of the environment, log lines on standard output, and the one line
 * that says which setting is wrong. Nothing here knows what either program does; operator and validator meet nowhere else.
 */
@NullMarked
package dev.apitoken.program;

import org.jspecify.annotations.NullMarked;
