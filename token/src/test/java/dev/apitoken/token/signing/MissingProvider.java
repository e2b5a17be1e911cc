package dev.apitoken.token.signing;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A Java platform that has lost the provider of its EC signatures, for as long as something runs. */
public final class MissingProvider {
    private MissingProvider() {}

    public static <T> T during(Supplier<T> work) {
        List<Provider> all = List.of(Security.getProviders());
        try {
            Arrays.stream(Security.getProviders("Signature.SHA256withECDSA"))
                    .map(Provider::getName)
                    .forEach(Security::removeProvider);
            return work.get();
        } finally {
            for (int i = 0; i < all.size(); i++) {
                Security.insertProviderAt(all.get(i), i + 1);
            }
        }
    }
}
