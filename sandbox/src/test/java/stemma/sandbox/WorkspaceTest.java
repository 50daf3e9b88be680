package stemma.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;
import stemma.core.PermitRefused;

final class WorkspaceTest {
    @TempDir
    Path temporary;

    private Path folder;
    private WorkspaceRig rig;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("work"));
        rig = new WorkspaceRig(folder);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(rig.write("a/b/new.txt", bytes("hello")).before()).isEmpty();
        assertThat(rig.read("a/b/new.txt")).isEqualTo(bytes("hello"));
        assertThat(rig.read(folder + "/a/b/new.txt")).isEqualTo(bytes("hello"));
    }

    @Test
    void keepsOldContentBeforeAWrite() {
        rig.write("f", bytes("old"));
        Workspace.Written written = rig.write("f", bytes("new"));
        assertThat(written.before()).contains(Digest.of(bytes("old")));
        assertThat(rig.kept.get(Digest.of(bytes("old")))).isEqualTo(bytes("old"));
        assertThat(rig.read("f")).isEqualTo(bytes("new"));
    }

    @Test
    void writesNothingWhenTheOldContentCannotBeKept() throws IOException {
        Files.writeString(folder.resolve("f"), "old");
        Workspace workspace = Workspace.open(folder, (act, contents) -> {
            throw new IllegalStateException("the disk is full");
        });
        WorkspacePath path = workspace.path("f");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> WorkspaceRig.act(
                        WorkspaceRig.WRITE,
                        path.target(),
                        Digest.of(bytes("new")),
                        permit -> workspace.write(permit, path, bytes("new"))));
        assertThat(folder.resolve("f")).hasContent("old");
        assertThat(folder)
                .isDirectoryNotContaining(p -> p.getFileName().toString().startsWith(".stemma"));
    }

    @Test
    void keepsPermissionsAndDropsNoName() throws IOException {
        Path script = Files.writeString(folder.resolve("run.sh"), "echo old");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        rig.write("run.sh", bytes("echo new"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxr-x---");
        assertThat(folder)
                .isDirectoryNotContaining(p -> p.getFileName().toString().startsWith(".stemma"));
    }

    @Test
    void writesThroughOneHardLinkOnly() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "old");
        Path other = Files.createLink(folder.resolve("other"), one);
        rig.write("one", bytes("new"));
        assertThat(one).hasContent("new");
        assertThat(other).hasContent("old");
    }

    @Test
    void permitIsForOnePathAndOneContent() {
        Workspace workspace = rig.workspace();
        WorkspacePath meant = workspace.path("meant");
        WorkspacePath other = workspace.path("other");
        assertThatExceptionOfType(PermitRefused.class)
                .isThrownBy(() -> WorkspaceRig.act(
                        WorkspaceRig.WRITE,
                        meant.target(),
                        Digest.of(bytes("x")),
                        permit -> workspace.write(permit, other, bytes("x"))));
        assertThatExceptionOfType(PermitRefused.class)
                .isThrownBy(() -> WorkspaceRig.act(
                        WorkspaceRig.WRITE,
                        meant.target(),
                        Digest.of(bytes("x")),
                        permit -> workspace.write(permit, meant, bytes("y"))));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            sparse.setLength(2L << 30);
        }
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.read("big"))
                .withMessageContaining("2147483648 bytes")
                .withMessageContaining("head, tail or grep");
        assertThatExceptionOfType(WorkspaceRefused.class).isThrownBy(() -> rig.write("big", bytes("x")));
    }

    @Test
    void readsUpToTheLimitAndNotOnePast() throws IOException {
        Files.write(folder.resolve("f"), new byte[100]);
        Workspace workspace = rig.workspace();
        WorkspacePath path = workspace.path("f");
        byte[] all = (byte[]) WorkspaceRig.act(
                WorkspaceRig.READ,
                path.target(),
                Digest.EMPTY,
                permit -> workspace.look(permit, Workspace.Look.READ, path).content(path, 100));
        assertThat(all).hasSize(100);
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> WorkspaceRig.act(
                        WorkspaceRig.READ,
                        path.target(),
                        Digest.EMPTY,
                        permit -> workspace
                                .look(permit, Workspace.Look.READ, path)
                                .content(path, 99)));
    }

    @Test
    void keepsNamesThatAreNotUtf8() throws IOException {
        Path odd = WorkspaceNames.path("caf\\xE9.txt");
        Files.writeString(folder.resolve(odd), "odd");
        assertThat(rig.list("").items()).singleElement().satisfies(item -> {
            assertThat(item.path().name()).isEqualTo("caf\\xE9.txt");
            assertThat(rig.read(item.path().text())).isEqualTo(bytes("odd"));
        });
        rig.write("caf\\xE9.txt", bytes("new"));
        assertThat(folder.resolve(odd)).hasContent("new");
    }

    @Test
    void namesGoToTextAndBack() throws IOException {
        for (String name :
                new String[] {"é 漢.txt", "a\\b", "x\\x5Cx41", "line\\x0Abreak", "\\xFF\\xFE", "-rf", "100%"}) {
            Path path = WorkspaceNames.path(name);
            assertThat(WorkspaceNames.text(path)).isEqualTo(name);
        }
    }

    @Test
    void aPathStaysInsideByItsName() {
        for (String path : new String[] {"..", "a/../../b", "/etc/passwd", folder + "x/y", "../work/f"}) {
            assertThatExceptionOfType(WorkspaceRefused.class)
                    .as(path)
                    .isThrownBy(() -> rig.workspace().path(path));
        }
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.workspace().path("\\x2E\\x2E/f"));
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.workspace().path("a\\x2Fb"));
        Workspace workspace = rig.workspace();
        WorkspacePath strange = WorkspacePath.of(Path.of("/elsewhere"), "f");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkspaceRig.act(
                        WorkspaceRig.WRITE,
                        strange.target(),
                        Digest.of(bytes("x")),
                        permit -> workspace.write(permit, strange, bytes("x"))));
    }

    @Test
    void editsWhatOccursAsOftenAsExpected() {
        rig.write("f", bytes("one two one\n"));
        rig.edit("f", new WorkspaceEdit("one", "1", 2));
        assertThat(rig.read("f")).isEqualTo(bytes("1 two 1\n"));
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.edit("f", new WorkspaceEdit("1", "x", 1)))
                .withMessageContaining("occurs 2 times, not 1 (lines 1, 1)");
        assertThat(rig.read("f")).isEqualTo(bytes("1 two 1\n"));
    }

    @Test
    void saysWhatIsNearWhenAnEditMatchesNothing() {
        rig.write("A.java", bytes("class A {\n    int total = 0;\n}\n"));
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.edit("A.java", new WorkspaceEdit("\tint total = 0;", "x", 1)))
                .withMessageContaining("line 2")
                .withMessageContaining("only white space differs");
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.edit("A.java", new WorkspaceEdit("zzzz qqqq", "x", 1)))
                .withMessageContaining("nothing in the file resembles it");
        rig.write("crlf", bytes("a\r\nb\r\n"));
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.edit("crlf", new WorkspaceEdit("a\nb", "x", 1)))
                .withMessageContaining("CR LF");
    }

    @Test
    void anEditKeepsBytesOfAnyEncoding() {
        byte[] latin = {'c', 'a', 'f', (byte) 0xe9, ' ', 'x'};
        rig.write("f", latin);
        rig.edit("f", new WorkspaceEdit(" x", " y", 1));
        assertThat(rig.read("f")).isEqualTo(new byte[] {'c', 'a', 'f', (byte) 0xe9, ' ', 'y'});
    }

    @Test
    void aMissingFolderOrFileIsNamed() {
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> rig.read("no/such"))
                .withMessage(folder + "/no/such cannot be read: it does not exist");
        assertThatExceptionOfType(WorkspaceRefused.class)
                .isThrownBy(() -> Workspace.open(folder.resolve("absent"), (act, contents) -> Optional.empty()))
                .withMessageContaining("does not exist");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
