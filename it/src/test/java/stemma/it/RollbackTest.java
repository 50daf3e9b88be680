package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Whoever changes the past of a home, or brings an older one back, is seen. */
final class RollbackTest {
    private static final int UNAVAILABLE = 69;
    private static final int HEAD_BYTES = 18;
    private static final int CHECK_BYTES = 4;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    @TempDir
    Path folder;

    private NodeHome home;
    private TestReporter reporter;
    private int seen;

    @BeforeEach
    void begin(TestReporter tests) throws Exception {
        reporter = tests;
        home = NodeHome.in(folder);
        Said said = home.verb("run", "--", "echo", "begun");
        assertThat(said.code()).as(said.all()).isZero();
    }

    @Test
    void aChangedByteNamesItsEntry() throws Exception {
        byte[] log = Files.readAllBytes(home.entries());
        int[] starts = starts(log);
        for (int entry : chosen(starts.length)) {
            byte[] changed = log.clone();
            changed[starts[entry] + HEAD_BYTES + 2] ^= 1;
            Files.write(home.entries(), changed);
            named("entry " + entry);
        }
        shown();
    }

    @Test
    void anEntryWithAForgedCheckIsNamed() throws Exception {
        byte[] log = Files.readAllBytes(home.entries());
        int[] starts = starts(log);
        byte[] changed = log.clone();
        int last = length(log, starts[2]) - 1;
        changed[starts[2] + HEAD_BYTES + last / 2] ^= 1;
        reseal(changed, starts[2], 2);
        Files.write(home.entries(), changed);
        named("entry 2 was changed or moved");
        shown();
    }

    @Test
    void twoSwappedEntriesAreNamed() throws Exception {
        byte[] log = Files.readAllBytes(home.entries());
        int[] starts = starts(log);
        int one = starts[1];
        int two = starts[2];
        int end = starts[3];
        byte[] swapped = log.clone();
        System.arraycopy(log, two, swapped, one, end - two);
        System.arraycopy(log, one, swapped, one + end - two, two - one);
        Files.write(home.entries(), swapped);
        named("entry 1");
        reseal(swapped, one, 1);
        reseal(swapped, one + end - two, 2);
        Files.write(home.entries(), swapped);
        named("entry 1 was changed or moved");
        shown();
    }

    @Test
    void aCutLogIsNamed() throws Exception {
        byte[] log = Files.readAllBytes(home.entries());
        int[] starts = starts(log);
        Files.write(home.entries(), Arrays.copyOf(log, starts[starts.length - 1]));
        named("the entries end before entry " + (starts.length - 1));
        shown();
    }

    @Test
    void aChangedOrMissingObjectIsNamed() throws Exception {
        Path object = rules();
        byte[] whole = Files.readAllBytes(object);
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        Files.write(object, changed);
        named("(artifact, entry 2) was changed");
        Files.write(object, Arrays.copyOf(whole, whole.length / 2));
        named("(artifact, entry 2) was cut short");
        Files.delete(object);
        named("(artifact, entry 2) is missing");
        shown();
    }

    /** The object that holds the rules in force. */
    private Path rules() throws IOException {
        try (Stream<Path> objects = Files.walk(home.home().resolve("objects"))) {
            List<Path> found = new ArrayList<>();
            for (Path file : objects.filter(Files::isRegularFile).toList()) {
                if (NodeHome.text(file).contains("\"kind\":\"artifact\"")) {
                    found.add(file);
                }
            }
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    @Test
    void aCheckpointSignedByAnotherIsNamed() throws Exception {
        Path checkpoint = home.home().resolve("ledger/checkpoint");
        String note = NodeHome.text(checkpoint);
        int at = note.lastIndexOf(' ') + 1;
        byte[] signature = Base64.getDecoder().decode(note.substring(at).strip());
        signature[signature.length - 1] ^= 1;
        Files.writeString(
                checkpoint, note.substring(0, at) + Base64.getEncoder().encodeToString(signature) + "\n");
        named("sign");
        shown();
    }

    @Test
    void anOlderCopyOfTheHomeIsRefused() throws Exception {
        Path old = folder.resolve("old");
        home.copyHome(old);
        Said later = home.verb("run", "--", "echo", "later");
        assertThat(later.code()).as(later.all()).isZero();
        home.removeHome();
        Files.move(old, home.home());
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isEqualTo(UNAVAILABLE);
        assertThat(verified.sentences()).hasSize(1);
        assertThat(verified.err()).contains("is an older copy");
        byte[] before = Files.readAllBytes(home.entries());
        assertThat(home.verb("run", "--", "echo", "again").code()).isEqualTo(UNAVAILABLE);
        assertThat(home.verb("up").code()).isEqualTo(UNAVAILABLE);
        assertThat(Files.readAllBytes(home.entries())).isEqualTo(before);
        seen++;
        shown();
    }

    /** The older copy was written on elsewhere until it was longer: only the remembered root tells. */
    @Test
    void anotherPastIsNamedByWhatWasRemembered() throws Exception {
        Path old = folder.resolve("old");
        home.copyHome(old);
        Said later = home.verb("run", "--", "echo", "later");
        assertThat(later.code()).as(later.all()).isZero();
        home.removeHome();
        Files.move(old, home.home());
        NodeHome elsewhere =
                home.with("XDG_STATE_HOME", folder.resolve("elsewhere").toString());
        for (int i = 0; i < 3; i++) {
            assertThat(elsewhere.verb("run", "--", "echo", "other").code()).isZero();
        }
        named("are not those that were seen earlier");
        shown();
    }

    /** The node itself remembers elsewhere, as another user's would: the client's own memory tells. */
    @Test
    void aVerbIsNotToldToANodeOverAnOlderCopy() throws Exception {
        NodeHome elsewhere =
                home.with("XDG_STATE_HOME", folder.resolve("elsewhere").toString());
        Path old = folder.resolve("old");
        try (NodeProcess node = elsewhere.up()) {
            assertThat(node.alive()).isTrue();
            remembers();
        }
        home.copyHome(old);
        try (NodeProcess node = elsewhere.up()) {
            for (int i = 0; i < 20; i++) {
                assertThat(node.post("/api/halt", "{\"reason\":\"" + i + "\"}").statusCode())
                        .isEqualTo(200);
            }
            assertThat(home.verb("log", "checkpoint").code()).isZero();
            remembers();
        }
        home.removeHome();
        Files.move(old, home.home());
        NodeHome restored =
                home.with("XDG_STATE_HOME", folder.resolve("restored").toString());
        try (NodeProcess node = restored.up()) {
            refused("is an older copy");
            for (int i = 0; i < 40; i++) {
                assertThat(node.post("/api/halt", "{\"reason\":\"other " + i + "\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(restored.verb("log", "checkpoint").code()).isZero();
            refused("are not those that were seen before");
            assertThat(restored.verb("status").code()).isZero();
        }
        shown();
    }

    private void remembers() throws Exception {
        for (int i = 0; i < 2; i++) {
            Said said = home.verb("status");
            assertThat(said.code()).as(said.all()).isZero();
        }
    }

    private void refused(String why) throws Exception {
        Said said = home.verb("release", "by", "mistake");
        assertThat(said.code()).as(said.all()).isEqualTo(UNAVAILABLE);
        assertThat(said.sentences()).as(said.all()).hasSize(1);
        assertThat(said.err()).contains("went back in time").contains(why);
        assertThat(said.out()).isEmpty();
        seen++;
    }

    private void named(String what) throws IOException, InterruptedException {
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isEqualTo(1);
        assertThat(verified.out()).startsWith("NOT SOUND").contains(what);
        seen++;
    }

    private void shown() {
        Shown.all(reporter, "home-changes-named", seen, "changes");
    }

    private static int[] chosen(int entries) {
        return Needs.deep()
                ? new Random(11).ints(1, entries).distinct().limit(entries - 1L).toArray()
                : new int[] {entries / 2};
    }

    /** Where each entry's frame begins: two bytes of length, sixteen of salt, the entry, four of check. */
    private static int[] starts(byte[] log) {
        int[] starts = new int[log.length];
        int count = 0;
        for (int at = 0; at < log.length; at += HEAD_BYTES + length(log, at) + CHECK_BYTES) {
            starts[count] = at;
            count++;
        }
        return Arrays.copyOf(starts, count);
    }

    private static int length(byte[] log, int at) {
        return (log[at] & 0xff) << 8 | (log[at + 1] & 0xff);
    }

    /** As somebody who knows the format would: the check is made to fit again. */
    private static void reseal(byte[] log, int at, long index) {
        int length = length(log, at);
        CRC32C crc = new CRC32C();
        crc.update(log, at, HEAD_BYTES + length);
        int check = (int) crc.getValue() ^ (int) (((index + 1) * GOLDEN) >>> 32);
        ByteBuffer.wrap(log).putInt(at + HEAD_BYTES + length, check);
    }
}
