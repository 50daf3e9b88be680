package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * next start does not undo them; what stood there is kept by its digest. Above them stand the managed
 * rules of a {@link ManagedLayer}, adopted by the same act under another target. Thread-safe.
 */
public final class RuleBook {
    /** Name of the file in the home, and the target of {@link #ADOPT} for it. */
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
    private final ManagedLayer managed;

    /**
     * @param ops every op the node knows
     */
    public RuleBook(
            Disk disk,
            Path home,
            Objects objects,
            Set<String> ops,
            Places places,
            Grants grants,
            Clock clock,
            ManagedFile managed) {
        this.disk = disk;
        this.file = home.resolve(FILE);
        this.objects = objects;
        this.ops = Set.copyOf(ops);
        this.places = places;
        this.grants = grants;
        this.clock = clock;
        this.managed = new ManagedLayer(managed, objects, ops, places);
    }

    /**
     * What a start found.
     *
     * @param rules in force now
     * @param pending the file's bytes, when they were not adopted yet: perform {@link #adoption}
     * @param warnings for the operator, a sentence each
     */
    public record Opening(RulesInForce rules, Optional<byte[]> pending, List<String> warnings) {
        public Opening {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads the managed rules and the home's; writes the template where the home has none.
     *
     * @param adopted what was adopted last
     * @throws RulesBroken when a file is broken and nothing was adopted before: a node does not
     *     start without rules
     */
    public Opening open(AdoptionProjection.Last adopted) {
        RuleParser.Parsed above = managed.open(adopted.managed());
        List<String> warnings = new ArrayList<>();
        if (!managed.complaint().isEmpty()) {
            warnings.add(managed.complaint());
        }
        Optional<RuleParser.Parsed> last = adopted.home().flatMap(objects::get).flatMap(this::adopted);
        Optional<byte[]> found = disk.content(file, RuleParser.FILE_BYTES_MAX);
        if (found.isEmpty()) {
            disk.replace(file, RulePolicy.template());
        }
        byte[] bytes = found.orElseGet(RulePolicy::template);
        boolean known =
                last.filter(rules -> rules.digest().equals(Digest.of(bytes))).isPresent();
        Optional<byte[]> pending = Optional.empty();
        RuleParser.Parsed home;
        try {
            home = last.isPresent() ? last.get() : parse(bytes, FILE);
            if (!known) {
                parse(bytes, FILE);
                pending = Optional.of(bytes);
            }
        } catch (RulesBroken broken) {
            home = last.orElseThrow(() -> broken);
            warnings.add("policy.rules is broken and not used; the rules adopted last stay in force\n"
                    + broken.getMessage());
        }
        RulePolicy rules = RulePolicy.of(home, above, places, grants, clock);
        if (!rules.idle().isEmpty() && pending.isEmpty()) {
            warnings.add("the rules name ops that this node does not perform; what they say of them does nothing\n"
                    + String.join("\n", rules.idle()));
        }
        return new Opening(new RulesInForce(rules), pending, warnings);
    }

    /** What was adopted last; empty when this build cannot read it any more, and the file has to do alone. */
    private Optional<RuleParser.Parsed> adopted(byte[] bytes) {
        try {
            return Optional.of(RuleParser.adopted(FILE, ops, places).parse(bytes));
        } catch (RulesBroken otherGrammar) {
            return Optional.empty();
        }
    }

    /** The act that puts these bytes in force as the home's rules, as an operator intends it. */
    public static Act adoption(byte[] bytes, Actor operator) {
        return adoption(FILE, bytes, operator);
    }

    static Act adoption(String target, byte[] bytes, Actor operator) {
        return Act.of(ADOPT, target, operator, Provenance.OPERATOR).input(Digest.of(bytes));
    }

    /** The performer of {@link #ADOPT}: keeps the bytes, lets the file say so, then swaps the rules in one step. */
    public synchronized Done<Artifact> adopt(RulesInForce rules, byte[] bytes, Permit permit) {
        String target = permit.act().target();
        RulePolicy now = rules.current();
        boolean above = target.equals(ManagedFile.NAME);
        RuleParser.Parsed parsed = above ? managed.next(bytes) : parse(bytes, FILE);
        permit.spend(new Effect(ADOPT.name(), target, Digest.of(bytes)));
        objects.put(bytes);
        Optional<Digest> replaced = above ? Optional.empty() : write(bytes);
        RuleSet set = now.set();
        rules.swap(above ? now.below(parsed) : RulePolicy.of(parsed, set.managed(), places, grants, clock));
        if (above) {
            managed.adopted(parsed);
        }
        Artifact adopted = Artifact.proposed("policy", target, bytes)
                .to(Artifact.State.TRIED)
                .to(Artifact.State.APPROVED)
                .to(Artifact.State.ADOPTED);
        return Done.of(adopted)
                .digest(parsed.digest())
                .evidence(Json.object()
                        .put(
                                "before",
                                (above ? set.managed() : set.home()).digest().hex())
                        .put("replaced", replaced.map(Digest::hex).orElse(""))
                        .put("rules", parsed.size())
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

    /** The managed rules and their file. */
    public ManagedLayer managed() {
        return managed;
    }

    /** Rules from elsewhere, as they would be adopted in their layer; throws {@link RulesBroken}. */
    RulePolicy strict(byte[] bytes, String source, RulePolicy now) {
        return managed.isFile(source)
                ? now.below(managed.parse(bytes))
                : RulePolicy.of(parse(bytes, source), managed.inForce(), places, grants, clock);
    }

    /** Rules from elsewhere, in which an op that nothing performs is no fault. */
    RulePolicy lenient(byte[] bytes, String source, RulePolicy now) {
        return managed.isFile(source)
                ? now.below(managed.parse(bytes))
                : RulePolicy.of(
                        RuleParser.adopted(source, ops, places).parse(bytes), managed.inForce(), places, grants, clock);
    }

    /** The ops that something performs here. */
    Set<String> ops() {
        return ops;
    }

    /** A home's rules, as somebody wants them adopted; throws {@link RulesBroken}. */
    RuleParser.Parsed parse(byte[] bytes, String source) {
        return RuleParser.written(source, ops, places).parse(bytes);
    }
}
