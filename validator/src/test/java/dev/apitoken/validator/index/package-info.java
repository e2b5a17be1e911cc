/** How the state a decision is made by is kept current: on a movable clock, in folders, on a real API server. */
@NullMarked
package dev.apitoken.validator.index;

import org.jspecify.annotations.NullMarked;
