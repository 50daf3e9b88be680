package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home with a broken file, or on a disk that refuses: one sentence, the right exit code, nothing lost. */
final class BadHomeTest {
    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int ENTRY_OFFSET = 300;
    private static final int SPARE_KIB = 64;

    @TempDir
    Path folder;

    private NodeHome home;

    @BeforeEach
    void makeHome() throws IOException {
        home = NodeHome.in(folder);
    }

    @Test
    void brokenSettingsAreShownWithLineAndColumn() throws Exception {
        String good = NodeHome.text(home.home().resolve("node.toml"));
        begin();
        settings("[listen]\noperator_port = 4022x\n");
        refused(home.verb("log", "tail"), USAGE, "node.toml:2:");
        settings("[listen\n");
        refused(home.verb("log", "tail"), USAGE, "node.toml:1:8: ");
        settings("[listen]\n\n  operator_prot = 1\n");
        refused(home.verb("log", "tail"), USAGE, "node.toml:3:3: listen.operator_prot is not a setting");
        settings("[listen]\noperator_port = 65536\n");
        refused(home.verb("up"), USAGE, "node.toml:2:1: listen.operator_port is a whole number from 0 to 65535");
        settings(good);
        sound();
    }

    private void settings(String text) throws IOException {
        Files.writeString(home.home().resolve("node.toml"), text);
    }

    @Test
    void brokenRulesAreNamedAndTheOldOnesStay() throws Exception {
        begin();
        Path rules = home.home().resolve("policy.rules");
        String good = NodeHome.text(rules);
        Files.writeString(rules, good + "allow everything please\n");
        Said said = home.verb("run", "--", "true");
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(said.err())
                .contains("policy.rules is broken and not used; the rules adopted last stay in force")
                .containsPattern("policy.rules:" + (good.lines().count() + 1) + ":\\d+");
        Files.writeString(rules, good);
        sound();
    }

    @Test
    void brokenRulesOfANewHomeStopIt() throws Exception {
        Files.writeString(home.home().resolve("policy.rules"), "allow everything please\n");
        refused(home.verb("log", "tail"), USAGE, "policy.rules:1:");
        Files.delete(home.home().resolve("policy.rules"));
        sound();
    }

    @Test
    void aFlippedByteOfTheLedgerIsNamedAndNothingMoreHappens() throws Exception {
        begin();
        byte[] before = Files.readAllBytes(home.entries());
        flip(home.entries(), ENTRY_OFFSET);
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isEqualTo(1);
        assertThat(verified.out()).startsWith("NOT SOUND: entry 1");
        Said read = home.verb("log", "tail");
        assertThat(read.code()).as(read.all()).isZero();
        assertThat(read.out()).contains("boot 1");
        refused(
                home.verb("run", "--", "touch", "made"),
                UNAVAILABLE,
                "nothing can be done, because the ledger is damaged: entry 1");
        refused(home.verb("up"), UNAVAILABLE, "see stemma log verify");
        assertThat(Files.readAllBytes(home.entries())).hasSize(before.length);
        flip(home.entries(), ENTRY_OFFSET);
        assertThat(Files.readAllBytes(home.entries())).isEqualTo(before);
        sound();
    }

    @Test
    void aDamagedDatabaseIsRebuiltFromTheLog() throws Exception {
        Said run = begin();
        Path db = home.home().resolve("state.db");
        try (RandomAccessFile file = new RandomAccessFile(db.toFile(), "rw")) {
            file.write(new byte[4096]);
        }
        refused(home.verb("act", "list"), UNAVAILABLE, "stemma rebuild");
        Said rebuilt = home.verb("rebuild");
        assertThat(rebuilt.code()).as(rebuilt.all()).isZero();
        assertThat(rebuilt.out()).startsWith("rebuilt from ").contains("runs");
        assertThat(db.resolveSibling("state.db.damaged")).exists();
        Said listed = home.verb("act", "list");
        assertThat(listed.out()).contains("proc.run").contains("echo begun");
        assertThat(run.out()).isEqualTo("begun\n");
        sound();
    }

    @Test
    void aReadOnlyHomeIsSaid() throws Exception {
        begin();
        if (Needs.root()) {
            Needs.mount("a read-only home");
            NodeHome bound = home.under(
                    "unshare",
                    "-m",
                    "sh",
                    "-c",
                    "mount --bind -o ro \"$STEMMA_HOME\" \"$STEMMA_HOME\" && mount -o remount,bind,ro \"$STEMMA_HOME\""
                            + " && exec \"$@\"",
                    "sh");
            refused(bound.verb("log", "tail"), UNAVAILABLE, "cannot be written (");
            refused(bound.verb("run", "--", "touch", "made"), UNAVAILABLE, "STEMMA_HOME");
        } else {
            assertThat(home.home().toFile().setWritable(false)).isTrue();
            assertThat(home.home().resolve("tmp").toFile().setWritable(false)).isTrue();
            refused(home.verb("run", "--", "touch", "made"), UNAVAILABLE, "STEMMA_HOME");
            assertThat(home.home().toFile().setWritable(true)).isTrue();
            assertThat(home.home().resolve("tmp").toFile().setWritable(true)).isTrue();
        }
        assertThat(home.work().resolve("made")).doesNotExist();
        sound();
    }

    /** Fills the disk while the node runs: the act is refused or unknown, and what was there stays. */
    @Test
    void aFullDiskIsSaidAndLosesNothing() throws Exception {
        Needs.mount("a full disk");
        begin();
        String script = "mount -t tmpfs -o size=$(($(du -sk \"$STEMMA_HOME\" | cut -f1) + " + SPARE_KIB + "))k none"
                + " \"$STEMMA_HOME.full\""
                + " && cp -a \"$STEMMA_HOME/.\" \"$STEMMA_HOME.full\" && kept=$STEMMA_HOME && STEMMA_HOME=$kept.full"
                + " && export STEMMA_HOME && { head -c 100M /dev/zero >$STEMMA_HOME/filler 2>/dev/null; true; }"
                + " && rc=0 && { \"$@\" || rc=$?; } && rm $STEMMA_HOME/filler && rm -rf \"$kept/ledger\""
                + " && cp -a $STEMMA_HOME/ledger \"$kept\" && exit $rc";
        Files.createDirectories(home.root().resolve("home.full"));
        NodeHome full = home.under("unshare", "-m", "sh", "-c", script, "sh");
        Said said = full.verb("run", "--", "true");
        assertThat(said.code()).as(said.all()).isEqualTo(UNAVAILABLE);
        assertThat(said.sentences()).as(said.all()).hasSize(1);
        assertThat(said.err())
                .contains("No space left on device")
                .contains("free some space")
                .doesNotContain("\tat ");
        sound();
    }

    private Said begin() throws IOException, InterruptedException {
        Said said = home.verb("run", "--", "echo", "begun");
        assertThat(said.code()).as(said.all()).isZero();
        return said;
    }

    private void sound() throws IOException, InterruptedException {
        Said said = home.verb("log", "verify");
        assertThat(said.code()).as(said.all()).isZero();
    }

    private static void flip(Path file, int offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int old = bytes.read();
            bytes.seek(offset);
            bytes.write(old ^ 1);
        }
    }

    private static void refused(Said said, int code, String sentence) {
        assertThat(said.code()).as(said.all()).isEqualTo(code);
        assertThat(said.sentences()).as(said.all()).hasSize(1);
        assertThat(said.sentences().getFirst()).contains(sentence);
        assertThat(said.err()).doesNotContain("\tat ");
    }
}
