package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessPolicyStatusReportTest {
    private static final AccessPolicy POLICY = Serialization.unmarshal("""
            apiVersion: apitoken.dev/v1alpha1
            kind: AccessPolicy
            metadata: {namespace: shop, name: gate, uid: uid, generation: 3}
            spec: {}
            """, AccessPolicy.class);

    @Test
    void allIsWell() {
        var ready = condition(ConditionType.Ready, enforced(0, Optional.empty()));

        assertThat(ready.getStatus()).isEqualTo("True");
        assertThat(ready.getMessage()).isEqualTo("the access Secret is up to date");
    }

    /** Rule K5. */
    @Test
    void filtersWithoutATrustedProxyAreToldAlthoughThePolicyIsAsRequested() {
        var ready = condition(ConditionType.Ready, enforced(2, Optional.empty()));

        assertThat(ready.getStatus()).isEqualTo("True");
        assertThat(ready.getReason()).isEqualTo("AsRequested");
        assertThat(ready.getMessage()).contains("2 of its tokens have allowedSources", "trustedProxies is empty");
    }

    @Test
    void aForeignSecretWhereAnotherShardShouldBeIsForItsOwnerToMove() {
        var enforced = enforced(0, shortage(new Obstacle.ForeignSecret("gate-access-1"), 7));

        var ready = condition(ConditionType.Ready, enforced);
        assertThat(ready.getStatus()).isEqualTo("False");
        assertThat(ready.getReason()).isEqualTo("SecretConflict");
        assertThat(ready.getMessage())
                .contains("gate-access-1", "7 tokens are not listed", "ends of tokens are in force");
        assertThat(condition(ConditionType.Stalled, enforced).getStatus()).isEqualTo("True");
    }

    @Test
    void aRefusedSecretIsTriedAgain() {
        var enforced = enforced(0, shortage(new Obstacle.Refused("gate-access-1", 403), 0));

        var ready = condition(ConditionType.Ready, enforced);
        assertThat(ready.getReason()).isEqualTo("WriteFailed");
        assertThat(ready.getMessage()).contains("403", "gate-access-1", "every token found room");
        assertThat(condition(ConditionType.Reconciling, enforced).getStatus()).isEqualTo("True");
    }

    @Test
    void rightsThatCannotBeGivenAreToldAsThat() {
        var ready = condition(ConditionType.Ready, enforced(0, shortage(new Obstacle.NoRights(), 1)));

        assertThat(ready.getReason()).isEqualTo("RightsNotGranted");
    }

    private static Optional<Enforcement.Shortage> shortage(Obstacle obstacle, int missing) {
        return Optional.of(new Enforcement.Shortage(obstacle, missing));
    }

    private static Enforcement enforced(int filteredByPeer, Optional<Enforcement.Shortage> shortage) {
        return new Enforcement.Enforced(
                3, 1, 10, 0.1, filteredByPeer, List.of(), Optional.empty(), new WriteOutcome.Done(), shortage);
    }

    private static Condition condition(ConditionType type, Enforcement enforcement) {
        var status = AccessPolicyStatusReport.of(POLICY, enforcement, ReportedGates.NONE, Samples.NOW);
        return Conditions.find(status.conditions(), type).orElseThrow();
    }
}
