package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A Kubernetes label selector, judged here because namespaces are selected from a cache. All requirements must hold; an
 * empty selector selects everything, as everywhere in Kubernetes.
 */
public record LabelRequirements(List<Requirement> requirements) {
    public LabelRequirements {
        requirements = List.copyOf(requirements);
    }

    /** @throws IllegalArgumentException for an operator or a list of values that the API server would refuse */
    public static LabelRequirements of(LabelSelector selector) {
        var requirements = new ArrayList<Requirement>();
        Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of())
                .forEach((key, value) -> requirements.add(new Requirement(key, Operator.In, Set.of(value))));
        Objects.requireNonNullElse(selector.getMatchExpressions(), List.<LabelSelectorRequirement>of())
                .forEach(expression -> requirements.add(Requirement.of(expression)));
        return new LabelRequirements(requirements);
    }

    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.holdsFor(labels));
    }

    /** Whatever the labels are. */
    public boolean takesAll() {
        return requirements.isEmpty();
    }

    /** The spelling of the API. {@code NotIn} and {@code DoesNotExist} hold for an absent label too. */
    public enum Operator {
        In,
        NotIn,
        Exists,
        DoesNotExist
    }

    public record Requirement(String key, Operator operator, Set<String> values) {
        public Requirement {
            values = Set.copyOf(values);
            boolean needsValues = operator == Operator.In || operator == Operator.NotIn;
            if (needsValues == values.isEmpty()) {
                throw new IllegalArgumentException(
                        "label " + key + ": " + operator + (needsValues ? " needs values" : " takes no values"));
            }
        }

        static Requirement of(LabelSelectorRequirement expression) {
            var values = Objects.requireNonNullElse(expression.getValues(), List.<String>of());
            return new Requirement(expression.getKey(), operator(expression), Set.copyOf(values));
        }

        private static Operator operator(LabelSelectorRequirement expression) {
            try {
                return Operator.valueOf(expression.getOperator());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "label " + expression.getKey() + ": operator must be In, NotIn, Exists or DoesNotExist", e);
            }
        }

        boolean holdsFor(Map<String, String> labels) {
            var value = labels.get(key);
            return switch (operator) {
                case In -> value != null && values.contains(value);
                case NotIn -> value == null || !values.contains(value);
                case Exists -> value != null;
                case DoesNotExist -> value == null;
            };
        }
    }
}
