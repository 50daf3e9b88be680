package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    static BoxExplanation of(BoxGround ground, BoxSpec spec, Set<String> own) throws IOException {
        Host host = ground.host();
        Toolchains tools = ground.toolchains();
        LayerPlan plan = LayerPlan.of(host, spec, Optional.empty());
        List<String> environment =
                List.copyOf(BoxEnvironment.of(host, spec, tools.extra()).keySet());
        List<Line> lines = new ArrayList<>();
        for (Layer layer : plan.layers()) {
            lines.add(new Line(layer.index() == 0 ? "folder" : "shown", layer.target() + ": " + way(layer, host)));
        }
        lines.add(new Line("read-only", paths(Stream.of(tools.folders(), List.of(Path.of("/etc")), tools.extra()))));
        lines.add(new Line(
                "scratch",
                "/tmp, /var/tmp, /dev/shm and " + host.home() + ", empty, each at most "
                        + mib(spec.limits().scratchBytes()) + ", gone at the end"));
        lines.add(new Line("network", network(spec)));
        lines.add(new Line("variables", String.join(", ", environment)));
        lines.add(new Line("user", host.root() ? "an unprivileged uid of its own" : "your uid, in a namespace"));
        lines.add(new Line("rights", "no capability, none to be gained; " + Seccomp.summary()));
        lines.add(new Line("processes", "its own tree, " + count(spec.limits().processesMax()) + " at most"));
        lines.add(new Line("memory", memory(spec.limits())));
        lines.add(new Line(
                "time",
                count(spec.limits().cpuSeconds()) + " s of processor for each process, "
                        + count(spec.limits().wallMillis() / 1_000) + " s in all"));
        lines.add(new Line("files", "at most " + mib(spec.limits().fileBytesMax()) + " each"));
        List<String> withheld = own.stream()
                .filter(name -> !environment.contains(name))
                .sorted()
                .toList();
        return new BoxExplanation(
                lines, environment, withheld, SandboxProbe.strength(plan.folderView(host)), plan.notes());
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
