/**
 * What every benchmark needs: the machine it ran on, and honest statistics. Each benchmark has a package of its own; what
 * is measured is always whole programs as users run them.
 */
@NullMarked
package dev.apitoken.benchmarks;

import org.jspecify.annotations.NullMarked;
