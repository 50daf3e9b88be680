package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;

/** What an approval of a command is bound to: words, folder, names of variables, and files that it names. */
class NamedFileTest {
    @TempDir
    Path folder;

    private List<String> named(String... argv) {
        return NamedFile.of(List.of(argv), folder).stream()
                .map(file -> folder.relativize(file.path()) + " " + file.content())
                .toList();
    }

    private String file(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), content);
        return name + " " + Digest.ofUtf8(content).hex();
    }

    @Test
    void everyFileThatTheCommandLineNamesIsBound() throws IOException {
        String script = file("bin/deploy.sh", "echo deploy");
        String input = file("in.txt", "some");
        String config = file("conf/prod.toml", "x = 1");
        assertThat(named("./bin/deploy.sh")).containsExactly(script);
        assertThat(named("sh", "bin/deploy.sh", "in.txt")).containsExactly(script, input);
        assertThat(named("sh", "-c", "cd /tmp && sh bin/deploy.sh < in.txt")).contains(script, input);
        assertThat(named("tool", "--config=conf/prod.toml")).containsExactly(config);
        assertThat(named("env", "X=1", "bash", "-eu", "bin/deploy.sh")).containsExactly(script);
        assertThat(named("git", "status", "bin", "absent", "")).isEmpty();
    }

    @Test
    void anotherContentFolderOrVariableIsAnotherCommand() throws IOException {
        file("run.sh", "echo one");
        Files.createDirectory(folder.resolve("sub"));
        Digest before = digest(spec -> spec);
        assertThat(digest(spec -> spec)).isEqualTo(before);
        assertThat(digest(spec -> spec.withEnvironment(Map.of("TOKEN", "x")))).isNotEqualTo(before);
        assertThat(digest(spec -> spec.withEnvironment(Map.of("TOKEN", "x"))))
                .isEqualTo(digest(spec -> spec.withEnvironment(Map.of("TOKEN", "y"))))
                .isNotEqualTo(digest(spec -> spec.withEnvironment(Map.of("OTHER", "x"))));
        BoxSpec elsewhere = new BoxSpec(
                List.of("sh", "run.sh"),
                folder,
                folder.resolve("sub"),
                FolderView.COPY_ON_WRITE,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                BoxLimits.standard(),
                Optional.empty(),
                NamedFile.of(List.of("sh", "run.sh"), folder));
        assertThat(elsewhere.effect(BoxSpec.EXEC_OP).inputDigest()).isNotEqualTo(before);
        file("run.sh", "echo two");
        assertThat(digest(spec -> spec)).isNotEqualTo(before);
        file("run.sh", "echo one");
        assertThat(digest(spec -> spec)).isEqualTo(before);
    }

    private Digest digest(UnaryOperator<BoxSpec> change) {
        BoxSpec spec = BoxSpec.of(folder, "sh", "run.sh").withFiles(NamedFile.of(List.of("sh", "run.sh"), folder));
        return change.apply(spec).effect(BoxSpec.EXEC_OP).inputDigest();
    }

    @Test
    void boundsWhatIsReadAndSaysWhatIsNotBound() throws IOException {
        sparse("full.bin", NamedFile.BYTES_MAX);
        sparse("over.bin", NamedFile.BYTES_MAX + 1);
        file("a.txt", "a");
        assertThat(named("cat", "full.bin").getFirst()).hasSize("full.bin ".length() + 64);
        assertThat(named("cat", "over.bin")).containsExactly("over.bin " + NamedFile.TOO_LARGE);
        assertThat(named("cat", "full.bin", "a.txt").getLast()).isEqualTo("a.txt " + NamedFile.TOO_LARGE);
        String[] argv = new String[NamedFile.FILES_MAX + 1];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = "f" + i;
            file(argv[i], "x");
        }
        assertThat(named(argv)).hasSize(NamedFile.FILES_MAX);
    }

    private void sparse(String name, long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }
}
