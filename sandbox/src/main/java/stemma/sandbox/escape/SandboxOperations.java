package stemma.sandbox.escape;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.sandbox.run.Runs;

/** What can be asked about boxes as such. */
public final class SandboxOperations {
    private final EscapeTrial trial;
    private final Supplier<Map<String, String>> outside;

    /**
     * Makes trials in this folder.
     *
     * @param folder for lures; made and removed by each trial
     * @param outside what there is to reach for on this machine at the moment, by the names of the attempts' script
     */
    public SandboxOperations(Gate gate, Runs runs, Path folder, Supplier<Map<String, String>> outside) {
        this.trial = new EscapeTrial(gate, runs, folder);
        this.outside = outside;
    }

    /**
     * What became of all attempts.
     *
     * @param run the run that made them
     */
    record Tried(String run, List<Attempt> attempts) implements Operation.Judgement {
        long count(Attempt.Outcome outcome) {
            return attempts.stream()
                    .filter(attempt -> attempt.outcome() == outcome)
                    .count();
        }

        /** Whether every attempt that could be made failed, and most could be made. */
        @Override
        public boolean sound() {
            return count(Attempt.Outcome.OPEN) == 0 && count(Attempt.Outcome.SHUT) > count(Attempt.Outcome.UNTRIED);
        }
    }

    /** Every operation of this package, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<SandboxOperations> live) {
        return List.of(new Operation<>(
                "sandbox.test",
                "Try to leave a box on this machine, in every way that is known here",
                Operation.Nothing.class,
                Tried.class,
                Auth.OPERATOR,
                true,
                (input, call) -> live.get().test(call),
                SandboxTexts::text));
    }

    Tried test(Call call) {
        EscapeTrial.Trial ended = trial.run(call.caller(), outside.get());
        return new Tried(ended.run(), ended.attempts());
    }
}
