package stemma.sandbox.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.sandbox.run.RunOperations.Ended;
import stemma.sandbox.run.RunOperations.FileEnd;

final class UndoTest {
    private static final String SONG = "one\ntwo\nthree\nfour\nfive\nsix\n";

    @TempDir
    private Path temporary;

    private UndoWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new UndoWorld(temporary);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void anActIsTakenBackByItsReceiptWithModeKeptAndOnlyOnce() throws Exception {
        world.byHand("a.txt", "old\n");
        Files.setPosixFilePermissions(world.project.resolve("a.txt"), PosixFilePermissions.fromString("rwxr-x---"));
        ActId act = world.write(world.goal(), "a.txt", "new\n").id();
        Ended ended = world.undo(act);
        assertThat(ended.what()).isEqualTo("act");
        assertThat(ended.state()).isEqualTo("undone");
        assertThat(ended.files())
                .containsExactly(new FileEnd(world.project.resolve("a.txt").toString(), "restored", ""));
        assertThat(world.file("a.txt")).isEqualTo("old\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(world.project.resolve("a.txt"))))
                .isEqualTo("rwxr-x---");
        Ended again = world.undo(act);
        assertThat(again.sound()).isTrue();
        assertThat(again.files()).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo("unchanged");
            assertThat(end.reason()).startsWith("it is as it was before");
        });
        assertThat(world.rebuildsTheSame()).isTrue();
    }

    @Test
    void aGoalIsTakenBackWithLaterEditsKept() throws Exception {
        world.byHand("song.txt", SONG);
        world.byHand("b.txt", "b\n");
        ActId goal = world.goal();
        world.write(goal, "song.txt", SONG.replace("two", "2"));
        world.write(goal, "b.txt", "B\n");
        world.write(goal, "song.txt", SONG.replace("two", "2").replace("three", "3"));
        world.write(goal, "deep/er/new.txt", "made\n");
        world.byHand("song.txt", world.file("song.txt").replace("six", "six, by hand"));
        assertThat(world.undone(goal)).containsExactly("removed deep/er/new.txt", "merged song.txt", "restored b.txt");
        assertThat(world.file("song.txt")).isEqualTo(SONG.replace("six", "six, by hand"));
        assertThat(world.file("b.txt")).isEqualTo("b\n");
        assertThat(world.project.resolve("deep"))
                .as("the folders it made go too")
                .doesNotExist();
        Ended again = world.undo(goal);
        assertThat(again.state()).isEqualTo("undone");
        assertThat(again.files()).extracting(FileEnd::outcome).containsOnly("unchanged");
        assertThat(world.file("song.txt")).contains("six, by hand");
    }

    @Test
    void editsAtTheSamePlaceAreAConflictAndTheFileStaysAsItIs() throws Exception {
        world.byHand("song.txt", SONG);
        world.byHand("b.txt", "b\n");
        ActId goal = world.goal();
        world.write(goal, "song.txt", SONG.replace("two", "2"));
        world.write(goal, "b.txt", "B\n");
        String edited = SONG.replace("two", "2, by hand");
        world.byHand("song.txt", edited);
        Ended ended = world.undo(goal);
        assertThat(ended.sound()).isFalse();
        assertThat(ended.state()).isEqualTo("partly undone");
        assertThat(ended.files())
                .contains(new FileEnd(
                        world.project.resolve("song.txt").toString(),
                        FileEnd.REFUSED,
                        "it was changed since at the same place: line 2"));
        assertThat(world.file("song.txt")).isEqualTo(edited);
        assertThat(world.file("b.txt")).isEqualTo("b\n");
    }

    @Test
    void whatWasMadeAndChangedOrRemovedSinceIsRefusedWithTheReason() throws Exception {
        ActId goal = world.goal();
        ActId made = world.write(goal, "made.txt", "made\n").id();
        world.byHand("made.txt", "made\nand more\n");
        assertThat(world.undo(made).files())
                .extracting(FileEnd::reason)
                .containsExactly("it was made then and changed since; remove it by hand if it is not wanted");
        world.byHand("old.txt", "old\n");
        ActId changed = world.write(goal, "old.txt", "new\n").id();
        Files.delete(world.project.resolve("old.txt"));
        assertThat(world.undo(changed).files()).extracting(FileEnd::reason).containsExactly("it was removed since");
        assertThat(world.project.resolve("old.txt")).doesNotExist();
        world.byHand("bin", "a\0b");
        ActId binary = world.write(goal, "bin", "text\n").id();
        world.byHand("bin", "text\nmore\n");
        assertThat(world.undo(binary).files())
                .extracting(FileEnd::reason)
                .containsExactly("it was changed since, and is not text that could be merged");
        Files.createDirectories(world.project.resolve("real"));
        ActId moved = world.write(goal, "real/f", "x\n").id();
        Files.move(world.project.resolve("real"), world.project.resolve("elsewhere"));
        Files.createSymbolicLink(world.project.resolve("real"), world.project.resolve("elsewhere"));
        assertThat(world.undo(moved).files())
                .extracting(FileEnd::reason)
                .singleElement()
                .asString()
                .contains("links are not followed");
        assertThat(world.file("elsewhere/f")).isEqualTo("x\n");
    }

    @Test
    void aFolderThatIsUsedSinceStays() throws Exception {
        ActId goal = world.goal();
        world.write(goal, "deep/er/new.txt", "made\n");
        world.byHand("deep/mine.txt", "mine\n");
        assertThat(world.undone(goal)).containsExactly("removed deep/er/new.txt");
        assertThat(world.project.resolve("deep/er")).doesNotExist();
        assertThat(world.file("deep/mine.txt")).isEqualTo("mine\n");
    }

    @Test
    void takingBackCanBeTakenBack() throws Exception {
        world.byHand("a.txt", "old\n");
        ActId goal = world.goal();
        ActId write = world.write(goal, "a.txt", "new\n").id();
        world.write(goal, "deep/new.txt", "made\n");
        world.undo(goal);
        assertThat(world.project.resolve("deep")).doesNotExist();
        for (Receipt undo : world.undos()) {
            assertThat(world.undo(undo.id()).sound()).isTrue();
        }
        assertThat(world.file("a.txt")).isEqualTo("new\n");
        assertThat(world.file("deep/new.txt")).isEqualTo("made\n");
        assertThat(world.undo(write).files()).extracting(FileEnd::outcome).containsExactly("restored");
        assertThat(world.file("a.txt")).isEqualTo("old\n");
        assertThat(world.rebuildsTheSame()).isTrue();
    }

    @Test
    void aPathThatRunsLaterIsAskedAboutAndTheRestIsDone() throws Exception {
        world.byHand("Makefile", "all:\n");
        world.byHand("a.txt", "old\n");
        ActId goal = world.goal();
        world.write(goal, "Makefile", "all: evil\n");
        world.write(goal, "a.txt", "new\n");
        Ended ended = world.undo(goal);
        assertThat(ended.state()).isEqualTo("partly undone");
        assertThat(ended.sound()).isFalse();
        assertThat(world.file("a.txt")).isEqualTo("old\n");
        assertThat(world.file("Makefile")).isEqualTo("all: evil\n");
        assertThat(world.gate.approvals()).singleElement().satisfies(approval -> {
            assertThat(approval.act().op()).isEqualTo("fs.undo");
            assertThat(approval.act().target()).endsWith("/Makefile");
        });
        world.approve(world.gate.approvals().getFirst().id());
        assertThat(world.undo(goal).sound()).isTrue();
        assertThat(world.file("Makefile")).isEqualTo("all:\n");
    }

    @Test
    void anApprovalIsForTheVeryContentOfThatMoment() throws Exception {
        world.byHand("Makefile", "all:\n\techo\n\ntest:\n");
        ActId goal = world.goal();
        ActId act = world.write(goal, "Makefile", "ALL:\n\techo\n\ntest:\n").id();
        assertThatExceptionOfType(ActWaiting.class).isThrownBy(() -> world.undo(act));
        world.approve(world.gate.approvals().getFirst().id());
        world.byHand("Makefile", "ALL:\n\techo\n\ntest: evil\n");
        assertThatExceptionOfType(ActWaiting.class)
                .as("another content is another question")
                .isThrownBy(() -> world.undo(act));
        assertThat(world.file("Makefile")).isEqualTo("ALL:\n\techo\n\ntest: evil\n");
    }

    @Test
    void nothingOfASecretFileIsKeptAndTheReceiptSaysSo() throws Exception {
        world.byHand(".env", "TOKEN=very-secret\n");
        Receipt receipt = world.write(world.goal(), ".env", "TOKEN=other\n");
        assertThat(((Json.Str) receipt.evidence().find("notKept").orElseThrow()).value())
                .contains("the rules keep its content from goal:");
        assertThat(world.kept.used().files()).isZero();
        assertThat(world.undoUnasked(receipt.id()).files())
                .extracting(FileEnd::reason)
                .singleElement()
                .asString()
                .startsWith("its old content was not kept: the rules keep");
        world.byHand("a.txt", "plain text of a file\n");
        world.write(world.goal(), "a.txt", "other\n");
        assertThat(world.kept.used().files()).isEqualTo(2);
        try (Stream<Path> files = Files.walk(temporary.resolve("node"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("very-secret", "plain text of a file");
            }
        }
    }

    @Test
    void whatIsNotKeptAnyMoreOrWasDamagedIsSaid() throws Exception {
        world.byHand("a.txt", "old\n");
        ActId act = world.write(world.goal(), "a.txt", "new\n").id();
        List<Path> files;
        try (Stream<Path> list = Files.list(temporary.resolve("node/undo"))) {
            files = list.toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
        }
        assertThat(world.undo(act).files())
                .extracting(FileEnd::reason)
                .singleElement()
                .asString()
                .contains("was changed or damaged on the disk");
        for (Path file : files) {
            Files.delete(file);
        }
        assertThat(world.undo(act).files())
                .extracting(FileEnd::reason)
                .singleElement()
                .asString()
                .contains("is no longer kept; [undo] bytes_max");
        assertThat(world.file("a.txt")).isEqualTo("new\n");
    }

    @Test
    void whatIsTooLargeOrSwitchedOffIsWrittenAndNotKept() throws Exception {
        world.close();
        world = new UndoWorld(temporary, 1 << 20, false);
        world.byHand("a.txt", "old\n");
        Receipt large = world.write(world.goal(), "a.txt", "x".repeat(1 << 20));
        assertThat(large.evidence().string("notKept")).startsWith("it is too large: ");
        Receipt fits = world.write(world.goal(), "b.txt", "x".repeat(900_000));
        assertThat(fits.evidence().find("notKept")).isEmpty();
        world.close();
        world = new UndoWorld(temporary, 1 << 20, true);
        Receipt unkept = world.write(world.goal(), "a.txt", "small\n");
        assertThat(unkept.evidence().string("notKept")).contains("[undo] off");
        assertThat(world.file("a.txt")).isEqualTo("small\n");
    }

    @Test
    void whatCannotBeTakenBackIsRefusedWithTheReason() {
        ActId goal = world.goal();
        refused(world.send(), "is one of net.call and cannot be undone: what was sent is gone");
        refused(world.denied(goal, "a.txt"), "ended as denied: nothing happened that could be taken back");
        refused(goal, "wrote no file and applied no run");
        world.write(goal, "a.txt", "x\n");
        world.atWork.add(goal);
        refused(goal, "is active; let it end, or first: stemma goal cancel " + goal);
        refused(new ActId(9, 9), "there is no run, act or goal 9.9");
    }

    private void refused(ActId id, String why) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> world.undo(id))
                .withMessageContaining(why);
    }
}
