package dev.apitoken.validator.index;

import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts every failure of a source, and says each kind once until the source is well again. */
final class SourceTrouble {
    private static final Logger log = LoggerFactory.getLogger(SourceTrouble.class);

    private final String source;
    private final CurrentAccess access;
    private final Set<SourceFailure> said = EnumSet.noneOf(SourceFailure.class);

    /** @param source as a person calls it, for the log */
    SourceTrouble(String source, CurrentAccess access) {
        this.source = source;
        this.access = access;
    }

    void report(SourceFailure failure, String detail) {
        access.failed(failure);
        if (said.add(failure)) {
            log.atWarn()
                    .addKeyValue("source", source)
                    .addKeyValue("reason", failure)
                    .addKeyValue("revision", access.revision())
                    .log("the source cannot show its state: {}; {}", detail, consequence());
        }
    }

    private String consequence() {
        return access.ready() ? "the last revision goes on serving" : "not ready";
    }

    void over() {
        if (!said.isEmpty()) {
            said.clear();
            log.atInfo().addKeyValue("source", source).log("the source shows its state again");
        }
    }
}
