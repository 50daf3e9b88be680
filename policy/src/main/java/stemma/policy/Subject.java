package stemma.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stemma.core.Act;
import stemma.core.Clock;

/**
 * One act under judgement, or one command of it, with what rules ask about it worked out at most
 * once. Used by one thread.
 */
final class Subject {
    /** Receives the hash of each key; see {@link TargetPattern#key}. */
    interface KeySink {
        void key(int hash);
    }

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Act act;
    private final Grants grants;
    private final Clock clock;
    private final TargetKind kind;
    private final CommandPart part;
    private @Nullable String folded;
    private boolean folderKnown;
    private long millis = UNKNOWN;
    private Optional<String> folder = Optional.empty();
    private Optional<String> foldedFolder = Optional.empty();

    Subject(Act act, TargetKind kind, CommandPart part, Grants grants, Clock clock) {
        this.act = act;
        this.kind = kind;
        this.part = part;
        this.grants = grants;
        this.clock = clock;
    }

    Act act() {
        return act;
    }

    String target() {
        return act.target();
    }

    CommandPart part() {
        return part;
    }

    String folded() {
        String known = folded;
        if (known == null) {
            known = kind == TargetKind.PATH ? Fold.path(act.target()) : Fold.word(act.target());
            folded = known;
        }
        return known;
    }

    /** Whether the target is its own folded form. */
    boolean plain() {
        return folded().equals(act.target());
    }

    /** The folder granted to the actor, without a closing slash, as this reach reads it. */
    Optional<String> folder(Reach reach) {
        if (!folderKnown) {
            folder = grants.folder(act.actor()).map(path -> path.equals("/") ? "" : path);
            foldedFolder = folder.map(Fold::path);
            folderKnown = true;
        }
        return reach == Reach.NARROW ? folder : foldedFolder;
    }

    /** The folder granted to the actor, as something that a path pattern matches. */
    Optional<Subject> project() {
        return grants.folder(act.actor())
                .map(path -> new Subject(
                        new Act(
                                act.op(),
                                path,
                                act.inputDigest(),
                                act.actor(),
                                act.provenance(),
                                act.purse(),
                                act.estimate(),
                                act.deadlineMillis(),
                                act.spends()),
                        TargetKind.PATH,
                        CommandPart.NONE,
                        grants,
                        clock));
    }

    /** When it is judged, in milliseconds since the epoch: one moment for all rules. */
    long millis() {
        if (millis == UNKNOWN) {
            millis = clock.millis();
        }
        return millis;
    }

    /** Whether its keys cannot be known, so that every rule has to be looked at. */
    boolean keyless() {
        return kind == TargetKind.COMMAND && part.programUnknown();
    }

    /** Every key under which a rule for this target can stand. */
    void keys(KeySink sink) {
        switch (kind) {
            case PATH -> pathKeys(folded(), sink);
            case COMMAND -> {
                if (!part.words().isEmpty()) {
                    sink.key(part.program().hashCode());
                }
            }
            case TEXT -> sink.key(folded().hashCode());
        }
    }

    /** Each segment, and the last one's ending; hashed as a string's hash, without cutting one. */
    private static void pathKeys(String path, KeySink sink) {
        int hash = 0;
        int ending = 0;
        boolean dotted = false;
        int start = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (i > start) {
                    sink.key(hash);
                }
                start = i + 1;
                hash = 0;
                dotted = false;
                continue;
            }
            if (c == '.') {
                ending = 0;
                dotted = true;
            }
            hash = 31 * hash + c;
            ending = 31 * ending + c;
        }
        sink.key(hash);
        if (dotted && ending != hash) {
            sink.key(ending);
        }
    }
}
