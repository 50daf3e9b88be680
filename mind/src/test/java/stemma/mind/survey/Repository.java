package stemma.mind.survey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small Git repository made for one test. */
final class Repository {
    private final Path folder;

    Repository(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        this.folder = folder.toRealPath();
        git("init", "-q", "-b", "main");
    }

    Path folder() {
        return folder;
    }

    Repository file(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    Repository commit(String subject) throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "-m", subject);
        return this;
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(
                "git",
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.org",
                "-c",
                "commit.gpgsign=false",
                "-c",
                "core.hooksPath=/dev/null",
                "-C",
                folder.toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("git " + String.join(" ", arguments) + ": " + said);
        }
    }
}
