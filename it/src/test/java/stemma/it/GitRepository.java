package stemma.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repository made with git itself; its commits are a day apart, so that its history is the same each time. */
final class GitRepository {
    private static final long FIRST_SECONDS = 1_767_261_600L;
    private static final long DAY_SECONDS = 86_400;

    private final Path folder;
    private int commits;

    GitRepository(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        git("init", "-q", "-b", "main");
    }

    Path folder() {
        return folder;
    }

    GitRepository file(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    GitRepository commit(String subject) throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "-m", subject);
        commits++;
        return this;
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        String date = (FIRST_SECONDS + commits * DAY_SECONDS) + " +0000";
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_CONFIG_SYSTEM", "/dev/null",
                        "GIT_AUTHOR_NAME", "Ada",
                        "GIT_AUTHOR_EMAIL", "ada@example.org",
                        "GIT_AUTHOR_DATE", date,
                        "GIT_COMMITTER_NAME", "Ada",
                        "GIT_COMMITTER_EMAIL", "ada@example.org",
                        "GIT_COMMITTER_DATE", date));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
    }
}
