package stemma.policy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import stemma.core.Act;
import stemma.core.Trust;

/**
 * Prints what one judgement costs in processor time: median of rounds after warming up. Run by hand; asserts
 * nothing.
 */
final class JudgeSpeed {
    private static final int ROUNDS = 9;
    private static final int CALLS = 100_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private JudgeSpeed() {}

    public static void main(String[] args) {
        List<Act> acts = List.of(
                Home.act("fs.read", "/work/app/src/main/java/org/example/Main.java", "goal:3.41", Trust.WORKSPACE),
                Home.act("fs.write", "/work/app/src/main/java/org/example/Main.java", "goal:3.41", Trust.WORKSPACE),
                Home.act("proc.exec", "git status --short", "goal:3.41", Trust.WORKSPACE),
                Home.act("goal.start", "/work/app", "operator:cli", Trust.OPERATOR));
        for (int extra : new int[] {0, 50, 500}) {
            StringBuilder text = new StringBuilder(new String(RulePolicy.template(), StandardCharsets.UTF_8));
            for (int i = 0; i < extra; i++) {
                text.append(
                        i % 4 == 0
                                ? "deny fs.read,fs.write /srv/p" + i + "/**\n"
                                : i % 4 == 1
                                        ? "ask fs.read,fs.write **/dir" + i + "/*.txt\n"
                                        : i % 4 == 2
                                                ? "ask proc.exec tool" + i + " run *\n"
                                                : "deny goal.start /srv/g" + i + "\n");
            }
            RulePolicy rules = RulePolicy.compile(
                    text.toString().getBytes(StandardCharsets.UTF_8),
                    "policy.rules",
                    Set.of(),
                    Home.PLACES,
                    Home.grants());
            for (Act act : acts) {
                System.out.printf(
                        "%4d rules  %-12s %6.0f ns  %s%n",
                        rules.rules().size(),
                        act.op(),
                        median(rules, act),
                        rules.judge(act).rule());
            }
        }
    }

    private static double median(RulePolicy rules, Act act) {
        double[] nanos = new double[ROUNDS];
        int sink = 0;
        for (int round = -3; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < CALLS; i++) {
                sink += rules.judge(act).rule().length();
            }
            nanos[Math.max(0, round)] = (THREADS.getCurrentThreadCpuTime() - start) / (double) CALLS;
        }
        Arrays.sort(nanos);
        return sink == 0 ? -1 : nanos[ROUNDS / 2];
    }
}
