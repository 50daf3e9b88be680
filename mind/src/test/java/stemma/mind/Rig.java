package stemma.mind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Entropy;
import stemma.core.EntryCodec;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Labels;
import stemma.core.Log;
import stemma.core.LogFailed;
import stemma.core.Performers;
import stemma.core.Policy;
import stemma.core.Purses;
import stemma.core.Recovered;
import stemma.core.Screen;
import stemma.core.Verdict;
import stemma.ledger.dag.Dag;
import stemma.ledger.dag.DagState;
import stemma.mind.survey.Census;
import stemma.mind.survey.CensusTaker;
import stemma.store.LocalDisk;
import stemma.store.Objects;
import stemma.store.SaltedObjects;
import stemma.store.StateDb;
import stemma.store.StateFile;
import stemma.tools.CommandBox;
import stemma.tools.ToolPerformers;

/** A node without a network: a real gate, a log in memory that survives a kill, and real tables. */
public final class Rig implements AutoCloseable {
    /** What these tests take for a secret. */
    public static final String PLANTED = "planted-secret-4711";

    private static final long AWAIT_MILLIS_MAX = 120_000;
    private static final Screen SCREEN = text -> {
        int at = text.indexOf(PLANTED);
        return at < 0 ? List.of() : List.of(new Screen.Hit(at, at + PLANTED.length(), "vault:planted"));
    };

    private final List<byte[]> log = new ArrayList<>();
    private final StateDb db;
    private final Objects objects;
    private final SaltedObjects files;
    private final GoalProjection projection = new GoalProjection();
    private final Planner planner;
    private final CommandBox box;
    private final Policy policy;
    public Labels labels = Labels.NONE;

    private int projected;
    private MemoryLog writer;
    public Events events = new Events();
    public Gate gate;
    public Goals goals;
    public Dag dag;

    public Rig(Path home, Planner planner, CommandBox box, Policy policy) {
        this.planner = planner;
        this.box = box;
        this.policy = policy;
        this.objects = new Objects(new LocalDisk(), home.resolve("objects"));
        this.files = new SaltedObjects(new LocalDisk(), home.resolve("objects"));
        this.db = StateFile.open(home.resolve("state.db"), home, List.of());
        db.write(sql -> {
            projection.create(sql);
            return 0;
        });
        this.writer = new MemoryLog();
        this.dag = dag();
        this.gate = open();
        this.goals = Goals.open(ports());
    }

    public Rig(Path home, Planner planner, CommandBox box) {
        this(home, planner, box, act -> new Verdict.Allow("test"));
    }

    private Dag dag() {
        DagState state = new DagState();
        entries().forEach(bytes -> state.read(EntryCodec.parse(bytes)));
        return new Dag(files, writer, Entropy.system(), Clock.system(), state);
    }

    private Gate open() {
        Recovered.Reader reader = new Recovered.Reader();
        entries().forEach(bytes -> reader.read(EntryCodec.parse(bytes)));
        Performers.Builder performers = new ToolPerformers(
                        (act, contents) -> Optional.empty(), box, SCREEN, Labels.NONE, policy)
                .register(Performers.builder());
        performers.add(Goals.GOAL_START, Goals.starter(new GoalObjects(dag, objects, SCREEN)));
        performers.add(Census.FS_CENSUS, new CensusTaker(Labels.NONE));
        LedgerCheck check = () -> new LedgerCheck.Outcome(true, log.size(), "00ff", "all entries hash");
        performers.add(LedgerCheck.LEDGER_VERIFY, check.performer());
        return Gate.open(
                new Gate.Ports(policy, new FreePurses(), writer, Clock.system()),
                performers.build(),
                reader.recovered(),
                "test");
    }

    private Goals.Ports ports() {
        return new Goals.Ports(
                gate,
                box,
                events,
                Clock.system(),
                new GoalObjects(dag, objects, SCREEN),
                planner,
                new Table(),
                new NoLeave(),
                SCREEN,
                labels);
    }

    /** The node dies as by kill -9: nothing it still wanted to write reaches the log. */
    public void kill() {
        writer.dead = true;
    }

    /** The node is started again over the same home. */
    public void boot() {
        writer = new MemoryLog();
        dag = dag();
        gate = open();
        events = new Events();
        goals = Goals.open(ports());
    }

    public Goal await(ActId id, Function<Goal, Boolean> until) throws InterruptedException {
        long end = System.nanoTime() + AWAIT_MILLIS_MAX * 1_000_000;
        Goal goal = goals.find(id).orElseThrow();
        while (!until.apply(goal)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the goal stays as " + goal);
            }
            Thread.sleep(5);
            goal = goals.find(id).orElseThrow();
        }
        return goal;
    }

    public Goal awaitEnd(ActId id) throws InterruptedException {
        return await(id, goal -> goal.state().ended());
    }

    public Goal run(String text, Path dir) throws InterruptedException {
        return awaitEnd(
                goals.start(GoalRequest.of(text, dir), Actor.operator("test")).id());
    }

    public String report(Goal goal) {
        return goals.answers().report(goal).orElse("");
    }

    public List<byte[]> entries() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** The goal as the table, rebuilt from nothing but the log, has it. */
    public Goal rebuilt(ActId id) {
        db.write(sql -> {
            projection.drop(sql);
            projection.create(sql);
            projected = 0;
            return 0;
        });
        return new GoalObjects(dag, objects, SCREEN).filled(new Table().find(id).orElseThrow());
    }

    @Override
    public void close() {
        goals.close();
        gate.close();
        db.close();
    }

    private final class MemoryLog implements Log {
        private volatile boolean dead;

        @Override
        public long append(byte[] entry) {
            synchronized (log) {
                if (dead) {
                    throw new LogFailed("the node is dead", new IllegalStateException("killed"));
                }
                log.add(entry);
                return log.size() - 1L;
            }
        }

        @Override
        public void awaitDurable(long index) {}
    }

    private final class Table implements GoalTable {
        private synchronized void catchUp() {
            List<byte[]> all = entries();
            db.write(sql -> {
                while (projected < all.size()) {
                    projection.apply(sql, projected, EntryCodec.parse(all.get(projected)));
                    projected++;
                }
                return 0;
            });
        }

        @Override
        public Optional<Goal> find(ActId id) {
            catchUp();
            return db.read(sql -> GoalProjection.find(sql, id));
        }

        @Override
        public List<Goal> newest(int limit) {
            catchUp();
            return db.read(sql -> GoalProjection.newest(sql, limit));
        }

        @Override
        public List<Goal> open() {
            catchUp();
            return db.read(GoalProjection::open);
        }
    }

    private static final class NoLeave implements Goals.Leave {
        @Override
        public void grant(Actor goal, Path folder) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException(folder + " is no folder");
            }
        }

        @Override
        public void withdraw(Actor goal) {}
    }

    private static final class FreePurses implements Purses {
        @Override
        public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
            return Optional.empty();
        }

        @Override
        public void settle(ActId id, Cost spent) {}
    }
}
