package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.Progress;
import dev.apitoken.benchmarks.load.LoadClient;
import dev.apitoken.benchmarks.load.LoadReport;
import dev.apitoken.benchmarks.load.LoadSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Interleaved rounds: what disturbs the machine for a while disturbs all of them. The order is drawn anew for every
 * other pass, and the pass after it runs the other way round, so that a drift cancels out.
 */
final class Rounds {
    private static final int CONNECTIONS = 64;
    private static final int FASTER_OTHERS = 4;

    private final LoadClient client;
    private final Pace pace;
    private final int rate;
    private final Random random;
    private final Progress progress;

    Rounds(LoadClient client, Pace pace, int rate, Random random, Progress progress) {
        this.client = client;
        this.pace = pace;
        this.rate = rate;
        this.random = random;
        this.progress = progress;
    }

    /** Longer where a compiler has to get through its work. */
    void warmUp(List<Contender> contenders) {
        for (Contender contender : contenders) {
            Duration time = contender.hasJvm() ? pace.warmUp() : pace.warmUp().dividedBy(FASTER_OTHERS);
            progress.say("warming up " + contender.name());
            warmUp(contender, time);
        }
    }

    /** Until each token has been seen, however long that takes. */
    private void warmUp(Contender contender, Duration time) {
        try (var session = connect(contender)) {
            long answered = 0;
            do {
                answered += session.asFastAsAnswered(time)
                        .requireWhole("warming up " + contender.name())
                        .answered();
            } while (answered < contender.workload().requests().size());
        }
    }

    Map<String, List<Round>> atFixedRate(List<Contender> contenders) {
        var measured = new LinkedHashMap<String, List<Round>>();
        contenders.forEach(contender -> measured.put(contender.name(), new ArrayList<>()));
        var order = new ArrayList<>(contenders);
        for (int pass = 0; pass < pace.rounds(); pass++) {
            if (pass % 2 == 0) {
                Collections.shuffle(order, random);
            } else {
                Collections.reverse(order);
            }
            progress.say("pass " + (pass + 1) + " of " + pace.rounds());
            for (Contender contender : order) {
                List<Round> rounds = measured.get(contender.name());
                if (rounds != null) {
                    rounds.add(atFixedRate(contender));
                }
            }
        }
        return measured;
    }

    private Round atFixedRate(Contender contender) {
        try (var session = connect(contender)) {
            session.atRate(rate, pace.lead());
            return measure(contender, () -> session.atRate(rate, pace.round()));
        }
    }

    Round closedLoop(Contender contender) {
        try (var session = connect(contender)) {
            session.asFastAsAnswered(pace.lead());
            return measure(contender, () -> session.asFastAsAnswered(pace.closedLoop()));
        }
    }

    private static Round measure(Contender contender, Supplier<LoadReport> load) {
        Duration before = contender.cpu();
        var report = load.get();
        return new Round(report, contender.cpu().minus(before));
    }

    private LoadSession connect(Contender contender) {
        return client.connect(contender.address(), CONNECTIONS, contender.workload());
    }
}
