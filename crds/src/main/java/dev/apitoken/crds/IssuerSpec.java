package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both kinds of issuer have in common, so that everything behind them treats them alike. */
public sealed interface IssuerSpec permits TokenIssuerSpec, ClusterTokenIssuerSpec {

    /** The claim {@code iss}; null: an urn made of cluster, namespace and name. */
    @Nullable
    String issuer();

    /** The JWS algorithm of new signing keys. */
    String algorithm();

    KeyRotation keyRotation();

    /** Ids of keys whose every token is to be re-issued at once. */
    List<String> compromisedKeys();

    /** {@code Optional} or {@code Required}: whether a user without an ApiAccount gets a token. */
    String accounts();

    /** How long a token may rest before somebody should look at it; null: nobody looks. */
    @Nullable
    String unusedAfter();

    Defaults defaults();

    Limits limits();

    /** When the signing key is replaced, and how early its successor is published. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyRotation(
            String period, String publishBefore, @Nullable String rotateAfter) {

        public static final KeyRotation DEFAULTS = new KeyRotation("90d", "24h", null);

        public KeyRotation {
            period = requireNonNullElse(period, "90d");
            publishBefore = requireNonNullElse(publishBefore, "24h");
        }
    }

    /** What an ApiToken gets where it says nothing. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Defaults(String validity, @Nullable List<String> audiences, Long renewBeforePercentage, String overlap) {

        public static final Defaults DEFAULTS = new Defaults("30d", null, 33L, "10m");

        public Defaults {
            validity = requireNonNullElse(validity, "30d");
            renewBeforePercentage = requireNonNullElse(renewBeforePercentage, 33L);
            overlap = requireNonNullElse(overlap, "10m");
        }
    }

    /**
     * What an ApiToken may ask for. An absent list limits nothing; neither does an absent number. {@code enforce}:
     * {@code All}, or {@code Warn} to refuse nothing and report what would be refused.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Limits(
            String minValidity,
            String maxValidity,
            @Nullable List<String> users,
            @Nullable List<String> audiences,
            @Nullable Long maxTokensPerNamespace,
            String enforce) {

        public static final Limits DEFAULTS = new Limits("5m", "90d", null, null, null, "All");

        public Limits {
            minValidity = requireNonNullElse(minValidity, "5m");
            maxValidity = requireNonNullElse(maxValidity, "90d");
            enforce = requireNonNullElse(enforce, "All");
        }
    }
}
