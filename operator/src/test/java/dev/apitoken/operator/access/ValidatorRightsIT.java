package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API server itself says a validator may do (rules O4, O5): two things, and no to all else. */
@RealCluster
class ValidatorRightsIT {
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    private record Question(String verb, String group, String resource, String name) {}

    private static Cluster cluster;
    private static OperatorUnderTest operator;

    @BeforeAll
    static void start(Cluster started) {
        cluster = started;
        operator = OperatorUnderTest.start(started);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void readingItsOwnAccessSecretAndWritingReportsIsAllThatAValidatorMayDo() {
        var tenant = Tenant.withIssuer(cluster);
        Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman]}");
        Gate.create(tenant, "other", "validators: {serviceAccounts: [porter]}");
        var read = new Question("get", "", "secrets", "gate-access");
        eventually(() -> assertThat(mayDoorman(tenant, read)).isTrue());
        eventually(() -> assertThat(tenant.secretOrNull("other-access")).isNotNull());

        var allowed = questions().stream()
                .filter(question -> mayDoorman(tenant, question))
                .toList();

        assertThat(allowed)
                .containsExactlyInAnyOrder(
                        read,
                        new Question("watch", "", "secrets", "gate-access"),
                        new Question("create", "apitoken.dev", "validatorreports", ""),
                        new Question("patch", "apitoken.dev", "validatorreports", ""),
                        new Question("create", "apitoken.dev", "validatorreports", "any"),
                        new Question("patch", "apitoken.dev", "validatorreports", "any"));
    }

    @Test
    void anAccountThatIsTakenFromTheListMayNothingMore() {
        var tenant = Tenant.withIssuer(cluster);
        var gate = Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman, porter]}");
        var read = new Question("get", "", "secrets", "gate-access");
        eventually(() -> assertThat(mayDoorman(tenant, read)).isTrue());

        gate.patch("{\"spec\":{\"validators\":{\"serviceAccounts\":[\"porter\"]}}}");

        eventually(() -> assertThat(mayDoorman(tenant, read)).isFalse());
        assertThat(may(tenant, "porter", read)).isTrue();
    }

    @Test
    void theRightsGoWithThePolicy() {
        var tenant = Tenant.withIssuer(cluster);
        var gate = Gate.create(tenant, "gate", "validators: {serviceAccounts: [doorman]}");
        var report = new Question("create", "apitoken.dev", "validatorreports", "");
        eventually(() -> assertThat(mayDoorman(tenant, report)).isTrue());

        tenant.client().resource(gate.policy()).delete();

        eventually(() -> assertThat(mayDoorman(tenant, report)).isFalse());
    }

    private static List<Question> questions() {
        var questions = new ArrayList<Question>();
        for (var verb : VERBS) {
            for (var name : List.of("", "gate-access", "other-access", "ci")) {
                questions.add(new Question(verb, "", "secrets", name));
            }
            for (var name : List.of("", "any")) {
                for (var resource :
                        List.of("validatorreports", "apitokens", "apiaccounts", "accesspolicies", "tokenissuers")) {
                    questions.add(new Question(verb, "apitoken.dev", resource, name));
                }
                for (var resource : List.of("pods", "configmaps", "serviceaccounts", "events")) {
                    questions.add(new Question(verb, "", resource, name));
                }
                for (var resource : List.of("roles", "rolebindings")) {
                    questions.add(new Question(verb, "rbac.authorization.k8s.io", resource, name));
                }
            }
        }
        return questions;
    }

    private static boolean mayDoorman(Tenant tenant, Question question) {
        return may(tenant, "doorman", question);
    }

    private static boolean may(Tenant tenant, String serviceAccount, Question question) {
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + tenant.namespace() + ":" + serviceAccount)
                .withGroups(
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + tenant.namespace(),
                        "system:authenticated")
                .withNewResourceAttributes()
                .withNamespace(tenant.namespace())
                .withVerb(question.verb())
                .withGroup(question.group())
                .withResource(question.resource())
                .withName(question.name())
                .endResourceAttributes()
                .endSpec()
                .build();
        SubjectAccessReview answer = tenant.client().resource(review).create();
        return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
