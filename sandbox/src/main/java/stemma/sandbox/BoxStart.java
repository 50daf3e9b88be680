package stemma.sandbox;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import stemma.sandbox.linux.Pty;

/** One start of one box: prepares its folder, starts the chain on a thread of its own, waits until it is up. */
final class BoxStart {
    private static final Trees.Bounds COPY_BOUNDS = new Trees.Bounds(2L << 30, 200_000);

    private final Host host;
    private final BoxGround ground;
    private final BoxFolder folder;
    private final BoxSpec spec;
    private final int uid;
    private final Consumer<BoxEvent> events;
    private final Releases releases;

    BoxStart(BoxGround ground, BoxFolder folder, BoxSpec spec, int uid, Consumer<BoxEvent> events, Releases releases) {
        this.ground = ground;
        this.host = ground.host();
        this.folder = folder;
        this.spec = spec;
        this.uid = uid;
        this.events = events;
        this.releases = releases;
    }

    /** Starts with overlays, or with copies where there is an obstacle to them; below {@code floor} it does not. */
    RunningBox run(Optional<String> obstacle, Strength floor) throws IOException {
        LayerPlan plan = LayerPlan.of(host, spec, obstacle);
        if (SandboxProbe.strength(plan.folderView(host)).compareTo(floor) < 0) {
            throw BoxRefused.tooWeak(floor, String.join("; ", plan.notes()));
        }
        Stage stage = prepared(plan);
        openWayOut();
        Origin origin = Origin.of(folder, spec.folder(), plan.folderView(host));
        BoxThread thread = begun(new Launch(host, stage, spec, uid, terminal()), origin);
        BoxThread.Up up = thread.up();
        InnerInit init = up.init();
        ControlGroup group = ControlGroup.around(init, uid, spec.limits().memoryBytes());
        releases.add(group);
        boolean overlaid = plan.layers().getFirst().kind() == Layer.Kind.OVERLAY;
        releases.add(Watcher.start(init, folder.upper(0), overlaid, events));
        return new RunningBox(new BoxParts(
                thread,
                init,
                up.chain().console(),
                plan.folderView(host),
                plan.notes(),
                group::notes,
                new BoxChanges(folder, origin, host.root()),
                () -> {
                    init.kill();
                    up.chain().kill();
                },
                releases::run));
    }

    /** What a run started from is put down while the box comes up, and before its command begins. */
    private BoxThread begun(Launch launch, Origin origin) throws IOException {
        BoxThread thread = ground.threads().take();
        releases.add(ground.threads()::refill);
        thread.begin(new BoxThread.Order(
                "box " + folder.path().getFileName(), launch, spec.limits().wallMillis()));
        try {
            origin.write(folder);
            thread.allow();
            return thread;
        } catch (IOException e) {
            thread.dismiss();
            throw e;
        }
    }

    private Stage prepared(LayerPlan plan) throws IOException {
        for (Layer layer : plan.layers()) {
            folder.prepare(layer, host, uid, COPY_BOUNDS);
        }
        ground.kit().accounts(uid);
        return new Stage(ground, folder, plan.layers(), spec, uid);
    }

    private void openWayOut() throws IOException {
        if (spec.netHosts().isEmpty()) {
            return;
        }
        Host.needed("perl", "perl-base");
        folder.text(BoxFolder.RELAY, NetRelay.SCRIPT);
        releases.add(
                NetProxy.open(folder.path(), BoxFolder.SOCKET, Set.copyOf(spec.netHosts()), ground.ownPorts(), events));
        if (host.root()) {
            new Owner(uid, uid).take(folder.path().resolve(BoxFolder.SOCKET));
        }
    }

    private Optional<Pty> terminal() throws IOException {
        if (spec.terminal().isEmpty()) {
            return Optional.empty();
        }
        WindowSize size = spec.terminal().get();
        Pty pty = Pty.open(size.columns(), size.rows());
        releases.addOnFailure(pty);
        if (host.root()) {
            pty.giveTo(uid);
        }
        return Optional.of(pty);
    }
}
