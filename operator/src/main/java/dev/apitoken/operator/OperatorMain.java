package dev.apitoken.operator;

import dev.apitoken.operator.kubernetes.Clocks;
import dev.apitoken.program.InvalidSettingException;
import dev.apitoken.token.signing.SignatureSelfTest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as a process: settings in, operator up, operator down. Exit 2: a wrong setting; 1: it could not start. */
public final class OperatorMain {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
    private static final int CANNOT_START = 1;
    private static final int WRONG_SETTING = 2;

    private OperatorMain() {}

    public static void main(String[] arguments) {
        try {
            var config = OperatorConfig.parse(System.getenv());
            announce(config);
            SignatureSelfTest.run();
            var operator = ApitokenOperator.start(config, ApiServer.find(config), Clocks.of(InstantSource.system()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator), "shutdown"));
            LOG.info("the operator runs");
        } catch (InvalidSettingException e) {
            end(WRONG_SETTING, e);
        } catch (RuntimeException e) {
            end(CANNOT_START, e);
        }
    }

    private static void announce(OperatorConfig config) {
        LOG.atInfo()
                .addKeyValue("version", version())
                .addKeyValue("namespace", config.namespace())
                .addKeyValue("leaderElection", config.leaderElection())
                .addKeyValue("lease", config.lease())
                .addKeyValue("defaultIssuer", config.defaultIssuer())
                .addKeyValue("managementPort", config.managementPort())
                .addKeyValue("logLevel", config.logLevel())
                .log("the operator starts");
        if (config.watchesAllNamespaces()) {
            LOG.info("serving every namespace");
        } else {
            LOG.atInfo()
                    .addKeyValue("namespaces", String.join(",", config.watchNamespaces()))
                    .log(
                            "serving these namespaces only: resources in others are ignored, ClusterTokenIssuers are out of"
                                    + " reach");
        }
    }

    private static String version() {
        return Optional.ofNullable(OperatorMain.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static void stop(ApitokenOperator operator) {
        LOG.info("the operator stops");
        operator.close();
        LOG.info("the operator has stopped");
        // Else the exit code would say that a signal killed it.
        Runtime.getRuntime().halt(0);
    }

    /** Its class: its message may quote anything. */
    private static String rootCause(Throwable why) {
        var root = Stream.iterate(why, cause -> cause != null, Throwable::getCause)
                .reduce((outer, inner) -> inner)
                .orElse(why);
        return root == why ? "" : " (" + root.getClass().getSimpleName() + ")";
    }

    /** One line, whatever went wrong: this is what somebody sees in a pod that does not start. */
    private static void end(int status, RuntimeException why) {
        String first = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        System.err.println("operator: " + first + rootCause(why));
        System.exit(status);
    }
}
