/**
 * The operator as a program: its settings, its wiring, its management port. {@code OperatorMain} reads like a list.
 *
 * <p>What it does lives one folder down: {@code issuer}, {@code apitoken}, {@code access}, {@code report}.
 */
@NullMarked
package dev.apitoken.operator;

import org.jspecify.annotations.NullMarked;
