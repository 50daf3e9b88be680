package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Artifact;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.core.Refusal;
import stemma.store.Disk;
import stemma.store.Objects;

/**
 * The rules file of a home, and how one set of rules follows another: a person edits
 * {@code policy.rules}; the node reads it whole, keeps it by its digest, and puts it in force by an
 * act with a receipt. What was last adopted stays in force until then, and stays there when the file
 * is broken. Rules that come from elsewhere than this file replace it as they are adopted, so that the
 * next start does not undo them; what stood there is kept by its digest. Thread-safe.
 */
public final class RuleBook {
    /** Name of the file in the home, and the target of {@link #ADOPT}. */
    public static final String FILE = "policy.rules";

    /** Puts other rules in force; its input is the file's bytes. */
    public static final Op<byte[], Artifact> ADOPT = Op.effect("policy.adopt");

    private final Disk disk;
    private final Path file;
    private final Objects objects;
    private final Set<String> ops;
    private final Places places;
    private final Grants grants;
    private final Clock clock;

    /**
     * @param ops every op the node knows
     */
    public RuleBook(Disk disk, Path home, Objects objects, Set<String> ops, Places places, Grants grants, Clock clock) {
        this.disk = disk;
        this.file = home.resolve(FILE);
        this.objects = objects;
        this.ops = Set.copyOf(ops);
        this.places = places;
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * What a start found.
     *
     * @param rules in force now
     * @param pending the file's bytes, when they were not adopted yet: perform {@link #adoption}
     * @param warning for the operator; empty when all is well
     */
    public record Opening(RulesInForce rules, Optional<byte[]> pending, String warning) {}

    /**
     * Reads the home's rules; writes the template where there are none.
     *
     * @param adopted digest of the rules adopted last, from {@link AdoptionProjection}
     * @throws RulesBroken when the file is broken and nothing was adopted before: a node does not
     *     start without rules
     */
    public Opening open(Optional<Digest> adopted) {
        Optional<RulePolicy> last = adopted.flatMap(objects::get).flatMap(this::adopted);
        Optional<byte[]> found = disk.content(file, RuleParser.FILE_BYTES_MAX);
        if (found.isEmpty()) {
            disk.replace(file, RulePolicy.template());
        }
        byte[] bytes = found.orElseGet(RulePolicy::template);
        if (last.filter(rules -> rules.digest().equals(Digest.of(bytes))).isPresent()) {
            return new Opening(new RulesInForce(last.get()), Optional.empty(), idle(last.get()));
        }
        try {
            if (last.isPresent() && last.get().digest().equals(Digest.of(bytes))) {
                return new Opening(new RulesInForce(last.get()), Optional.empty(), "");
            }
            RulePolicy written = compile(bytes);
            return new Opening(new RulesInForce(last.orElse(written)), Optional.of(bytes), "");
        } catch (RulesBroken broken) {
            RulePolicy good = last.orElseThrow(() -> broken);
            return new Opening(
                    new RulesInForce(good),
                    Optional.empty(),
                    "policy.rules is broken and not used; the rules adopted last stay in force\n"
                            + broken.getMessage());
        }
    }

    /** What was adopted last; empty when this build cannot read it any more, and the file has to do alone. */
    private Optional<RulePolicy> adopted(byte[] bytes) {
        try {
            return Optional.of(RulePolicy.adopted(bytes, FILE, ops, places, grants, clock));
        } catch (RulesBroken otherGrammar) {
            return Optional.empty();
        }
    }

    private static String idle(RulePolicy rules) {
        return rules.idle().isEmpty()
                ? ""
                : "policy.rules names ops that this node does not perform; what it says of them does nothing\n"
                        + String.join("\n", rules.idle());
    }

    /** The act that puts these bytes in force, as an operator intends it. */
    public static Act adoption(byte[] bytes, Actor operator) {
        return Act.of(ADOPT, FILE, operator, Provenance.OPERATOR).input(Digest.of(bytes));
    }

    /** The performer of {@link #ADOPT}: keeps the bytes, lets the file say so, then swaps the rules in one step. */
    public synchronized Done<Artifact> adopt(RulesInForce rules, byte[] bytes, Permit permit) {
        RulePolicy next = compile(bytes);
        permit.spend(new Effect(ADOPT.name(), FILE, Digest.of(bytes)));
        Digest before = rules.current().digest();
        objects.put(bytes);
        Optional<Digest> replaced = write(bytes);
        rules.swap(next);
        Artifact adopted = Artifact.proposed("policy", FILE, bytes)
                .to(Artifact.State.TRIED)
                .to(Artifact.State.APPROVED)
                .to(Artifact.State.ADOPTED);
        return Done.of(adopted)
                .digest(next.digest())
                .evidence(Json.object()
                        .put("before", before.hex())
                        .put("replaced", replaced.map(Digest::hex).orElse(""))
                        .put("rules", next.written())
                        .build());
    }

    /** Makes the file say the same; gives the digest of what else stood there. */
    private Optional<Digest> write(byte[] bytes) {
        Optional<byte[]> found = disk.content(file, Objects.OBJECT_BYTES_MAX);
        if (found.filter(old -> Arrays.equals(old, bytes)).isPresent()) {
            return Optional.empty();
        }
        Optional<Digest> replaced = found.map(objects::put);
        disk.replace(file, bytes);
        return replaced;
    }

    /** What stands in the file now, adopted or not. */
    RuleTexts.Written written() {
        return new RuleTexts.Written(
                disk.content(file, RuleParser.FILE_BYTES_MAX)
                        .orElseThrow(() -> new Refusal(
                                Refusal.Kind.NOT_FOUND,
                                "there is no " + FILE + " in the home; name a file, or see stemma policy history")),
                FILE);
    }

    /** The bytes of rules that were adopted; empty when the object is gone. */
    Optional<byte[]> kept(Digest adopted) {
        return objects.get(adopted);
    }

    /** The text of rules that were adopted; empty when the object is gone. */
    Optional<String> text(RulePolicy rules) {
        return kept(rules.digest()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Rules from elsewhere, as they would be adopted; throws {@link RulesBroken}. */
    RulePolicy strict(byte[] bytes, String source) {
        return RulePolicy.compile(bytes, source, ops, places, grants, clock);
    }

    /** Rules from elsewhere, in which an op that nothing performs is no fault. */
    RulePolicy lenient(byte[] bytes, String source) {
        return RulePolicy.adopted(bytes, source, ops, places, grants, clock);
    }

    private RulePolicy compile(byte[] bytes) {
        return RulePolicy.compile(bytes, FILE, ops, places, grants, clock);
    }
}
