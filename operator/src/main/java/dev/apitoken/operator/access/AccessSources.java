package dev.apitoken.operator.access;

import dev.apitoken.operator.account.AccountHolder;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.access.PolicySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the caches are read. None of these calls may block or reach the network; empty means gone, an exception
 * that it cannot be read now.
 *
 * @param policies that are not being deleted
 * @param tokens those that are being deleted included
 * @param accounts the one account that counts for a holder
 * @param namespaceLabels of a namespace
 * @param enforced the settings in the access Secret of a policy, if there is one that can be read
 * @param all everything there is, told as changes
 */
public record AccessSources(
        Function<ObjectName, Optional<ParsedPolicy>> policies,
        Function<ObjectName, Optional<CompilableToken>> tokens,
        Function<AccountHolder, Optional<AccountView>> accounts,
        Function<IssuerId, Optional<CompilableIssuer>> issuers,
        Function<String, Optional<Map<String, String>>> namespaceLabels,
        Function<ObjectName, Optional<PolicySettings>> enforced,
        Supplier<List<Change>> all) {}
