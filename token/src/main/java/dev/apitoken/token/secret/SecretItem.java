package dev.apitoken.token.secret;

import java.util.List;
import java.util.regex.Pattern;

/** One key of a token Secret and the form in which it holds the token. */
public record SecretItem(String key, ItemFormat format) {
    /** Kubernetes' rule for keys of a Secret. First, since the constructor of the default needs it. */
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

    /** What an ApiToken that says nothing gets. */
    public static final List<SecretItem> DEFAULT = List.of(new SecretItem("token", ItemFormat.Token));

    public SecretItem {
        if (!KEY.matcher(key).matches() || key.equals(".") || key.startsWith("..")) {
            throw new IllegalArgumentException(
                    "a key of a Secret has 1 to 253 letters, digits, '-', '_' or '.', and is not '.' or '..…'");
        }
    }
}
