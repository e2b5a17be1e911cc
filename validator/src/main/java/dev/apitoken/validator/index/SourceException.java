package dev.apitoken.validator.index;

/** A source cannot show its state now. The message names a status or a kind of fault, never content. */
final class SourceException extends Exception {
    private static final long serialVersionUID = 1;

    private final SourceFailure failure;

    SourceException(SourceFailure failure, String detail) {
        super(detail);
        this.failure = failure;
    }

    SourceException(SourceFailure failure, Throwable cause) {
        super(root(cause).getClass().getSimpleName(), cause);
        this.failure = failure;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    SourceFailure failure() {
        return failure;
    }

    /** For a log line. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
