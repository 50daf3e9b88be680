package stemma.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Permit;
import stemma.sandbox.linux.RawPath;

/**
 * The box engine: starts commands, each in a box of its own. Thread-safe. Closing it does not end running boxes; their
 * owners do. It does wait for those that were handed over to {@link #retire}.
 */
public final class Boxes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Boxes.class.getName());
    private static final String ID = "[A-Za-z0-9-]{1,64}";

    /** What lies there is the kernel's, and no copy of it means anything. */
    private static final List<Path> KERNEL_FOLDERS = List.of(Path.of("/dev"), Path.of("/proc"), Path.of("/sys"));

    private static final Path MEMORY_FILES = Path.of("/dev/shm");

    /** A way to start a box. */
    @FunctionalInterface
    private interface Way {
        RunningBox started(BoxStart start) throws IOException;
    }

    private final SandboxConfig config;
    private final Host host;
    private final UidPool uids;
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();
    private final ExecutorService later = Executors.newVirtualThreadPerTaskExecutor();
    private final BoxGround ground;

    private Boxes(SandboxConfig config, BoxGround ground) {
        this.config = config;
        this.ground = ground;
        this.host = ground.host();
        this.uids = new UidPool(config.firstUid(), config.boxesMax());
    }

    /** Opens the engine; looks at the machine once. */
    public static Boxes open(SandboxConfig config) throws IOException {
        Files.createDirectories(config.boxesFolder());
        Files.setPosixFilePermissions(config.boxesFolder(), PosixFilePermissions.fromString("rwx------"));
        Host host = Host.read(config.userHome(), config.environment());
        return new Boxes(config, BoxGround.open(config, host));
    }

    /**
     * Starts a command.
     *
     * @param id names the box folder; letters, digits and dashes, not used before
     * @param events told what is seen while it runs; called from other threads, must return at once
     * @throws BoxRefused when it cannot be held well enough or the grants make no sense
     */
    public RunningBox start(Permit permit, String id, BoxSpec asked, Consumer<BoxEvent> events) throws IOException {
        BoxSpec spec = permit.act().op().equals(BoxSpec.IGNORED_OP) ? checked(asked) : resolve(asked);
        permit.spend(spec.effect(permit.act().op()));
        return started(id, spec, events);
    }

    /** What an earlier run left, by its id; empty when there is none. */
    public Optional<BoxChanges> changes(String id) throws IOException {
        BoxFolder folder = new BoxFolder(config.boxesFolder().resolve(plainId(id)));
        return Files.isDirectory(folder.path())
                ? Optional.of(new BoxChanges(folder, Origin.read(folder), host.root()))
                : Optional.empty();
    }

    /** Box folders that no box uses any more: what runs left, and what was left behind when the node was killed. */
    public List<KeptBox> kept() throws IOException {
        List<KeptBox> kept = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(config.boxesFolder(), "[!.]*")) {
            for (Path folder : folders) {
                String id = RawPath.shown(folder.getFileName());
                if (id.matches(ID) && !inUse.contains(id)) {
                    kept.add(KeptBox.of(id, folder));
                }
            }
        }
        return kept;
    }

    /** The effect of {@link #remove}. */
    public Effect removing(String id) {
        return new Effect(BoxChanges.SWEEP_OP, RawPath.shown(config.boxesFolder()), Digest.ofUtf8(plainId(id)));
    }

    /** Removes a box folder, whatever is left in it. */
    public void remove(Permit permit, String id) throws IOException {
        permit.spend(removing(id));
        if (inUse.contains(id)) {
            throw new IllegalStateException("box " + id + " is running");
        }
        new BoxFolder(config.boxesFolder().resolve(id)).remove();
    }

    /** Takes an ended box down in the background, and forgets its folder when the command changed nothing. */
    public void retire(RunningBox box, Diff diff) {
        later.execute(() -> {
            try (box) {
                box.close();
                if (diff.changes().isEmpty() && !diff.cut()) {
                    box.changes().removeUnchanged(diff);
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "box folder " + box.changes().id() + " stays until it is swept", e);
            }
        });
    }

    /**
     * The request as it will be run, with real paths and what the files that it names hold now; the act that asks
     * for it must be for its effect.
     *
     * @throws BoxRefused when the folder cannot be used
     */
    public BoxSpec resolve(BoxSpec spec) throws IOException {
        BoxSpec checked = checked(spec);
        return checked.withFiles(NamedFile.of(checked.argv(), checked.cwd()));
    }

    /** A folder with nothing in it, made if absent; boxes show it copy-on-write, so it stays so. */
    public Path emptyFolder() {
        Path empty = config.boxesFolder().resolveSibling("empty");
        try {
            return Files.createDirectories(empty);
        } catch (IOException e) {
            throw new UncheckedIOException("the empty folder " + empty + " cannot be made", e);
        }
    }

    /**
     * How it would be held; nothing is started.
     *
     * @throws BoxRefused when the folder cannot be used
     */
    public BoxExplanation explain(BoxSpec spec) throws IOException {
        return BoxExplanation.of(ground, checked(spec), config);
    }

    /** The effect of {@link #withIgnored}. */
    public Effect ignoring(Diff diff) {
        return GitIgnored.spec(diff.folder()).effect(BoxSpec.IGNORED_OP);
    }

    /** The diff with the paths marked that git ignores; where git cannot be asked, a note says so. */
    public Diff withIgnored(Permit permit, String id, Diff diff) throws IOException, InterruptedException {
        String obstacle = GitIgnored.obstacle(diff);
        if (!obstacle.isEmpty()) {
            return GitIgnored.noted(diff, obstacle);
        }
        try (RunningBox git = start(permit, id, GitIgnored.spec(diff.folder()), event -> {})) {
            return GitIgnored.ask(git, diff);
        } finally {
            new BoxFolder(config.boxesFolder().resolve(plainId(id))).remove();
        }
    }

    /** The effect of {@link #probe}. */
    public static Effect probing() {
        return new Effect(BoxSpec.PROBE_OP, "true", Digest.EMPTY);
    }

    /** Runs one trial box in a folder of its own and says what this machine can do. */
    public SandboxProbe probe(Permit permit, String id) throws IOException, InterruptedException {
        permit.spend(probing());
        Path folder = Files.createDirectories(config.boxesFolder().resolveSibling("probe"));
        BoxSpec spec = BoxSpec.of(folder.toRealPath(), "true");
        try (RunningBox box = started(id, spec, event -> {})) {
            int code = box.await().exitCode();
            Optional<ViewKind> view = code == 0 ? Optional.of(box.viewKind()) : Optional.empty();
            return SandboxProbe.of(host, view, "the trial box ended with exit code " + code);
        } catch (BoxRefused | IOException e) {
            return SandboxProbe.of(host, Optional.empty(), String.valueOf(e.getMessage()));
        } finally {
            new BoxFolder(config.boxesFolder().resolve(plainId(id))).remove();
            Trees.remove(folder);
        }
    }

    @Override
    public void close() throws IOException {
        later.close();
        ground.close();
    }

    RunningBox started(String id, BoxSpec spec, Consumer<BoxEvent> events) throws IOException {
        try {
            return attempt(id, spec, events, Optional.empty());
        } catch (NamespacesRefused refused) {
            return basic(id, spec, events, String.valueOf(refused.getMessage()));
        } catch (LayerRefused refused) {
            if (config.floor() == Strength.STRONG) {
                throw BoxRefused.tooWeak(config.floor(), String.valueOf(refused.getMessage()));
            }
            return attempt(id, spec, events, Optional.of(String.valueOf(refused.getMessage())));
        }
    }

    private RunningBox basic(String id, BoxSpec spec, Consumer<BoxEvent> events, String why) throws IOException {
        ground.refused().set(Optional.of(why));
        if (config.floor().compareTo(Strength.BASIC) > 0) {
            throw BoxRefused.tooWeak(config.floor(), why);
        }
        return placed(id, spec, events, start -> start.basic(why));
    }

    private RunningBox attempt(String id, BoxSpec spec, Consumer<BoxEvent> events, Optional<String> obstacle)
            throws IOException {
        ground.needNamespaces();
        RunningBox box = placed(id, spec, events, start -> start.run(obstacle, config.floor()));
        ground.refused().set(Optional.empty());
        return box;
    }

    private RunningBox placed(String id, BoxSpec spec, Consumer<BoxEvent> events, Way way) throws IOException {
        int place = uids.take();
        int uid = host.root() ? place : host.uid();
        Releases releases = new Releases();
        releases.add(() -> uids.giveBack(place));
        releases.add(() -> inUse.remove(id));
        inUse.add(id);
        BoxFolder folder = BoxFolder.make(config.boxesFolder().resolve(plainId(id)));
        boolean running = false;
        try {
            RunningBox box = way.started(new BoxStart(ground, folder, spec, uid, events, releases));
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
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("not the id of a run: " + id);
        }
        return id;
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
        if (KERNEL_FOLDERS.stream().anyMatch(folder::startsWith) && !folder.startsWith(MEMORY_FILES)) {
            throw new BoxRefused(folder + " holds the kernel's own entries, not files; run in a project folder");
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
                spec.terminal(),
                spec.files());
    }
}
