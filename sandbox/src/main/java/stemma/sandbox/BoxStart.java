package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import stemma.sandbox.linux.Landlock;
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
        if (plan.folderView(host).strength().compareTo(floor) < 0) {
            throw BoxRefused.tooWeak(floor, String.join("; ", plan.notes()));
        }
        Stage stage = prepared(plan);
        openWayOut();
        return running(new Launch(host, stage, spec, uid, terminal()), plan.folderView(host), plan.notes());
    }

    /** Starts without namespaces, for a reason. */
    RunningBox basic(String why) throws IOException {
        if (!Landlock.usable()) {
            throw new BoxRefused("nothing ran: " + why + ", and for a basic box this kernel's Landlock is too old or"
                    + " switched off; see stemma doctor");
        }
        if (!spec.netHosts().isEmpty()) {
            throw new BoxRefused("nothing ran: " + why + ", and a basic box has no way to a host; run without --net");
        }
        Layer copy = new Layer(0, spec.folder(), spec.folder(), Layer.Kind.COPY);
        folder.prepare(copy, host, uid, COPY_BOUNDS);
        for (String own : BasicLaunch.WRITTEN) {
            folder.own(own, host.root() ? uid : -1);
        }
        List<String> notes = new ArrayList<>(List.of("a basic box, on a copy: " + why));
        Stream.concat(
                        spec.homeGrants().stream().map(HomeGrant::path),
                        spec.caches().stream().map(CacheLayer::path))
                .filter(Files::exists)
                .forEach(path ->
                        notes.add(path + " is not shown: a basic box shows no caches and nothing of your home"));
        return running(new BasicLaunch(ground, folder, spec, uid, terminal()), ViewKind.BASIC_COPY, notes);
    }

    private RunningBox running(BoxLaunch launch, ViewKind view, List<String> notes) throws IOException {
        Origin origin = Origin.of(folder, spec.folder(), view);
        BoxThread thread = begun(launch, origin);
        BoxThread.Up up = thread.up();
        Leader leader = up.leader();
        ControlGroup group = ControlGroup.around(leader, uid, spec.limits().memoryBytes());
        releases.add(group);
        releases.add(Watcher.start(leader, folder.upper(0), Files.exists(folder.upper(0)), events));
        return new RunningBox(new BoxParts(
                thread,
                leader,
                up.chain().console(),
                view,
                notes,
                group::notes,
                new BoxChanges(folder, origin, host.root()),
                () -> {
                    leader.kill();
                    up.chain().kill();
                },
                releases::run));
    }

    /** What a run started from is put down while the box comes up, and before its command begins. */
    private BoxThread begun(BoxLaunch launch, Origin origin) throws IOException {
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
