package stemma.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stemma.sandbox.linux.RawPath;

/**
 * Asks git which changed paths it ignores. Git runs in a box of its own that only reads, with its configuration
 * neutralised: a repository's settings can name programs to run.
 */
final class GitIgnored {
    private static final int NOTHING_IGNORED = 1;

    private GitIgnored() {}

    /** The command, for the act that asks. */
    static BoxSpec spec(Path folder) {
        return BoxSpec.of(
                        folder,
                        "git",
                        "-c",
                        "core.fsmonitor=false",
                        "-c",
                        "core.hooksPath=/dev/null",
                        "check-ignore",
                        "-z",
                        "--stdin")
                .withView(FolderView.READ_ONLY)
                .withEnvironment(
                        Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null", "GIT_OPTIONAL_LOCKS", "0"))
                .withLimits(BoxLimits.standard().withWallMillis(60_000));
    }

    /** Why git cannot be asked; empty when it can. */
    static String obstacle(Diff diff) {
        if (!Files.isDirectory(diff.folder().resolve(".git"))) {
            return "the folder is not the top of a git repository, so no path counts as ignored";
        }
        return Host.tool("git").isPresent() ? "" : "git is not installed, so no path counts as ignored";
    }

    static Diff ask(RunningBox git, Diff diff) throws IOException, InterruptedException {
        Thread feeder = Thread.ofVirtual().start(() -> feed(git, diff));
        byte[] answer = git.stdout().readAllBytes();
        feeder.join();
        int code = git.await().exitCode();
        if (code > NOTHING_IGNORED) {
            return noted(diff, "git could not say what is ignored (exit code " + code + ")");
        }
        Set<Path> ignored = paths(answer);
        List<Change> marked = diff.changes().stream()
                .map(c -> ignored.contains(c.path()) ? c.with(Change.Flag.IGNORED) : c)
                .toList();
        return new Diff(diff.folder(), marked, diff.notes(), diff.cut());
    }

    static Diff noted(Diff diff, String note) {
        List<String> notes = new ArrayList<>(diff.notes());
        notes.add(note);
        return new Diff(diff.folder(), diff.changes(), notes, diff.cut());
    }

    private static void feed(RunningBox git, Diff diff) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (Change change : diff.changes()) {
            if (!change.path().startsWith(".git")) {
                names.writeBytes(RawPath.bytes(change.path()));
                if (change.kind() == FileKind.FOLDER) {
                    names.write('/');
                }
                names.write(0);
            }
        }
        try (var stdin = git.stdin()) {
            names.writeTo(stdin);
        } catch (IOException gitEndedEarly) {
            // git ended early; its exit code says why
        }
    }

    private static Set<Path> paths(byte[] answer) {
        Set<Path> paths = new HashSet<>();
        int start = 0;
        for (int i = 0; i < answer.length; i++) {
            if (answer[i] == 0) {
                paths.add(RawPath.of(java.util.Arrays.copyOfRange(answer, start, i)));
                start = i + 1;
            }
        }
        return paths;
    }
}
