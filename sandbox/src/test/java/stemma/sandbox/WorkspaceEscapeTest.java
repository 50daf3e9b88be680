package stemma.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;

/** Attempts to reach a file beside the workspace through names inside it. */
final class WorkspaceEscapeTest {
    private static final int SWAPS = 300;
    private static final int MOVES_MAX = 1_000;

    @TempDir
    Path temporary;

    private Path folder;
    private Path outside;
    private WorkspaceRig rig;
    private final AtomicInteger aside = new AtomicInteger();

    @BeforeEach
    void makeFolders() throws IOException {
        Path real = temporary.toRealPath();
        folder = Files.createDirectory(real.resolve("work"));
        outside = Files.createDirectory(real.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        rig = new WorkspaceRig(folder);
    }

    @Test
    void followsNoLinkAtTheEnd() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
        refused(() -> rig.read("link"), "is a link");
        refused(() -> rig.write("link", bytes("x")), "is a link");
        refused(() -> rig.edit("link", new WorkspaceEdit("secret", "x", 1)), "is a link");
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void followsNoLinkOnTheWay() throws IOException {
        Files.createSymbolicLink(folder.resolve("dir"), outside);
        refused(() -> rig.read("dir/secret"), "a link is on the way");
        refused(() -> rig.list("dir"), "a link is on the way");
        refused(() -> rig.write("dir/secret", bytes("x")), "a link is on the way");
        refused(() -> rig.write("dir/new/deep", bytes("x")), "a link is on the way");
        assertThat(outside).isDirectoryNotContaining("glob:**/new");
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void followsNoDanglingLink() throws IOException {
        Files.createSymbolicLink(folder.resolve("dangling"), outside.resolve("made"));
        refused(() -> rig.write("dangling", bytes("x")), "is a link");
        assertThat(outside.resolve("made")).doesNotExist();
    }

    @Test
    void aRootBehindALinkIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(temporary.toRealPath().resolve("link"), folder);
        refused(() -> Workspace.open(link, (act, contents) -> Optional.empty()), "leads over a link");
    }

    @Test
    void aRootThatWasReplacedIsNoticed() throws IOException {
        Workspace workspace = rig.workspace();
        WorkspacePath path = workspace.path("secret");
        Files.move(folder, temporary.resolve("moved"));
        Files.createSymbolicLink(folder, outside);
        refused(
                () -> WorkspaceRig.act(
                        WorkspaceRig.READ,
                        path.target(),
                        Digest.EMPTY,
                        permit -> workspace
                                .look(permit, Workspace.Look.READ, path)
                                .content(path, 100)),
                "no longer the folder");
    }

    @Test
    void readsNoPipe() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        Assumptions.assumeTrue(mkfifo.waitFor() == 0, "mkfifo is missing: a pipe is not tried");
        refused(() -> rig.read("pipe"), "device, pipe or socket");
        refused(() -> rig.write("pipe", bytes("x")), "device, pipe or socket");
        assertThat(rig.list("").items())
                .singleElement()
                .satisfies(item -> assertThat(item.kind()).isEqualTo(WorkspaceView.Kind.OTHER));
    }

    /** A folder and a link to the outside take turns under one name while it is read and written. */
    @Test
    void aSwappedFolderNeverLeadsOut() throws Exception {
        Path dir = Files.createDirectory(folder.resolve("dir"));
        Files.writeString(dir.resolve("secret"), "plain");
        Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> swapper = CompletableFuture.runAsync(() -> swap(dir, link, stop));
        int read = 0;
        try {
            for (int i = 0; i < SWAPS; i++) {
                read += reads() ? 1 : 0;
                writes();
            }
        } finally {
            stop.set(true);
            swapper.join();
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
        try (var names = Files.list(outside)) {
            assertThat(names).hasSize(1);
        }
        assertThat(read).isBetween(0, SWAPS);
    }

    private boolean reads() {
        try {
            assertThat(rig.read("dir/secret")).isNotEqualTo(bytes("secret"));
            return true;
        } catch (WorkspaceRefused refused) {
            return false;
        }
    }

    private void writes() {
        try {
            rig.write("dir/secret", bytes("plain"));
            rig.write("dir/new", bytes("plain"));
        } catch (WorkspaceRefused refused) {
            assertThat(refused).hasMessageStartingWith(folder.toString());
        }
    }

    private void swap(Path dir, Path link, AtomicBoolean stop) {
        Path aside = folder.resolve("aside");
        while (!stop.get()) {
            move(dir, aside);
            move(link, dir);
            move(dir, link);
            move(aside, dir);
        }
    }

    /** Moves, out of the way of folders that the writer makes meanwhile. */
    private void move(Path from, Path to) {
        for (int i = 0; i < MOVES_MAX; i++) {
            try {
                Files.move(from, to);
                return;
            } catch (IOException occupied) {
                setAside(to);
            }
        }
        throw new IllegalStateException(from + " cannot be moved to " + to);
    }

    private void setAside(Path made) {
        try {
            Files.move(made, folder.resolve("made-" + aside.incrementAndGet()));
        } catch (IOException goneAlready) {
            Thread.onSpinWait();
        }
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(WorkspaceRefused.class).isThrownBy(call).withMessageContaining(why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
