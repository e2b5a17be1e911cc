package dev.apitoken.operator.access;

import java.util.Arrays;
import java.util.function.Function;

/** Thrown and caught inside this folder only: a field of a policy does not say what it must. */
final class InvalidField extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;

    private InvalidField(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    static void check(boolean holds, String field, String message) {
        if (!holds) {
            throw new InvalidField(field, message);
        }
    }

    static <T> T fail(String field, String message) {
        throw new InvalidField(field, message);
    }

    /** Reads with a reader that explains itself by IllegalArgumentException. */
    static <S, T> T read(String field, S source, Function<S, T> reader) {
        try {
            return reader.apply(source);
        } catch (IllegalArgumentException e) {
            throw new InvalidField(field, String.valueOf(e.getMessage()));
        }
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String field, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        return fail(field, "must be one of " + Arrays.toString(type.getEnumConstants()));
    }
}
