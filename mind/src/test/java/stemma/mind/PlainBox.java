package stemma.mind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Permit;
import stemma.tools.CommandBox;
import stemma.tools.ExecInput;
import stemma.tools.ExecOutput;

/** Runs commands on a throw-away copy of the folder; the sandbox's own tests are about the real box. */
public final class PlainBox implements CommandBox {
    private final Path scratch;
    private final List<String> searchPath;

    public PlainBox(Path scratch) {
        this(scratch, List.of());
    }

    /** With another PATH than the test's own, so that tools can be missing. */
    public PlainBox(Path scratch, List<String> searchPath) {
        this.scratch = scratch;
        this.searchPath = List.copyOf(searchPath);
    }

    @Override
    public Effect effect(String op, ExecInput input) {
        return new Effect(op, input.commandLine(), Digest.EMPTY);
    }

    @Override
    public ExecOutput run(ExecInput input, Permit permit) throws IOException, InterruptedException {
        permit.spend(effect(permit.act().op(), input));
        Path copy = Files.createTempDirectory(scratch, "box");
        Path out = Files.createTempFile(scratch, "out", "");
        Path err = Files.createTempFile(scratch, "err", "");
        copy(input.folder(), copy);
        Path cwd = copy.resolve(input.folder().relativize(input.cwd()).toString());
        ProcessBuilder builder = new ProcessBuilder(input.argv())
                .directory(cwd.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        if (!searchPath.isEmpty()) {
            builder.environment().put("PATH", String.join(":", searchPath));
        }
        builder.environment().remove("NODE_OPTIONS");
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(input.wallMillis(), TimeUnit.MILLISECONDS);
            long millis = (System.nanoTime() - began) / 1_000_000;
            return new ExecOutput(
                    ended ? process.exitValue() : 137, !ended, text(out), text(err), millis, new ArrayList<>());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(path -> {
                try {
                    Path target = to.resolve(from.relativize(path).toString());
                    if (!target.equals(to)) {
                        Files.copy(
                                path,
                                target,
                                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES,
                                java.nio.file.LinkOption.NOFOLLOW_LINKS);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
