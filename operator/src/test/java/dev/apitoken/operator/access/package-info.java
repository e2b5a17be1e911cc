/** Who is listed where: golden folders, a matrix with an oracle of its own, and the same on a real API server. */
@NullMarked
package dev.apitoken.operator.access;

import org.jspecify.annotations.NullMarked;
