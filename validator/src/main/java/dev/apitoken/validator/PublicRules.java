package dev.apitoken.validator;

import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.validator.index.AccessState;
import dev.apitoken.validator.index.AppliedRevision;
import dev.apitoken.validator.index.CurrentAccess;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which rules let anybody in, at the start and whenever they change: nobody shall learn it from a visitor (L5). */
final class PublicRules {
    private static final Logger log = LoggerFactory.getLogger(PublicRules.class);

    private final CurrentAccess access;
    private final InstantSource clock;
    private List<Rule> announced = List.of();
    private boolean first = true;

    PublicRules(CurrentAccess access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
    }

    synchronized void announce(AppliedRevision applied) {
        if (!(access.at(clock.instant()) instanceof AccessState.Usable(var index))) {
            return;
        }
        List<Rule> open = index.policy().rules().stream()
                .filter(rule -> rule.access() == RuleAccess.Public)
                .toList();
        if (!first && open.equals(announced)) {
            return;
        }
        first = false;
        announced = open;
        if (open.isEmpty()) {
            log.atInfo().addKeyValue("revision", applied.revision()).log("no rule is Public");
        }
        open.forEach(rule -> log.atInfo()
                .addKeyValue("revision", applied.revision())
                .addKeyValue(
                        "paths", rule.paths().stream().map(PathPattern::text).toList())
                .addKeyValue("methods", rule.methods())
                .log("a Public rule lets anybody in"));
    }
}
