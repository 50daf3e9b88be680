package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import stemma.core.Permit;

/**
 * The box engine: starts commands, each in a box of its own. Thread-safe. Closing it does not end running boxes; their
 * owners do.
 */
public final class Boxes implements AutoCloseable {
    private final SandboxConfig config;
    private final Host host;
    private final UidPool uids;
    private final IdMaps idMaps;

    private Boxes(SandboxConfig config, Host host) {
        this.config = config;
        this.host = host;
        this.uids = new UidPool(config.firstUid(), config.boxesMax());
        this.idMaps = new IdMaps(Host.needed("unshare", "util-linux"));
    }

    /** Opens the engine; looks at the machine once. */
    public static Boxes open(SandboxConfig config) throws IOException {
        Files.createDirectories(config.boxesFolder());
        return new Boxes(config, Host.read(config.userHome(), config.environment()));
    }

    /**
     * Starts a command.
     *
     * @param id names the box folder; letters, digits and dashes, not used before
     * @param events told what is seen while it runs; called from other threads, must return at once
     * @throws BoxRefused when it cannot be held well enough or the grants make no sense
     */
    public RunningBox start(Permit permit, String id, BoxSpec asked, Consumer<BoxEvent> events) throws IOException {
        BoxSpec spec = checked(asked);
        permit.spend(spec.effect(permit.act().op()));
        try {
            return attempt(id, spec, events, true);
        } catch (LayerRefused refused) {
            return attempt(id, spec, events, false);
        }
    }

    /** What an earlier run left, by its id; empty when there is none. */
    public Optional<BoxChanges> changes(String id) throws IOException {
        BoxFolder folder = new BoxFolder(config.boxesFolder().resolve(plainId(id)));
        return Files.isDirectory(folder.path())
                ? Optional.of(new BoxChanges(folder, Origin.read(folder), host.root()))
                : Optional.empty();
    }

    /**
     * The request as it will be run, with real paths; the act that asks for it must be for its effect.
     *
     * @throws BoxRefused when the folder cannot be used
     */
    public BoxSpec resolve(BoxSpec spec) throws IOException {
        return checked(spec);
    }

    @Override
    public void close() throws IOException {
        idMaps.close();
    }

    private RunningBox attempt(String id, BoxSpec spec, Consumer<BoxEvent> events, boolean overlays)
            throws IOException {
        int uid = host.root() ? uids.take() : host.uid();
        Releases releases = new Releases();
        releases.add(() -> giveBack(uid));
        BoxFolder folder = BoxFolder.make(config.boxesFolder().resolve(plainId(id)));
        boolean running = false;
        try {
            RunningBox box = new BoxStart(host, idMaps, folder, spec, uid, events, releases).run(overlays);
            running = true;
            return box;
        } finally {
            if (!running) {
                releases.abandon();
                folder.remove();
            }
        }
    }

    private static String plainId(String id) {
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("not the id of a run: " + id);
        }
        return id;
    }

    private void giveBack(int uid) {
        if (host.root()) {
            uids.giveBack(uid);
        }
    }

    /** The request with real paths, or a refusal. */
    private BoxSpec checked(BoxSpec spec) throws IOException {
        if (!Files.isDirectory(spec.folder())) {
            throw new BoxRefused("the folder " + spec.folder() + " does not exist");
        }
        Path folder = spec.folder().toRealPath();
        if (host.home().startsWith(folder)) {
            throw new BoxRefused(folder + " holds your whole home, with its keys; run in a project folder");
        }
        if (config.boxesFolder().toRealPath().startsWith(folder)) {
            throw new BoxRefused(folder + " holds the node's home; keep the two apart");
        }
        Path cwd = spec.cwd().toRealPath();
        return new BoxSpec(
                spec.argv(),
                folder,
                cwd,
                spec.view(),
                spec.environment(),
                spec.netHosts(),
                new ArrayList<>(spec.homeGrants()),
                List.copyOf(spec.caches()),
                spec.limits(),
                spec.terminal());
    }
}
