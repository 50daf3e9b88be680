package stemma.sandbox.undo;

import java.util.List;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Digest;
import stemma.core.Policy;
import stemma.core.Verdict;
import stemma.identity.SealedObjects;
import stemma.policy.RulePolicy;
import stemma.sandbox.Workspace;
import stemma.store.BoundedFolder;

/**
 * What files held before and after acts wrote them, sealed on the disk.
 *
 * <p>Content whose reading the rules would deny to the actor, or ask about, is a secret and is not kept. It
 * is the oldest that goes when there is too much. Thread-safe.
 */
public final class KeptContent implements Workspace.Snapshots {
    private final SealedObjects sealed;
    private final BoundedFolder folder;
    private final Policy policy;
    private final boolean off;

    /**
     * Keeps content in a folder.
     *
     * @param sealed over the folder
     * @param off whether nothing more is kept
     */
    public KeptContent(SealedObjects sealed, BoundedFolder folder, Policy policy, boolean off) {
        this.sealed = sealed;
        this.folder = folder;
        this.policy = policy;
        this.off = off;
    }

    @Override
    public Optional<String> keep(Act act, List<byte[]> contents) {
        long bytes = contents.stream()
                .mapToLong(content -> SealedObjects.takes(content.length))
                .sum();
        Optional<String> lack = lack(bytes).or(() -> secret(act, true));
        if (lack.isEmpty()) {
            contents.forEach(sealed::put);
        }
        return lack;
    }

    /**
     * Why nothing would be kept of a write that has not happened yet; empty when it would. A goal that waits holds
     * no leave for its folder, so that the rules' silence says nothing here.
     *
     * @param fileBytes what the file holds now
     */
    public Optional<String> expected(Act act, long fileBytes) {
        return lack(SealedObjects.takes(fileBytes)).or(() -> secret(act, false));
    }

    Optional<byte[]> find(Digest content) {
        return sealed.get(content);
    }

    /** Whether content of this digest is kept. */
    public boolean holds(Digest content) {
        return sealed.holds(content);
    }

    /** Forgets content, for every act that left or found it. */
    public void remove(Digest content) {
        sealed.remove(content);
    }

    /** How much is kept. */
    public BoundedFolder.Used used() {
        return folder.used();
    }

    /** Whether nothing more is kept. */
    public boolean off() {
        return off;
    }

    /** Brings what is kept within its bound. */
    public void trim() {
        folder.trim();
    }

    private Optional<String> lack(long bytes) {
        if (off) {
            return Optional.of("[undo] off in node.toml says that nothing is kept");
        }
        return bytes > folder.roomBytes()
                ? Optional.of("it is too large: " + bytes + " bytes, and [undo] bytes_max leaves room for "
                        + folder.roomBytes())
                : Optional.empty();
    }

    private Optional<String> secret(Act act, boolean silenceToo) {
        Act read = new Act(
                "fs.read",
                act.target(),
                Digest.EMPTY,
                act.actor(),
                act.provenance(),
                act.purse(),
                act.estimate(),
                act.deadlineMillis(),
                1);
        boolean secret = switch (policy.judge(read)) {
            case Verdict.Allow allow -> false;
            case Verdict.Ask ask -> true;
            case Verdict.Deny deny -> silenceToo || !deny.rule().equals(RulePolicy.DEFAULT);
        };
        return secret
                ? Optional.of("the rules keep its content from " + act.actor() + ", so it is not kept either")
                : Optional.empty();
    }
}
