package dev.apitoken.operator;

import dev.apitoken.token.signing.SignatureSelfTest;
import java.time.InstantSource;

/** The operator as a process: settings in, operator up, operator down. Exit 2: a wrong setting; 1: it could not start. */
public final class OperatorMain {
    private OperatorMain() {}

    public static void main(String[] arguments) {
        try {
            var config = OperatorConfig.parse(System.getenv());
            SignatureSelfTest.run();
            var operator = ApitokenOperator.start(config, ApiServer.find(config), InstantSource.system());
            Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "shutdown"));
        } catch (OperatorConfig.WrongSettingException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (RuntimeException e) {
            System.err.println("The operator could not start: " + e.getMessage());
            System.exit(1);
        }
    }
}
