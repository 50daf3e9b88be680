package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is told that something was done before the kernel said that its entry is on the disk. */
final class SyncBeforeAckTest {
    private static final String CALLS = "process,write,writev,pwrite64,sendto,sendmsg,fdatasync,fsync";

    @TempDir
    Path folder;

    @Test
    void theEntryIsSyncedBeforeTheAnswerLeaves(TestReporter reporter) throws Exception {
        Needs.strace();
        Path seen = folder.resolve("trace");
        NodeHome home = NodeHome.in(folder.resolve("node"));
        String reason = "why-it-was-halted";
        try (NodeProcess node = home.under(Trace.words(seen, CALLS)).up()) {
            HttpResponse<String> answer = node.post("/api/halt", "{\"reason\":\"" + reason + "\"}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        List<Trace.Call> calls = Trace.read(seen).calls();
        String ledger = home.entries().toString();
        int written = first(calls, 0, ledger, reason);
        int synced = IntStream.range(written, calls.size())
                .filter(i -> calls.get(i).name().equals("fdatasync"))
                .filter(i -> calls.get(i).arguments().contains(ledger)
                        && calls.get(i).result().startsWith("0"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the entry was never synced"));
        int answered = first(calls, 0, "socket:", reason);
        assertThat(synced).as("the sync ends before the answer is written").isLessThan(answered);
        assertThat(written).isLessThan(synced);
        Shown.all(reporter, "told-after-sync", 1, "acknowledgements");
    }

    @Test
    void aRunsReceiptIsSyncedBeforeItsEndIsTold(TestReporter reporter) throws Exception {
        Needs.strace();
        Path seen = folder.resolve("trace");
        NodeHome home = NodeHome.in(folder.resolve("node"));
        Said said = home.under(Trace.words(seen, CALLS)).verb("run", "--", "echo", "from-the-box");
        assertThat(said.code()).as(said.all()).isZero();
        List<Trace.Call> calls = Trace.read(seen).calls();
        String ledger = home.entries().toString();
        int told = first(calls, 0, "<", "stemma: run 1.");
        int receipt = first(calls, 0, ledger, "\\\"exit\\\":0");
        int last = IntStream.range(0, told)
                .filter(i -> calls.get(i).arguments().contains(ledger)
                        && calls.get(i).name().startsWith("pwrite"))
                .max()
                .orElse(-1);
        assertThat(receipt).isBetween(0, told);
        assertThat(IntStream.range(receipt, told).anyMatch(i -> synced(calls.get(i), ledger)))
                .as(
                        "entry written at call %d, told at call %d, last write of the ledger before at %d",
                        receipt, told, last)
                .isTrue();
        Shown.all(reporter, "told-after-sync", 1, "acknowledgements");
    }

    /** A file is lost with its name: each folder and each file put in place is synced in the folder above it. */
    @Test
    void everyNewNameIsSynced(TestReporter reporter) throws Exception {
        Needs.strace();
        Path seen = folder.resolve("trace");
        NodeHome home = NodeHome.in(folder.resolve("node"));
        Path deep = home.home().resolve("deep/er/home");
        Said said = home.with("STEMMA_HOME", deep.toString())
                .under(Trace.words(seen, "process,mkdir,mkdirat,rename,renameat,renameat2,fsync,fdatasync"))
                .verb("log", "tail");
        assertThat(said.code()).as(said.all()).isZero();
        List<Trace.Call> calls = Trace.read(seen).calls();
        int names = 0;
        for (int i = 0; i < calls.size(); i++) {
            Trace.Call call = calls.get(i);
            boolean makes = call.name().startsWith("mkdir") || call.name().startsWith("rename");
            Path made = makes && !call.failed() ? Path.of(call.quoted().getLast()) : Path.of("/");
            boolean kept = !made.startsWith(deep.resolve("boxes")); // what lies there is made again
            if (kept && made.startsWith(home.home().resolve("deep"))) {
                names++;
                String above = "<" + made.getParent() + ">";
                assertThat(calls.subList(i, calls.size()))
                        .as(call.toString())
                        .anyMatch(later -> later.name().equals("fsync")
                                && later.arguments().contains(above)
                                && !later.failed());
            }
        }
        assertThat(names).isGreaterThan(10);
        Shown.all(reporter, "names-synced", names, "new names");
    }

    private static boolean synced(Trace.Call call, String file) {
        return call.name().equals("fdatasync")
                && call.arguments().contains(file)
                && call.result().startsWith("0");
    }

    private static int first(List<Trace.Call> calls, int from, String file, String text) {
        return IntStream.range(from, calls.size())
                .filter(i -> calls.get(i).name().startsWith("write")
                        || calls.get(i).name().startsWith("pwrite")
                        || calls.get(i).name().startsWith("send"))
                .filter(i -> calls.get(i).arguments().contains(file)
                        && calls.get(i).arguments().contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing with " + text + " was written to " + file));
    }
}
