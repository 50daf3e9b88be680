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
import java.util.List;
import java.util.Optional;
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
    private static final int ENTRIES = 200_000;
    private static final int ENTRIES_QUICK = 50_000;
    private static final int ENTRY_BYTES = 400;

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
            double hashSeconds = hash(plain);
            long start = System.nanoTime();
            VerifyReport report = LedgerVerify.verify(disk, home.ledger(), signer.verifier(), Optional.empty());
            double verifySeconds = seconds(start);
            if (!report.sound() || report.size() != entries) {
                throw new NotMeasured("the ledger just written does not verify: " + report.findings());
            }
            start = System.nanoTime();
            LedgerFile.open(disk, home.ledger(), signer, Clock.system()).close();
            double openMillis = seconds(start) * 1_000;
            return List.of(
                    Figure.of("append until durable", entries / appendSeconds, "entries/s")
                            .beside("plain file, same groups", entries / plainSeconds),
                    Figure.of("verify everything", entries / verifySeconds, "entries/s")
                            .beside("one SHA-256 over a plain file", entries / hashSeconds),
                    Figure.of("open and close " + entries + " entries", openMillis, "ms"));
        } finally {
            Lab.remove(folder);
        }
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
