package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.sandbox.linux.Landlock;
import stemma.sandbox.linux.Seccomp;

/**
 * How a command would be held, before it runs.
 *
 * @param lines what it sees and what binds it, in the order of the mounts and then of the bounds
 * @param environment the names of all variables it gets
 * @param withheld the names of the node's own variables that it does not get
 * @param strength how strongly, if its layers can be mounted; a trial box shows whether they can
 * @param notes what the operator should know: grants that cannot be made, and why it works on a copy
 */
public record BoxExplanation(
        List<Line> lines, List<String> environment, List<String> withheld, Strength strength, List<String> notes) {
    /** One aspect, such as {@code network}, and how it is. */
    public record Line(String aspect, String how) {}

    public BoxExplanation {
        lines = List.copyOf(lines);
        environment = List.copyOf(environment);
        withheld = List.copyOf(withheld);
        notes = List.copyOf(notes);
    }

    static BoxExplanation of(BoxGround ground, BoxSpec spec, SandboxConfig config) throws IOException {
        List<String> environment = List.copyOf(
                BoxEnvironment.of(ground.host(), spec, ground.toolchains().extra())
                        .keySet());
        List<String> withheld = config.environment().keySet().stream()
                .filter(name -> !environment.contains(name))
                .sorted()
                .toList();
        Optional<String> obstacle = ground.namespaceObstacle();
        if (obstacle.isPresent()) {
            return basic(ground, spec, config, obstacle.get(), environment, withheld);
        }
        LayerPlan plan = LayerPlan.of(ground.host(), spec, Optional.empty());
        return new BoxExplanation(
                full(ground, spec, plan, environment),
                environment,
                withheld,
                plan.folderView(ground.host()).strength(),
                plan.notes());
    }

    private static List<Line> full(BoxGround ground, BoxSpec spec, LayerPlan plan, List<String> environment) {
        Host host = ground.host();
        List<Line> lines = new ArrayList<>();
        for (Layer layer : plan.layers()) {
            lines.add(new Line(layer.index() == 0 ? "folder" : "shown", layer.target() + ": " + way(layer, host)));
        }
        lines.add(new Line("read-only", readable(ground.toolchains())));
        lines.add(new Line(
                "scratch",
                "/tmp, /var/tmp, /dev/shm and " + host.home() + ", empty, each at most "
                        + mib(spec.limits().scratchBytes()) + ", gone at the end"));
        lines.add(new Line("network", network(spec)));
        lines.add(new Line("variables", String.join(", ", environment)));
        lines.add(new Line("user", host.root() ? "an unprivileged uid of its own" : "your uid, in a namespace"));
        lines.add(new Line("rights", "no capability, none to be gained; " + Seccomp.summary()));
        lines.add(new Line("processes", "its own tree, " + processes(spec.limits())));
        lines.addAll(bounds(spec.limits()));
        return lines;
    }

    /** How it would be held where namespaces are refused, if that is enough. */
    private static BoxExplanation basic(
            BoxGround ground,
            BoxSpec spec,
            SandboxConfig config,
            String obstacle,
            List<String> environment,
            List<String> withheld) {
        boolean runs = config.floor().compareTo(Strength.BASIC) <= 0 && Landlock.usable();
        boolean root = ground.host().root();
        List<Line> lines = new ArrayList<>(List.of(
                new Line("folder", spec.folder() + ": a copy at another place; writes become a diff"),
                new Line("read-only", readable(ground.toolchains())),
                new Line("scratch", "an own TMPDIR and HOME on the node's disk, empty, gone at the end"),
                new Line("network", "none, and no socket of any kind"),
                new Line("variables", String.join(", ", environment)),
                new Line("user", root ? "an unprivileged uid of its own" : "your uid"),
                new Line("rights", "no capability, none to be gained; Landlock; the system call filter"),
                new Line("processes", "in one group that none can leave, " + processes(spec.limits()))));
        lines.addAll(bounds(spec.limits()));
        List<String> notes = new ArrayList<>(List.of(obstacle));
        notes.add(
                runs
                        ? "the names, sizes and times of your files can be seen"
                                + (root ? "" : ", and modes and times of those that are yours be set")
                        : "nothing would run: the floor is " + config.floor().word()
                                + "; box.floor = \"basic\" in node.toml would allow less, where Landlock is usable");
        return new BoxExplanation(lines, environment, withheld, runs ? Strength.BASIC : Strength.NONE, notes);
    }

    private static List<Line> bounds(BoxLimits limits) {
        return List.of(
                new Line("memory", memory(limits)),
                new Line(
                        "time",
                        count(limits.cpuSeconds()) + " s of processor for each process, "
                                + count(limits.wallMillis() / 1_000) + " s in all"),
                new Line("files", "at most " + mib(limits.fileBytesMax()) + " each"));
    }

    private static String processes(BoxLimits limits) {
        return count(limits.processesMax()) + " at most";
    }

    private static String readable(Toolchains tools) {
        return paths(Stream.of(tools.folders(), List.of(Path.of("/etc")), tools.extra()));
    }

    private static String way(Layer layer, Host host) {
        String thrownAway = layer.index() == 0 ? "writes become a diff" : "writes are thrown away";
        return switch (layer.kind()) {
            case OVERLAY ->
                "copy-on-write" + (host.root() ? ", its owner shown as the box's user" : "") + "; " + thrownAway;
            case COPY -> "a copy; " + thrownAway;
            case READ_ONLY -> "read-only";
        };
    }

    private static String paths(Stream<List<Path>> groups) {
        return groups.flatMap(List::stream).map(Path::toString).distinct().collect(Collectors.joining(", "));
    }

    private static String network(BoxSpec spec) {
        return spec.netHosts().isEmpty()
                ? "none"
                : spec.netHosts().stream().map(HostPort::toString).collect(Collectors.joining(", "))
                        + ", through the node's proxy; nothing else";
    }

    private static String memory(BoxLimits limits) {
        String each = mib(limits.memoryBytes()) + " for each process";
        return ControlGroup.place().isPresent()
                ? each + ", and for the whole box once it has run for " + ControlGroup.AFTER_MILLIS + " ms"
                : each + "; not for the whole box: no control group can be written here";
    }

    private static String mib(long bytes) {
        return count(bytes >> 20) + " MiB";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
