package stemma.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import stemma.core.Digest;
import stemma.core.Refusal;
import stemma.policy.RuleParser.Parsed;
import stemma.store.Objects;
import stemma.store.StoreFailed;

/**
 * The managed rules that are in force, and what became of their file since. A file that is gone, that
 * binds nobody or that is no rules any more changes nothing: what was adopted last stays in force, also
 * over a restart, and the node says so. Otherwise the moment in which a package manager puts another file
 * in place, or a folder that was not mounted, would be a moment without the layer. So an administrator ends
 * it by an empty file. Thread-safe.
 */
public final class ManagedLayer {
    private static final byte[] NO_RULES = {};

    private final ManagedFile file;
    private final Objects objects;
    private final Set<String> ops;
    private final Places places;
    private Parsed inForce = Parsed.NONE;
    private Optional<Digest> adopted = Optional.empty();
    private String complaint = "";

    /**
     * @param ops every op the node knows
     */
    ManagedLayer(ManagedFile file, Objects objects, Set<String> ops, Places places) {
        this.file = file;
        this.objects = objects;
        this.ops = Set.copyOf(ops);
        this.places = places;
    }

    /**
     * Reads what binds this start.
     *
     * @param last digest of the managed rules adopted last
     * @throws Refusal when the file could bind nobody, or is gone together with what was adopted
     * @throws RulesBroken when the file is broken and nothing was adopted before
     */
    synchronized Parsed open(Optional<Digest> last) {
        adopted = last;
        Optional<byte[]> found = file.content();
        Optional<Parsed> kept = last.flatMap(objects::get).flatMap(this::kept);
        if (found.isEmpty()) {
            inForce = last.isEmpty() ? Parsed.NONE : kept.orElseThrow(this::lost);
            complaint = gone();
        } else if (kept.isPresent() && kept.get().digest().equals(Digest.of(found.get()))) {
            inForce = kept.get();
        } else {
            try {
                Parsed written = parse(found.get());
                inForce = kept.orElse(written);
            } catch (RulesBroken broken) {
                inForce = kept.orElseThrow(() -> broken);
                complaint = stays(String.valueOf(broken.getMessage()));
            }
        }
        return inForce;
    }

    /** The file's bytes, when they are rules that were not adopted yet; notes what is wrong with it otherwise. */
    synchronized Optional<byte[]> look() {
        try {
            Optional<byte[]> found = file.content();
            complaint = found.isEmpty() ? gone() : "";
            Optional<byte[]> other = found.filter(bytes -> !adopted.equals(Optional.of(Digest.of(bytes))));
            other.ifPresent(this::parse);
            return other;
        } catch (Refusal | RulesBroken | StoreFailed e) {
            complaint = stays(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What these bytes say; only the file's own are rules for this layer. Throws {@link RulesBroken}. */
    synchronized Parsed next(byte[] bytes) {
        if (!Arrays.equals(file.content().orElse(NO_RULES), bytes)) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "managed rules are those of " + file.path() + " alone, which says otherwise");
        }
        return parse(bytes);
    }

    /** They are in force from now on. */
    synchronized void adopted(Parsed next) {
        inForce = next;
        adopted = Optional.of(next.digest());
        complaint = "";
    }

    synchronized Parsed inForce() {
        return inForce;
    }

    /** What is wrong with the file, one sentence; empty when it says what is in force, or there never was one. */
    public synchronized String complaint() {
        return complaint;
    }

    /** Notes why the file could not be put in force. */
    synchronized void complain(String why) {
        complaint = stays(why);
    }

    /** Whether this names the file. */
    boolean isFile(String path) {
        return file.path().toString().equals(path);
    }

    /** Where the rules come from, and how many are in force; empty where nothing is managed. */
    synchronized String shown() {
        return adopted.isEmpty() && inForce.size() == 0
                ? ""
                : ManagedFile.NAME + " is " + file.path() + ", " + inForce.size() + " rules in force";
    }

    Parsed parse(byte[] bytes) {
        return RuleParser.managed(ops, places, false).parse(bytes);
    }

    private Optional<Parsed> kept(byte[] bytes) {
        try {
            return Optional.of(RuleParser.managed(ops, places, true).parse(bytes));
        } catch (RulesBroken otherGrammar) {
            return Optional.empty();
        }
    }

    private String gone() {
        return inForce.size() == 0
                ? ""
                : stays(file.path() + " is gone; bring it back, or end the layer with an empty file there");
    }

    private Refusal lost() {
        return new Refusal(
                Refusal.Kind.UNAVAILABLE,
                "managed rules were adopted here, but " + file.path() + " is gone and so is what was kept of it;"
                        + " bring the file back, or end the layer with an empty file there");
    }

    private static String stays(String why) {
        return "the managed rules adopted last stay in force: " + why;
    }
}
