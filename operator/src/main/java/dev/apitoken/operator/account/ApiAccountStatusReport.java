package dev.apitoken.operator.account;

import dev.apitoken.crds.ApiAccount;
import dev.apitoken.crds.ApiAccountStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Conditions.Status;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;

/** The whole status of an ApiAccount: the one place where its conditions are set. */
final class ApiAccountStatusReport {
    private ApiAccountStatusReport() {}

    static boolean isMissing(ApiAccount account) {
        return account.getStatus().conditions().isEmpty();
    }

    /**
     * @param counting the account that counts for this one's user
     * @param tokens how many ApiTokens speak for the user
     */
    static ApiAccountStatus of(ApiAccount account, AccountView counting, long tokens, Instant now) {
        boolean counts = counting.uid().equals(account.getMetadata().getUid());
        return new ApiAccountStatus(
                account.getMetadata().getGeneration(),
                counts ? inForce(account, now) : displaced(account, counting, now),
                AccountView.userOf(account),
                tokens);
    }

    private static List<Condition> inForce(ApiAccount account, Instant now) {
        var message = account.getSpec().enabled()
                ? "the roles of user " + AccountView.userOf(account) + " are taken from here"
                : "disabled: every token of user " + AccountView.userOf(account) + " is refused";
        return conditions(account, now)
                .set(ConditionType.Ready, Status.True, AccountReason.AsRequested, message)
                .set(ConditionType.Reconciling, Status.False, AccountReason.AsRequested, "")
                .set(ConditionType.Stalled, Status.False, AccountReason.AsRequested, "")
                .list();
    }

    private static List<Condition> displaced(ApiAccount account, AccountView counting, Instant now) {
        var message = "the older ApiAccount " + counting.name() + " counts for user " + counting.user()
                + ", and this one for nothing; delete one of them";
        return conditions(account, now)
                .set(ConditionType.Ready, Status.False, AccountReason.UserConflict, message)
                .set(ConditionType.Reconciling, Status.False, AccountReason.UserConflict, "")
                .set(ConditionType.Stalled, Status.True, AccountReason.UserConflict, message)
                .list();
    }

    private static Conditions conditions(ApiAccount account, Instant now) {
        return new Conditions(
                account.getStatus().conditions(), account.getMetadata().getGeneration(), now);
    }
}
