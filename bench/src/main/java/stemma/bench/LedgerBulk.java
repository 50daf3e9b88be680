package stemma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.identity.Identity;
import stemma.identity.Signer;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerVerify;
import stemma.ledger.VerifyReport;
import stemma.store.Home;
import stemma.store.LocalDisk;

/**
 * A large ledger: how fast it takes entries, is verified from its raw files, and opens. The peers are
 * a plain file that gets the same bytes in the same groups of syncs, and one pass of SHA-256 over it.
 */
final class LedgerBulk implements Measurement {
    private static final int ENTRIES = 1_000_000;
    private static final int ENTRIES_QUICK = 50_000;
    private static final int ENTRY_BYTES = 400;

    private static final int BATCH_ENTRIES = 100;
    private static final double VERIFY_BAR_SECONDS = 10;
    private static final double PROOF_BAR_MILLIS = 5;
    private static final double BATCH_BAR_SHARE = 0.5;
    private static final long SEED = 7;

    /** As many bytes as the ledger's own committer syncs at a time when it is kept busy. */
    private static final int GROUP_BYTES = 1 << 20;

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String what() {
        return "a ledger of many entries of " + ENTRY_BYTES + " bytes: append, verify, open";
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException {
        int entries = lab.rounds(ENTRIES, ENTRIES_QUICK);
        Path folder = lab.fresh("log");
        Home home = new Home(folder);
        home.prepare();
        LocalDisk disk = new LocalDisk();
        Signer signer = Identity.open(disk, home, Entropy.system()).signer();
        Path plain = folder.resolve("plain");
        try {
            double plainSeconds = plain(plain, entries);
            double appendSeconds;
            try (LedgerFile ledger = LedgerFile.open(disk, home.ledger(), signer, Clock.system())) {
                appendSeconds = append(ledger, entries);
            }
            List<Figure> batches = batches(lab, home, disk, signer, folder.resolve("batches"));
            double hashSeconds = hash(plain);
            long start = System.nanoTime();
            VerifyReport report = LedgerVerify.verify(disk, home.ledger(), signer.verifier(), Optional.empty());
            double verifySeconds = seconds(start);
            if (!report.sound() || report.size() < entries) {
                throw new NotMeasured("the ledger just written does not verify: " + report.findings());
            }
            start = System.nanoTime();
            LedgerFile.open(disk, home.ledger(), signer, Clock.system()).close();
            double openMillis = seconds(start) * 1_000;
            List<Figure> figures = new ArrayList<>(batches);
            figures.addAll(proofs(lab, home, disk, signer));
            figures.addAll(List.of(
                    Figure.of("verify " + report.size() + " entries", verifySeconds, "s")
                            .bar(Bar.below(VERIFY_BAR_SECONDS)),
                    Figure.of("append until durable", entries / appendSeconds, "entries/s")
                            .beside("plain file, same groups", entries / plainSeconds),
                    Figure.of("verify everything", entries / verifySeconds, "entries/s")
                            .beside("one SHA-256 over a plain file", entries / hashSeconds),
                    Figure.of("open and close " + entries + " entries", openMillis, "ms")));
            return figures;
        } finally {
            Lab.remove(folder);
        }
    }

    /** Batches that are durable before the next begins, in turns with a file that gets the same bytes and syncs. */
    private static List<Figure> batches(Lab lab, Home home, LocalDisk disk, Signer signer, Path plain)
            throws IOException {
        int rounds = lab.rounds(400, 50);
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        ByteBuffer group = ByteBuffer.allocate(BATCH_ENTRIES * ENTRY_BYTES);
        try (LedgerFile ledger = LedgerFile.open(disk, home.ledger(), signer, Clock.system());
                FileChannel file = FileChannel.open(plain, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int round = -rounds / 4; round < rounds; round++) {
                int at = Math.max(0, round);
                ours[at] = append(ledger, BATCH_ENTRIES) * 1_000;
                long start = System.nanoTime();
                for (int i = 0; i < BATCH_ENTRIES; i++) {
                    group.put(entry(i));
                }
                drain(group, file);
                theirs[at] = seconds(start) * 1_000;
            }
        }
        Files.delete(plain);
        double own = new Samples(ours).median();
        double bare = new Samples(theirs).median();
        return List.of(
                Figure.of("durable batch of " + BATCH_ENTRIES + " entries, median", own, "ms")
                        .beside("plain file, the same bytes and one sync", bare),
                Figure.of("the same, as a pace", bare / own, "of the plain file")
                        .bar(Bar.atLeast(BATCH_BAR_SHARE)));
    }

    /** Proofs of entries that lie anywhere. */
    private static List<Figure> proofs(Lab lab, Home home, LocalDisk disk, Signer signer) {
        double[] millis = new double[lab.rounds(500, 100)];
        Random random = new Random(SEED);
        try (LedgerFile ledger = LedgerFile.open(disk, home.ledger(), signer, Clock.system())) {
            for (int round = -millis.length / 4; round < millis.length; round++) {
                long start = System.nanoTime();
                ledger.prove(random.nextLong(ledger.size()));
                millis[Math.max(0, round)] = seconds(start) * 1_000;
            }
        }
        Samples samples = new Samples(millis);
        return List.of(
                Figure.of("proof of one entry, p50", samples.at(0.5), "ms").bar(Bar.below(PROOF_BAR_MILLIS)),
                Figure.of("proof of one entry, p99", samples.at(0.99), "ms").bar(Bar.below(PROOF_BAR_MILLIS)));
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static byte[] entry(int number) {
        byte[] entry = new byte[ENTRY_BYTES];
        ByteBuffer.wrap(entry).putInt(number);
        return entry;
    }

    private static double append(LedgerFile ledger, int entries) {
        long start = System.nanoTime();
        long last = 0;
        for (int i = 0; i < entries; i++) {
            last = ledger.append(entry(i));
        }
        ledger.awaitDurable(last);
        return seconds(start);
    }

    private static double plain(Path path, int entries) throws IOException {
        long start = System.nanoTime();
        ByteBuffer group = ByteBuffer.allocate(GROUP_BYTES);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < entries; i++) {
                if (group.remaining() < ENTRY_BYTES) {
                    drain(group, file);
                }
                group.put(entry(i));
            }
            drain(group, file);
        }
        return seconds(start);
    }

    private static void drain(ByteBuffer group, FileChannel file) throws IOException {
        group.flip();
        while (group.hasRemaining()) {
            file.write(group);
        }
        file.force(false);
        group.clear();
    }

    private static double hash(Path path) throws IOException {
        long start = System.nanoTime();
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[GROUP_BYTES];
            int count = in.read(chunk);
            while (count >= 0) {
                digest.update(chunk, 0, count);
                count = in.read(chunk);
            }
            if (digest.digest().length == 0) {
                throw new NotMeasured("no digest");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return seconds(start);
    }
}
