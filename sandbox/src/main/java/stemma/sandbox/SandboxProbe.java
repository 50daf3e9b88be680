package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import stemma.sandbox.linux.Landlock;
import stemma.sandbox.linux.Pty;

/**
 * What this machine can do to hold a command, line by line, and the word for it.
 *
 * @param lines one for each mechanism
 * @param strength what a box started now would have
 */
public record SandboxProbe(List<Line> lines, Strength strength) {
    /**
     * One mechanism.
     *
     * @param works whether a box uses it here
     * @param reason one clause
     */
    public record Line(String name, boolean works, String reason) {}

    public SandboxProbe {
        lines = List.copyOf(lines);
    }

    /** The lines that need no box, then what a trial box showed, or why there was none. */
    static SandboxProbe of(Host host, Optional<ViewKind> trial, String failure) {
        List<Line> lines = new ArrayList<>();
        lines.add(namespaces());
        lines.add(tool("bubblewrap", "bwrap", "bubblewrap"));
        lines.add(tool("mount steps", "unshare", "util-linux"));
        lines.add(new Line(
                "uid drop",
                true,
                host.root() ? "by the thread that starts the box" : "not needed: the node is not root"));
        lines.add(seccomp());
        lines.add(trial.map(SandboxProbe::overlay).orElse(new Line("overlay", false, failure)));
        lines.add(idMap(host, trial));
        lines.add(landlock(trial));
        lines.add(controlGroup());
        lines.add(terminal());
        lines.add(tool("network relay", "perl", "perl-base"));
        lines.add(tool("ignored paths", "git", "git"));
        Strength strength = trial.map(ViewKind::strength).orElse(Strength.NONE);
        lines.add(new Line("a box", strength != Strength.NONE, trial.isPresent() ? "a trial box ran" : failure));
        return new SandboxProbe(lines, strength);
    }

    private static Line overlay(ViewKind view) {
        boolean overlaid = !view.copied();
        return new Line(
                "overlay",
                overlaid,
                overlaid ? "copy-on-write costs nothing" : "refused here; folders are copied instead");
    }

    private static Line idMap(Host host, Optional<ViewKind> trial) {
        if (!host.root()) {
            return new Line("id-mapped mounts", true, "not needed: the node is not root");
        }
        boolean works = trial.filter(view -> view == ViewKind.IDMAPPED_OVERLAY).isPresent();
        return new Line(
                "id-mapped mounts",
                works,
                works ? "the folder appears as the box's own" : "refused; folders are copied");
    }

    /** What the machine's settings say against namespaces. */
    static Optional<String> namespaceObstacle() {
        Line line = namespaces();
        return line.works() ? Optional.empty() : Optional.of("user namespaces are " + line.reason());
    }

    private static Line namespaces() {
        String most = text(Path.of("/proc/sys/user/max_user_namespaces"));
        String debian = text(Path.of("/proc/sys/kernel/unprivileged_userns_clone"));
        String apparmor = text(Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"));
        if ("0".equals(most) || "0".equals(debian)) {
            return new Line(
                    "user namespaces",
                    false,
                    "switched off by sysctl (user.max_user_namespaces or " + "kernel.unprivileged_userns_clone)");
        }
        if ("1".equals(apparmor)) {
            return new Line(
                    "user namespaces",
                    false,
                    "restricted by AppArmor; allow them for bwrap in a profile, or set "
                            + "kernel.apparmor_restrict_unprivileged_userns=0");
        }
        return new Line("user namespaces", !most.isEmpty(), most.isEmpty() ? "not in this kernel" : "up to " + most);
    }

    private static Line seccomp() {
        String actions = text(Path.of("/proc/sys/kernel/seccomp/actions_avail"));
        boolean works = actions.contains("kill_process") && actions.contains("errno");
        return new Line("system call filter", works, works ? "written in Java, no library" : "not in this kernel");
    }

    private static Line landlock(Optional<ViewKind> trial) {
        OptionalInt version = Landlock.version();
        String seen = version.isEmpty()
                ? "not in this kernel, or switched off"
                : "version " + version.getAsInt() + (Landlock.usable() ? "" : ", below " + Landlock.VERSION_MIN);
        boolean used = trial.filter(view -> view == ViewKind.BASIC_COPY).isPresent();
        return new Line(
                "Landlock",
                Landlock.usable(),
                used
                        ? seen + "; it holds every box here"
                        : seen + "; a basic box needs it, this machine's boxes do not");
    }

    private static Line controlGroup() {
        Optional<Path> place = ControlGroup.place();
        return new Line(
                "control groups",
                place.isPresent(),
                place.map(p -> "memory is bounded for the whole box")
                        .orElse("not writable: memory is bounded for each process, not for the box"));
    }

    private static Line terminal() {
        try (Pty pty = Pty.open(80, 24)) {
            return new Line("terminal", Files.exists(pty.slave()), "opened " + pty.slave());
        } catch (IOException e) {
            return new Line("terminal", false, String.valueOf(e.getMessage()));
        }
    }

    private static Line tool(String what, String name, String debianPackage) {
        return Host.tool(name)
                .map(path -> new Line(what, true, path.toString()))
                .orElse(new Line(what, false, "install the package '" + debianPackage + "'"));
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).trim();
        } catch (IOException absent) {
            return "";
        }
    }
}
