/**
 * The validator against plain proxies and other gates, in one run: the same requests to the same application, in
 * interleaved rounds. {@link GateMain} is the command, {@link Contest} the line-up, {@link GateTable} what is told. The
 * other programs' configurations lie beside these classes as resources.
 */
@NullMarked
package dev.apitoken.benchmarks.gate;

import org.jspecify.annotations.NullMarked;
