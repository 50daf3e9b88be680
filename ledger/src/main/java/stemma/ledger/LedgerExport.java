package stemma.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.identity.Verifier;
import stemma.store.Disk;

/**
 * Writes the public log into a folder, as any web server can serve it and anybody can check it offline:
 * tiles, bundles, the public key, a program that checks, and last, once all of it is on disk, the
 * checkpoint. A folder without a checkpoint is an export that did not end.
 */
public final class LedgerExport {
    /** Writes the public log; the target is the folder. */
    public static final Op<Path, Exported> EXPORT = Op.effect("ledger.export");

    /** How long an export may take, in milliseconds. */
    public static final long EXPORT_MILLIS_MAX = 30 * 60 * 1_000L;

    static final String KEY = "node.pub";
    static final String CHECK = "check.py";

    private final Disk disk;
    private final Path home;
    private final PublicLog log;
    private final Verifier key;

    /**
     * Exports this log.
     *
     * @param home the node's own, into which nothing is exported
     */
    public LedgerExport(Disk disk, Path home, PublicLog log, Verifier key) {
        this.disk = disk;
        this.home = home;
        this.log = log;
        this.key = key;
    }

    /**
     * What was written.
     *
     * @param root of the tree of that size, in hexadecimal
     * @param files all of them, the checkpoint included
     */
    public record Exported(String folder, long size, String root, int files) {}

    /** Why nothing can be exported there, in one sentence; empty when it can. */
    String refusal(Path folder) {
        if (!folder.isAbsolute() || !folder.equals(folder.normalize()) || folder.getParent() == null) {
            return "an export goes to an absolute path without '..', such as \"$PWD/log\", and not to " + folder;
        }
        if (folder.startsWith(home)) {
            return "an export does not go into the node's own home, " + home;
        }
        return disk.list(folder).isEmpty() ? "" : folder + " is not empty; name a new folder";
    }

    /** The act that exports to this folder. */
    static Act act(Path folder, Actor actor) {
        return Act.of(EXPORT, folder.toString(), actor, Provenance.OPERATOR).within(EXPORT_MILLIS_MAX);
    }

    /** Performs {@link #EXPORT}. */
    public Done<Exported> perform(Path folder, Permit permit) throws InterruptedException {
        String refusal = refusal(folder);
        if (!refusal.isEmpty()) {
            throw new LedgerFailed(refusal);
        }
        permit.spend(new Effect(EXPORT.name(), folder.toString(), Digest.EMPTY));
        Exported exported = write(folder);
        return Done.of(exported)
                .evidence(Json.object()
                        .put("size", exported.size())
                        .put("root", exported.root())
                        .put("files", exported.files())
                        .build());
    }

    Exported write(Path folder) throws InterruptedException {
        byte[] note = piece(PublicLog.CHECKPOINT);
        Checkpoint checkpoint = Checkpoint.verified(note, key);
        List<TilePath> tiles = TilePath.of(checkpoint.size());
        for (TilePath tile : tiles) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the export was stopped; remove " + folder);
            }
            put(folder.resolve(tile.text()), log.tile(tile));
        }
        put(folder.resolve(KEY), (key.text() + "\n").getBytes(StandardCharsets.UTF_8));
        put(folder.resolve(CHECK), check());
        int files = tiles.size() + 3;
        if (log.get(PublicLog.COSIGNED).isPresent()) {
            put(folder.resolve(PublicLog.COSIGNED), piece(PublicLog.COSIGNED));
            files++;
        }
        put(folder.resolve(PublicLog.CHECKPOINT), note);
        return new Exported(
                folder.toString(), checkpoint.size(), checkpoint.root().hex(), files);
    }

    private byte[] piece(String name) {
        return log.get(name).orElseThrow().bytes();
    }

    private void put(Path file, byte[] content) {
        Path folder = file.getParent();
        if (folder != null) {
            disk.makeFolder(folder);
        }
        disk.replace(file, content);
    }

    private static byte[] check() {
        try (InputStream in = LedgerExport.class.getResourceAsStream(CHECK)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + CHECK + " is missing from this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + CHECK + " cannot be read", e);
        }
    }
}
