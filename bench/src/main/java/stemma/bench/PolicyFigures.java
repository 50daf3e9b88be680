package stemma.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Policy;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.policy.Places;
import stemma.policy.RulePolicy;

/**
 * One judgement by the shipped rules and 500 more, act by act in turn; two readings of the clock are
 * part of each. Beside it the same without the 500, so that what the number of rules costs shows.
 */
final class PolicyFigures implements Measurement {
    private static final int RULES = 500;
    private static final double BAR_P50_MICROS = 1;
    private static final double BAR_P99_MICROS = 50;
    private static final int WARM_UP_CALLS = 400_000;
    private static final double NANOS = 1_000;

    private static final List<Act> ACTS = List.of(
            act("fs.read", "/srv/app/src/main/java/org/example/Main.java"),
            act("fs.write", "/srv/app/src/main/java/org/example/Main.java"),
            act("fs.list", "/srv/app/src"),
            act("fs.read", "/home/ada/.ssh/id_ed25519"),
            act("proc.exec", "git status --short"),
            act("proc.exec", "mvn -o -q test"),
            act("proc.exec", "sh -c 'make && make check > out.txt'"),
            act("goal.start", "/srv/app"),
            act("model.ask", "http://127.0.0.1:11434/v1"));

    @Override
    public String name() {
        return "policy-judge";
    }

    @Override
    public String what() {
        return "one judgement by the shipped rules and " + RULES + " more, over reads, writes and commands in turn";
    }

    @Override
    public List<Figure> run(Lab lab) {
        double[] many = samples(rules(RULES), lab.rounds(400_000, 100_000));
        double[] few = samples(rules(0), lab.rounds(400_000, 100_000));
        String peer = "the shipped rules alone";
        return List.of(
                figure("one judgement, p50", at(many, 0.5))
                        .beside(peer, at(few, 0.5))
                        .bar(Bar.below(BAR_P50_MICROS)),
                figure("one judgement, p99", at(many, 0.99))
                        .beside(peer, at(few, 0.99))
                        .bar(Bar.below(BAR_P99_MICROS)));
    }

    private static Figure figure(String what, double micros) {
        return Figure.of(what, micros, "µs");
    }

    private static double[] samples(Policy policy, int calls) {
        int answered = 0;
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            answered += policy.judge(ACTS.get(i % ACTS.size())).rule().length();
        }
        double[] micros = new double[calls];
        for (int i = 0; i < calls; i++) {
            Act act = ACTS.get(i % ACTS.size());
            long start = System.nanoTime();
            Verdict verdict = policy.judge(act);
            micros[i] = (System.nanoTime() - start) / NANOS;
            answered += verdict.rule().length();
        }
        if (answered == 0) {
            throw new NotMeasured("no verdict names a rule");
        }
        Arrays.sort(micros);
        return micros;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static RulePolicy rules(int extra) {
        List<String> lines = new ArrayList<>(List.of(new String(RulePolicy.template(), StandardCharsets.UTF_8)));
        for (int i = 0; i < extra; i++) {
            lines.add(
                    switch (i % 4) {
                        case 0 -> "deny fs.read,fs.write /srv/p" + i + "/**";
                        case 1 -> "ask fs.read,fs.write **/dir" + i + "/*.txt";
                        case 2 -> "ask proc.exec tool" + i + " run *";
                        default -> "deny goal.start /srv/g" + i;
                    });
        }
        Places places = new Places("/home/ada/.stemma", "/home/ada", List.of("http://127.0.0.1:11434/v1"));
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return RulePolicy.compile(text, "policy.rules", Set.of(), places, actor -> Optional.of("/srv/app"));
    }

    private static Act act(String op, String target) {
        return new Act(
                op,
                target,
                Digest.EMPTY,
                Actor.parse("goal:3.41"),
                new Provenance(Trust.WORKSPACE, List.of()),
                Act.PURSE_DEFAULT,
                Cost.ZERO,
                Act.DEADLINE_MILLIS_DEFAULT,
                1);
    }
}
