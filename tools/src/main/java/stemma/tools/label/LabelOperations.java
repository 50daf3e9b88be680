package stemma.tools.label;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Digest;
import stemma.core.Gate;
import stemma.core.Labels;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.core.Trust;
import stemma.sandbox.Workspace;
import stemma.sandbox.WorkspaceRefused;

/** What a person can ask about where data came from, and how he vouches for some of it. */
public final class LabelOperations {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern GOAL = Pattern.compile("[0-9]+\\.[0-9]+");

    /** Input of both. */
    public record What(
            @Param(
                    value = "the absolute path of a file, the id of a goal for its answer, or the digest of an object",
                    position = 0)
            String what) {}

    /**
     * What is known of bytes.
     *
     * @param what they are
     * @param trust the level, as rules write it
     * @param sources names of where they came from
     */
    public record Label(String what, String digest, String trust, List<String> sources) {
        public Label {
            sources = List.copyOf(sources);
        }
    }

    /**
     * An endorsement.
     *
     * @param act that is its receipt
     * @param was the trust of these bytes before
     */
    public record Endorsed(String act, String what, String digest, String was) {}

    private record Found(Digest content, String what, Provenance label) {}

    private final Gate gate;
    private final Labels labels;
    private final Predicate<Digest> kept;
    private final Function<ActId, Optional<Answer>> answers;

    /** The answer of a goal: the object that holds it, and what it was made from. */
    public record Answer(Digest content, Provenance provenance) {}

    /**
     * Labels of what this gate records.
     *
     * @param kept whether an object with that digest is there
     * @param answers the answer of a goal that has one
     */
    public LabelOperations(
            Gate gate, Labels labels, Predicate<Digest> kept, Function<ActId, Optional<Answer>> answers) {
        this.gate = gate;
        this.labels = labels;
        this.kept = kept;
        this.answers = answers;
    }

    /** Every operation of this package, declared before there is anything to ask. */
    public static List<Operation<?, ?>> all(Supplier<LabelOperations> live) {
        return List.of(
                new Operation<>(
                        "label",
                        "Say where a file, an answer or an object came from and how far it is trusted",
                        What.class,
                        Label.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().label(in),
                        LabelOperations::said),
                new Operation<>(
                        "endorse",
                        "Vouch for exactly these bytes: goals read them as your own words",
                        What.class,
                        Endorsed.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().endorse(in, call),
                        LabelOperations::said));
    }

    private Label label(What in) {
        Found found = find(in.what());
        return new Label(
                found.what(),
                found.content().hex(),
                found.label().trust().word(),
                found.label().sources());
    }

    private Endorsed endorse(What in, Call call) {
        if (call.caller().kind() != Actor.Kind.OPERATOR) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "only an operator vouches for anything, not " + call.caller());
        }
        Found found = find(in.what());
        LabelOps.Endorsement input = new LabelOps.Endorsement(found.content(), found.what(), found.label());
        Act act = Act.of(LabelOps.ENDORSE, found.content().hex(), call.caller(), Provenance.OPERATOR)
                .input(input.digest());
        Result<LabelOps.Endorsed> result = gate.perform(LabelOps.ENDORSE, act, input);
        result.orThrow();
        Receipt receipt = ((Result.Ended<LabelOps.Endorsed>) result).receipt();
        return new Endorsed(
                receipt.id().toString(),
                found.what(),
                found.content().hex(),
                found.label().trust().word());
    }

    private Found find(String what) {
        if (what.startsWith("/")) {
            return file(what);
        }
        if (DIGEST.matcher(what).matches()) {
            Digest content = Digest.parse(what);
            if (!kept.test(content)) {
                throw new Refusal(Refusal.Kind.NOT_FOUND, "no object with the digest " + what + " is kept here");
            }
            return new Found(content, "object", labels.bytes(content).orElse(unknown(content)));
        }
        if (GOAL.matcher(what).matches()) {
            ActId goal = ActId.given(what);
            Answer answer = answers.apply(goal)
                    .orElseThrow(() -> new Refusal(
                            Refusal.Kind.NOT_FOUND,
                            "there is no goal " + goal + " with an answer; see stemma goal list"));
            return new Found(
                    answer.content(),
                    "answer of goal " + goal,
                    labels.bytes(answer.content()).orElse(answer.provenance()));
        }
        throw new Refusal(
                Refusal.Kind.BAD_INPUT,
                "name a file by its absolute path, a goal by its id such as 3.41, or an object by the 64 digits of its"
                        + " digest");
    }

    /** What is kept and was never labelled is what some act has read: no more is known of it. */
    private static Provenance unknown(Digest content) {
        return Provenance.of(Trust.WORKSPACE, "object:" + content.hex());
    }

    private Found file(String what) {
        try {
            Workspace folder = Workspace.around(
                    Path.of(what).normalize().toString(), 0, (act, contents) -> Optional.of("only read"));
            byte[] content = folder.now(folder.path(Path.of(what).normalize().toString()))
                    .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no file " + what));
            Digest digest = Digest.of(content);
            return new Found(digest, what, Labels.of("file:" + what, labels.file(what, digest)));
        } catch (WorkspaceRefused | InvalidPathException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    private static String said(Label label) {
        return label.what() + "\ntrust    " + label.trust() + "\nfrom     "
                + (label.sources().isEmpty() ? "-" : String.join("\n         ", label.sources())) + "\ndigest   "
                + label.digest();
    }

    private static String said(Endorsed endorsed) {
        return "Endorsed " + endorsed.what() + " by act " + endorsed.act() + "; it was of trust " + endorsed.was()
                + ".\nIt holds for exactly the bytes " + endorsed.digest()
                + ": another version of it is trusted as before.";
    }
}
