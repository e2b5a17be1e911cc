package dev.apitoken.acceptance.quickstart;

import dev.apitoken.acceptance.Caller;
import dev.apitoken.acceptance.Caller.Answer;
import dev.apitoken.acceptance.Caller.Credential;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the calls, shows each answer and counts those that are not what the story says. */
final class Expectations {
    private final Terminal terminal;
    private int met;
    private int missed;

    Expectations(Terminal terminal) {
        this.terminal = terminal;
    }

    Answer expect(int status, Caller caller, String method, String path, Credential... credentials) {
        return expect(status, "", caller, method, path, credentials);
    }

    /** @param fragment must stand in the answer's body */
    Answer expect(int status, String fragment, Caller caller, String method, String path, Credential... credentials) {
        var presented = List.of(credentials);
        Answer answer = caller.call(method, path, presented);
        String call = method + " " + path + shown(presented);
        if (answer.status() == status && answer.body().contains(fragment)) {
            met++;
            terminal.asExpected(call, answer.toString());
        } else {
            missed++;
            terminal.surprise(call, answer.toString(), (status + " " + fragment).strip());
        }
        return answer;
    }

    void check(boolean holds, String claim) {
        if (holds) {
            met++;
            terminal.asExpected(claim, "yes");
        } else {
            missed++;
            terminal.surprise(claim, "no", "yes");
        }
    }

    private static String shown(List<Credential> credentials) {
        return credentials.isEmpty()
                ? "   (no credential)"
                : credentials.stream().map(Credential::toString).collect(Collectors.joining(", ", "   ", ""));
    }

    int met() {
        return met;
    }

    int missed() {
        return missed;
    }
}
