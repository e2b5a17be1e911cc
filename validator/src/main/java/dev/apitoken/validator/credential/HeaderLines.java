package dev.apitoken.validator.credential;

import java.util.List;

/** The field lines of one request. */
@FunctionalInterface
public interface HeaderLines {
    /** Every field line of this name, in order; the name is compared without case. */
    List<String> of(String name);
}
