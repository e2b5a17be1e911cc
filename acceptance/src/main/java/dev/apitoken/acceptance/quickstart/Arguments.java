package dev.apitoken.acceptance.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command line of {@code ./quickstart}.
 *
 * @param once end after the story instead of staying up
 * @param kubeconfig of the cluster to use instead of a local control plane
 */
record Arguments(boolean once, Optional<Path> kubeconfig) {
    private static final String USAGE = "usage: ./quickstart [--once] [--kubeconfig FILE]";

    static Arguments parse(String[] args) {
        boolean once = false;
        Optional<Path> kubeconfig = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--once" -> once = true;
                case "--kubeconfig" -> kubeconfig = Optional.of(file(args, ++i));
                default -> throw new IllegalArgumentException("unknown option " + args[i] + "\n" + USAGE);
            }
        }
        return new Arguments(once, kubeconfig);
    }

    private static Path file(String[] args, int i) {
        if (i >= args.length) {
            throw new IllegalArgumentException("--kubeconfig needs a file\n" + USAGE);
        }
        Path file = Path.of(args[i]);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("--kubeconfig " + file + " is not a readable file");
        }
        return file;
    }
}
