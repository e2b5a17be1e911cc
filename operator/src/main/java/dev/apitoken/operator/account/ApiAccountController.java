package dev.apitoken.operator.account;

import dev.apitoken.crds.ApiAccount;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.MeaningfulChange;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.kubernetes.Watch;
import java.time.InstantSource;

/**
 * The parts of this room, put together.
 *
 * @param worthALook which changes of an ApiAccount lead to a reconcile
 */
public record ApiAccountController(ApiAccountReconciler reconciler, MeaningfulChange<ApiAccount> worthALook) {

    public static ApiAccountController of(Accounts accounts, Watch<ApiToken> apiTokens, InstantSource clock) {
        var triggers = new Triggers<ApiAccount>();
        var speakers = new Speakers(apiTokens);
        // Of several accounts of one user the next may count now.
        accounts.onChange(holder -> reconcile(accounts, holder, triggers));
        speakers.onChange(holder -> reconcile(accounts, holder, triggers));
        return new ApiAccountController(
                new ApiAccountReconciler(accounts, speakers::count, triggers, clock),
                new MeaningfulChange<>(ApiAccountStatusReport::isMissing));
    }

    private static void reconcile(Accounts accounts, AccountHolder holder, Triggers<ApiAccount> triggers) {
        accounts.of(holder).forEach(account -> triggers.reconcile(ObjectName.of(account)));
    }
}
