package stemma.policy.simulation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.Gate;
import stemma.core.LogFailed;
import stemma.core.Recovered;
import stemma.identity.Signer;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerVerify;
import stemma.ledger.Projection;
import stemma.ledger.SignedCheckpoint;
import stemma.ledger.VerifyReport;
import stemma.ledger.table.ActTable;
import stemma.ledger.table.OpenTable;
import stemma.ledger.table.Projector;
import stemma.policy.ApprovalProjection;
import stemma.policy.PurseBook;
import stemma.policy.PurseProjection;
import stemma.store.Disk;
import stemma.store.FaultyDisk;
import stemma.store.StateDb;
import stemma.store.StoreFailed;

/**
 * One seed: a home that is opened a few times, each time worked in until its machine crashes, its disk
 * fails or everybody is done; then once more in peace, to see what is left.
 */
final class Run {
    /**
     * What came of it.
     *
     * @param violation the first promise that was broken; empty when none was
     * @param transcript what happened, a line each
     */
    record Outcome(String violation, String transcript, Tally tally) {
        Digest digest() {
            return Digest.ofUtf8(transcript);
        }
    }

    /** How often what happened, to show that something did. */
    record Tally(int crashes, int failures, int effects, int approved, int unknown) {
        static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(
                    crashes + other.crashes,
                    failures + other.failures,
                    effects + other.effects,
                    approved + other.approved,
                    unknown + other.unknown);
        }
    }

    private static final Path FOLDER = Path.of("/simulated/ledger");
    private static final Signer SIGNER =
            Signer.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    private static final int OPENINGS_MAX = 4;
    /** Where a tile of 256 leaves and a note of the history of checkpoints are soon due. */
    private static final int FILLED_ENTRIES = 240;

    private static final long NODE_TOKENS = 60;
    private static final long GOAL_TOKENS = 35;
    private static final long AGENT_TOKENS = 25;
    private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;

    private final SplittableRandom random;
    private final Planted planted;
    private final StateDb db;
    private final SimClock clock = new SimClock();
    private final Transcript transcript = new Transcript();
    private final Map<String, Cost> limits;
    private final Oracle oracle;
    private final int segmentBytes;
    private FaultyDisk disk = new FaultyDisk();
    private FaultyDisk after = disk;
    private Optional<LedgerFile> ledgerOpen = Optional.empty();
    private Optional<Gate> gateOpen = Optional.empty();
    private int crashes;
    private int failures;

    private Run(long seed, Planted planted, StateDb db) {
        this.random = new SplittableRandom(seed);
        this.planted = planted;
        this.db = db;
        String whole = random.nextInt(4) == 0 ? PurseBook.DAY : PurseBook.ROOT;
        Map<String, Long> tokens = Map.of(whole, NODE_TOKENS, "goal", GOAL_TOKENS, "sub-agent", AGENT_TOKENS);
        this.limits = new HashMap<>();
        tokens.forEach((purse, most) -> limits.put(purse, new Cost(most, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX)));
        this.oracle = new Oracle(new Consumption(tokens));
        this.segmentBytes = 1_000 << random.nextInt(5);
    }

    /** Runs a seed; the tables are made in the database, which one run uses at a time. */
    static Outcome of(long seed, Planted planted, StateDb db) {
        return new Run(seed, planted, db).run();
    }

    private Outcome run() {
        db.write(sql -> sql.run("drop table if exists projection"));
        int openings = 1 + random.nextInt(OPENINGS_MAX - 1);
        String violation = "";
        for (int i = 0; i <= openings && violation.isEmpty(); i++) {
            violation = opening(i == openings);
            if (random.nextInt(6) == 0) {
                setClock(random.nextLong(2 * DAY_MILLIS) - DAY_MILLIS);
            }
        }
        Tally tally = oracle.tally(crashes, failures);
        return new Outcome(violation, transcript.toString(), tally);
    }

    private void setClock(long stepMillis) {
        clock.set(stepMillis);
        if (stepMillis < 0) {
            oracle.clockSetBack();
        }
    }

    /** One opening of the home; says what was violated. */
    private String opening(boolean last) {
        transcript.line("open");
        boolean doomed = !last && random.nextInt(4) > 0;
        int crashAt = doomed ? 1 + random.nextInt(random.nextBoolean() ? 60 : 500) : 0;
        long failAt = !last && random.nextInt(6) == 0 ? 1 + random.nextInt(60) : 0;
        boolean fills = !last && random.nextInt(8) == 0;
        disk.fullAfter(fills ? random.nextInt(12_000) : Long.MAX_VALUE);
        Baton baton = new Baton(random, clock, transcript, crashAt, this::crash);
        SimDisk seen = new SimDisk(disk, baton, transcript, random, failAt, this::shows);
        ledgerOpen = Optional.empty();
        gateOpen = Optional.empty();
        try {
            work(baton, seen, last);
            left();
        } catch (Crashed e) {
            transcript.line("off");
        } catch (StoreFailed | LogFailed e) {
            failed(baton, e, last);
        } catch (RuntimeException e) { // no node may end so
            baton.broken("node", e);
        } finally {
            baton.gone();
        }
        disk = after;
        return baton.stuck();
    }

    private void crash() {
        crashes++;
        remember();
        left();
    }

    /** The power goes, or only the process: then what it wrote is neither lost nor safe. */
    private void left() {
        after = random.nextInt(3) == 0 ? disk : disk.survivor(random);
    }

    private void remember() {
        ledgerOpen
                .flatMap(LedgerFile::lastCheckpoint)
                .map(SignedCheckpoint::checkpoint)
                .ifPresent(oracle::seen);
    }

    private void shows(Path file, byte[] content) {
        if (file.equals(FOLDER.resolve("checkpoint"))) {
            FaultyDisk worst = disk.survivor(() -> 0L);
            worst.replace(file, content);
            oracle.shows(verified(worst));
        }
    }

    private VerifyReport verified(Disk of) {
        return LedgerVerify.verify(of, FOLDER, SIGNER.verifier(), oracle.remembered());
    }

    /** The disk failed while the home was opened; whoever started the node closes it and sees to the disk. */
    private void failed(Baton baton, RuntimeException e, boolean last) {
        transcript.line("failed: " + e.getMessage());
        failures++;
        try {
            oracle.require(!last, "a sound disk failed: " + e);
            gateOpen.ifPresent(Gate::close);
            ledgerOpen.ifPresent(LedgerFile::close);
            remember();
            baton.joinAll("");
            left();
        } catch (Crashed off) {
            transcript.line("off");
        }
    }

    private void work(Baton baton, SimDisk seen, boolean last) {
        Clock shown = planted.clock(clock);
        oracle.begin(baton);
        VerifyReport found = verified(disk);
        oracle.require(found.sound(), "what is left does not verify: " + found.findings());
        LedgerFile ledger =
                LedgerFile.open(planted.disk(seen), FOLDER, SIGNER, stepping(baton), this::bytes, baton, segmentBytes);
        ledgerOpen = Optional.of(ledger);
        oracle.reopened(ledger);
        if (random.nextInt(4) == 0) {
            VerifyReport report = verified(disk);
            oracle.require(report.sound(), "the log does not verify: " + report.findings());
        }
        List<Projection> tables = planted.projections(projections());
        Projector projector = Projector.open(db, ledger, tables);
        if (random.nextInt(8) == 0) { // the costliest look of all
            projector.rebuild().forEach(table -> oracle.require(!table.changed(), "a rebuild changes " + table));
        }
        PurseBook book = new PurseBook(limits, shown);
        if (planted.loadsPurses()) {
            db.read(sql -> {
                PurseProjection.load(sql, book);
                return 0;
            });
        }
        Recovered recovered = OpenTable.recovered(db);
        oracle.recovered(recovered, book, new PurseBook(limits, shown));

        Ports ports = new Ports(baton, transcript, oracle);
        Scripts scripts = new Scripts(random, baton, clock, transcript, oracle, seen, planted.actsTwice());
        Gate gate = Gate.open(
                new Gate.Ports(
                        planted.policy(ports.policy(clock)),
                        planted.purses(ports.purses(book)),
                        planted.log(ports.log(ledger)),
                        shown),
                baton,
                scripts.performers(),
                planted.recovered(recovered, oracle.history().entries()),
                "simulated");
        gateOpen = Optional.of(gate);
        oracle.opened(recovered.intents(), gate.halted());
        oracle.shown(gate.approvals().stream().map(a -> a.id()).toList());
        if (planted.redoesWhatWasOpen()) {
            scripts.redo(gate, recovered.intents());
        }
        if (!last) {
            everybody(baton, scripts, gate, new Auditor(random, baton, oracle, ledger, SIGNER.verifier(), db, tables));
        }
        gate.close();
        ledger.close();
        remember();
        baton.joinAll("");
        if (!seen.failed()) {
            closed();
            oracle.ended(book, new PurseBook(limits, shown));
        }
    }

    /** Salts, too, come from the seed: what a crash leaves of an entry must be the same each time. */
    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The committer looks at the time between its last look for work and its rest; there, work may come. */
    private Clock stepping(Baton baton) {
        return new Clock() {
            @Override
            public long millis() {
                return clock.millis();
            }

            @Override
            public long nanos() {
                baton.step();
                return clock.nanos();
            }
        };
    }

    /** What recovery reads, and one of the tables that people read. */
    private List<Projection> projections() {
        return List.of(
                new OpenTable(),
                new PurseProjection(),
                segmentBytes < 4_000 ? new ActTable() : new ApprovalProjection());
    }

    private void everybody(Baton baton, Scripts scripts, Gate gate, Auditor auditor) {
        if (random.nextInt(100) == 0) {
            scripts.fill(gate, FILLED_ENTRIES);
        }
        int callers = 1 + random.nextInt(4);
        for (int i = 0; i < callers; i++) {
            int number = gate.boot() * 10 + i;
            int steps = 1 + random.nextInt(5);
            baton.start(baton.thread("caller " + i, () -> scripts.caller(gate, number, steps)));
        }
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            int number = i;
            int steps = 2 + random.nextInt(6);
            baton.start(baton.thread("operator " + i, () -> scripts.operator(gate, number, steps)));
        }
        if (random.nextInt(3) == 0) {
            int steps = 1 + random.nextInt(4);
            baton.start(baton.thread("auditor", () -> auditor.audits(steps)));
        }
        if (random.nextInt(4) == 0) { // somebody stops the node while it works
            for (int left = random.nextInt(200); left > 0; left--) {
                baton.step();
            }
        } else {
            baton.joinAll("caller");
            baton.joinAll("operator");
            baton.joinAll("auditor");
        }
    }

    private void closed() {
        oracle.closed();
        VerifyReport report = verified(disk);
        oracle.require(report.findings().isEmpty(), "after a clean end: " + report.findings());
        List<Entry> entries = oracle.history().entries();
        oracle.require(report.size() == entries.size(), "the log ends with " + report.size() + " entries");
    }
}
