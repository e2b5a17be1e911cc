/**
 * A client for load over HTTP/1.1 on loopback: at a fixed rate, or as fast as answers come. It reads no more of an answer
 * than its status and its end, so that it costs little beside what it measures.
 */
@NullMarked
package dev.apitoken.benchmarks.load;

import org.jspecify.annotations.NullMarked;
