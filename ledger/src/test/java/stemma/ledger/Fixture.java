package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.TestReporter;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.identity.Signer;
import stemma.store.Disk;

/** A key, a folder and entries for tests. The key is the published example of Go's note package. */
final class Fixture {
    static final Path FOLDER = Path.of("/home-of-test/ledger");
    static final Signer SIGNER =
            Signer.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    static final Signer STRANGER =
            Signer.parse("PRIVATE+KEY+PeterNeumann+ecce0dc4+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB");
    static final boolean DEEP = Boolean.getBoolean("stemma.deep");

    private Fixture() {}

    static LedgerFile open(Disk disk) {
        return LedgerFile.open(disk, FOLDER, SIGNER, Clock.system(), salts());
    }

    static LedgerFile open(Disk disk, long segmentBytesMax) {
        return LedgerFile.open(disk, FOLDER, SIGNER, Clock.system(), salts(), segmentBytesMax);
    }

    /** The same sequence for each opening, so that a rewritten ledger can have the salts of the true one. */
    static Entropy salts() {
        Random random = new Random(4);
        return count -> random(random, count);
    }

    static byte[] entry(long index) {
        return ("{\"n\":" + index + ",\"pad\":\"" + "x".repeat((int) (index * 37 % 300)) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves what a test tried, all of it as it must be, for {@code ./stemma bench proofs} to print. */
    static void shown(TestReporter reporter, String name, long tried, String unit) {
        String line = "figure: " + name + ": " + tried + " of " + tried + " " + unit + "\n";
        reporter.publishFile(name + ".figure", MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, line));
    }

    static byte[] random(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static void fill(LedgerFile ledger, long from, long to) {
        for (long i = from; i < to; i++) {
            ledger.append(entry(i));
        }
        ledger.awaitDurable(to - 1);
    }
}
