package stemma.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Entropy;
import stemma.core.Gate;
import stemma.core.Log;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.core.Recovered;
import stemma.core.Trust;
import stemma.identity.Identity;
import stemma.ledger.LedgerFile;
import stemma.policy.GrantBook;
import stemma.policy.Places;
import stemma.policy.PurseBook;
import stemma.policy.RulePolicy;
import stemma.policy.RulesInForce;
import stemma.store.Home;
import stemma.store.LocalDisk;

/**
 * A gate over the parts a node has: the shipped rules, a purse book whose limits count, and a ledger
 * file. A goal reads a file of its folder, and has a command run, with {@value #INPUT_BYTES} bytes of
 * input that are hashed once by whoever asks and once at the sink. Only the effect itself is left
 * out: the performers spend their permit and return.
 */
final class GateBed implements AutoCloseable {
    static final Op<byte[], Integer> READ = Op.observe("fs.read");
    static final Op<byte[], Integer> EXEC = Op.effect("proc.exec");
    static final int INPUT_BYTES = 512;

    private static final String FOLDER = "/srv/project";
    private static final Actor GOAL = Actor.goal(new ActId(3, 41));
    private static final Provenance SEEN = Provenance.of(Trust.WORKSPACE, "file:README.md");

    private final byte[] input = new byte[INPUT_BYTES];
    private final Optional<LedgerFile> ledger;
    private final Gate gate;

    private GateBed(Log log, Optional<LedgerFile> ledger) {
        this.ledger = ledger;
        GrantBook grants = new GrantBook();
        grants.grantFolder(GOAL, FOLDER);
        gate = gate(log, grants, Performers.builder().add(READ, GateBed::spend).add(EXEC, GateBed::spend));
    }

    /** A gate over a ledger file in a new home. */
    static GateBed onDisk(Path folder) {
        LedgerFile ledger = ledger(folder);
        return new GateBed(ledger, Optional.of(ledger));
    }

    /** A gate whose log keeps nothing: what is left is the gate itself. */
    static GateBed withoutLog() {
        Log nothing = new Log() {
            @Override
            public long append(byte[] entry) {
                return entry.length;
            }

            @Override
            public void awaitDurable(long index) {}
        };
        return new GateBed(nothing, Optional.empty());
    }

    /** A ledger in a new home, with a key of its own. */
    static LedgerFile ledger(Path folder) {
        Home home = new Home(folder);
        home.prepare();
        LocalDisk disk = new LocalDisk();
        Identity identity = Identity.open(disk, home, Entropy.system());
        return LedgerFile.open(disk, home.ledger(), identity.signer(), Clock.system());
    }

    static Gate gate(Log log, GrantBook grants, Performers.Builder performers) {
        Clock clock = Clock.system();
        Places places = new Places("/srv/stemma", "/srv", List.of());
        RulesInForce rules =
                new RulesInForce(RulePolicy.compile(RulePolicy.template(), "policy.rules", Set.of(), places, grants));
        Cost limit = Cost.millis(Cost.UNIT_MAX - 1);
        PurseBook purses = new PurseBook(Map.of(PurseBook.ROOT, limit, PurseBook.DAY, limit, "goal", limit), clock);
        return Gate.open(new Gate.Ports(rules, purses, log, clock), performers.build(), Recovered.NOTHING, "bench");
    }

    /** What a sink does: builds the effect from what it was really given. */
    private static Done<Integer> spend(byte[] input, Permit permit) {
        permit.spend(new Effect(permit.act().op(), permit.act().target(), Digest.of(input)));
        return Done.of(input.length);
    }

    int read() {
        return perform(READ, FOLDER + "/README.md", Cost.ZERO);
    }

    int exec() {
        return perform(EXEC, "make test", Cost.millis(1));
    }

    private int perform(Op<byte[], Integer> op, String target, Cost most) {
        Act act = Act.of(op, target, GOAL, SEEN).input(Digest.of(input)).paidFrom("goal:3.41", most);
        return gate.perform(op, act, input).orThrow();
    }

    /** The bytes of an entry of the ledger, the last one first. */
    byte[] entryFromEnd(int position) {
        LedgerFile file = ledger.orElseThrow();
        return file.entry(file.size() - 1 - position).bytes();
    }

    @Override
    public void close() throws IOException {
        gate.close();
        ledger.ifPresent(LedgerFile::close);
    }
}
