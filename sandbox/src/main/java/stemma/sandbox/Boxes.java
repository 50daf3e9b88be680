package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import stemma.core.Permit;
import stemma.sandbox.linux.Pty;

/**
 * The box engine: starts commands, each in a box of its own. Thread-safe. Closing it does not end running boxes; their
 * owners do.
 */
public final class Boxes implements AutoCloseable {
    private static final Trees.Bounds COPY_BOUNDS = new Trees.Bounds(2L << 30, 200_000);

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
        BoxFolder folder = BoxFolder.make(config.boxesFolder().resolve(plainId(id)));
        boolean running = false;
        try {
            RunningBox box = launch(folder, spec, uid, overlays);
            running = true;
            return box;
        } finally {
            if (!running) {
                giveBack(uid);
                folder.remove();
            }
        }
    }

    private RunningBox launch(BoxFolder folder, BoxSpec spec, int uid, boolean overlays) throws IOException {
        LayerPlan plan = LayerPlan.of(host, spec, overlays);
        for (Layer layer : plan.layers()) {
            folder.prepare(layer, host, uid, COPY_BOUNDS);
        }
        folder.write(host, uid);
        Stage stage = new Stage(host, folder, plan.layers(), Toolchains.extra(host));
        folder.writeArgs(BwrapArgs.of(host, spec, stage, uid));
        Origin origin = Origin.stamp(folder, spec.folder(), plan.folderView(host));
        Optional<Pty> pty = terminal(spec, uid);
        ProcessBuilder chain = new Launch(host, folder, stage, spec, uid, pty.map(Pty::slave)).builder();
        AtomicReference<Runnable> kill = new AtomicReference<>(() -> {});
        BoxThread thread = BoxThread.start(
                "box " + folder.path().getFileName(),
                () -> {
                    stage.arrange(uid, idMaps);
                    return chain.start();
                },
                spec.limits().wallMillis(),
                () -> kill.get().run());
        Process process = started(thread);
        kill.set(process::destroyForcibly);
        InnerInit init = InnerInit.await(folder, process);
        Runnable killer = () -> {
            init.kill();
            process.destroyForcibly();
        };
        kill.set(killer);
        return new RunningBox(new BoxParts(
                thread,
                init,
                Console.of(process, pty, spec.limits().outputBytesMax()),
                plan.folderView(host),
                plan.notes(),
                new BoxChanges(folder, origin, host.root()),
                killer,
                () -> giveBack(uid)));
    }

    private Optional<Pty> terminal(BoxSpec spec, int uid) throws IOException {
        if (spec.terminal().isEmpty()) {
            return Optional.empty();
        }
        WindowSize size = spec.terminal().get();
        Pty pty = Pty.open(size.columns(), size.rows());
        if (host.root()) {
            pty.giveTo(uid);
        }
        return Optional.of(pty);
    }

    private static Process started(BoxThread thread) throws IOException {
        try {
            return thread.started().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LayerRefused refused) {
                throw refused;
            }
            throw new IOException("the box could not be arranged: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a box started", e);
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
