package dev.apitoken.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.apitoken.testkit.controlplane.ControlPlaneBinaries;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import dev.apitoken.testkit.controlplane.LocalControlPlane;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a local control plane, prints the path of its kubeconfig (the only line on standard output) and stays until it
 * is stopped. With {@code --build-only} it makes sure the programs are built, prints their folder and ends.
 */
public final class ControlPlaneMain {
    private ControlPlaneMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        if (!given.isEmpty() && !given.equals(List.of("--build-only"))) {
            System.err.println("Unknown argument: " + String.join(" ", given) + " (allowed: --build-only)");
            System.exit(2);
        }
        quiet();
        try {
            ControlPlaneBinaries binaries = ControlPlaneBinaries.find(System.getenv());
            if (given.isEmpty()) {
                stayWith(binaries);
            } else {
                System.out.println(binaries.kubeApiserver().getParent());
            }
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage()); // written for people: what is missing, or the end of a log
            System.exit(1);
        }
    }

    // Without a configuration Logback prints everything, and testkit brings none that could meet one of a room's own.
    private static void quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        }
    }

    private static void stayWith(ControlPlaneBinaries binaries) throws InterruptedException {
        try (LocalControlPlane controlPlane = LocalControlPlane.start(binaries, ControlPlaneOptions.defaults())) {
            System.out.println(controlPlane.kubeconfig());
            new CountDownLatch(1).await();
        }
    }
}
