package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActRefused;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Performers;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.core.Refusal;
import stemma.store.FaultyDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StateFile;

class PolicyHistoryTest {
    private static final Path NODE = Path.of("/home/ada/.stemma");
    private static final Path FILE = NODE.resolve("policy.rules");
    private static final Call OPERATOR = new Call(Actor.operator("cli"), line -> {});
    private static final String READS = "allow fs.read *\n";
    private static final String NOTHING = "# nothing\ndeny * *\ndeny fs.read /x\n";

    @TempDir
    private Path temp;

    private final HandClock clock = new HandClock();
    private final MemoryLog log = new MemoryLog();
    private final FaultyDisk disk = new FaultyDisk();
    private final Objects objects = new Objects(disk, NODE.resolve("objects"));
    private RuleBook book;
    private RulesInForce rules;
    private Gate gate;
    private StateDb db;
    private PolicyHistory history;
    private int projected;

    @BeforeEach
    void open() {
        book = new RuleBook(disk, NODE, objects, Home.OPS, Home.PLACES, Home.grants(), clock, Home.managed(disk));
        RuleBook.Opening opening = book.open(AdoptionProjection.Last.NOTHING);
        rules = opening.rules();
        Performers performers = Performers.builder()
                .add(RuleBook.ADOPT, (input, permit) -> book.adopt(rules, input, permit))
                .build();
        Gate.Ports ports = new Gate.Ports(rules, new PurseBook(Map.of(), clock), log, clock);
        gate = Gate.open(ports, performers, Recovered.NOTHING, "test");
        db = StateFile.open(temp.resolve("state.db"), temp, List.of());
        db.write(sql -> {
            new AdoptionProjection().create(sql);
            return 0;
        });
        history = new PolicyHistory(gate, book, rules, disk, db, this::project);
        byte[] first = opening.pending().orElseThrow();
        gate.perform(RuleBook.ADOPT, RuleBook.adoption(first, Actor.operator("rules-file")), first)
                .orThrow();
    }

    @AfterEach
    void close() {
        gate.close();
        db.close();
    }

    private void project() {
        List<Entry> entries = log.entries();
        db.write(sql -> {
            for (; projected < entries.size(); projected++) {
                new AdoptionProjection().apply(sql, projected, entries.get(projected));
            }
            return 0;
        });
    }

    @SuppressWarnings("unchecked")
    private <I extends Record, O extends Record> O call(Class<O> type, String name, I input, Call call) {
        Operation<I, O> operation = (Operation<I, O>) PolicyHistory.all(() -> history).stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
        try {
            O output = operation.handler().handle(input, call);
            assertThat(operation.text().apply(output)).isNotBlank().doesNotEndWith("\n");
            return type.cast(output);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private PolicyHistory.Adopted adopt(String file, String text) {
        return call(PolicyHistory.Adopted.class, "policy.adopt", new PolicyHistory.Next(file, text), OPERATOR);
    }

    private PolicyHistory.Adopted rollback(String which) {
        return call(PolicyHistory.Adopted.class, "policy.rollback", new PolicyHistory.Earlier(which), OPERATOR);
    }

    private List<PolicyHistory.Adoption> adoptions() {
        return call(PolicyHistory.Adoptions.class, "policy.history", new Operation.Nothing(), OPERATOR)
                .adoptions();
    }

    private String file() {
        return new String(disk.content(FILE, 1_000_000).orElseThrow(), StandardCharsets.UTF_8);
    }

    private Digest restarted() {
        project();
        RuleBook.Opening again = new RuleBook(
                        disk, NODE, objects, Home.OPS, Home.PLACES, Home.grants(), clock, Home.managed(disk))
                .open(db.read(AdoptionProjection::last));
        assertThat(again.pending()).isEmpty();
        assertThat(again.warnings()).isEmpty();
        return again.rules().current().digest();
    }

    @Test
    void aFileIsPutInForceWhileTheNodeRunsAndStaysSoAfterARestart() {
        Path other = Path.of("/srv/other.rules");
        disk.replace(other, READS.getBytes(StandardCharsets.UTF_8));
        Digest before = rules.current().digest();
        PolicyHistory.Adopted adopted = adopt(other.toString(), "");
        assertThat(adopted.rules()).isEqualTo(1);
        assertThat(adopted.before()).isEqualTo(before.hex());
        assertThat(rules.current().digest().hex()).isEqualTo(adopted.digest());
        assertThat(Home.of(rules.current(), "fs.list", "/work/app/x")).isEqualTo(Decision.DENY);
        assertThat(file()).isEqualTo(READS);
        assertThat(restarted().hex()).isEqualTo(adopted.digest());
        Receipt receipt = (Receipt) log.entries().getLast();
        assertThat(receipt.id().toString()).isEqualTo(adopted.act());
        assertThat(receipt.evidence().string("replaced")).isEqualTo(before.hex());
        assertThat(objects.get(before)).isPresent();
    }

    @Test
    void withoutAFileTheHomesOwnIsReadAndTextWorksToo() {
        disk.replace(FILE, READS.getBytes(StandardCharsets.UTF_8));
        PolicyHistory.Text edited = call(PolicyHistory.Text.class, "policy.text", new Operation.Nothing(), OPERATOR);
        assertThat(edited).isEqualTo(new PolicyHistory.Text(READS, false));
        assertThat(adopt("", "").rules()).isEqualTo(1);
        assertThat(call(PolicyHistory.Text.class, "policy.text", new Operation.Nothing(), OPERATOR)
                        .current())
                .isTrue();
        assertThat(adopt("", NOTHING).rules()).isEqualTo(2);
        assertThat(file()).isEqualTo(NOTHING);
        disk.remove(FILE);
        assertThatThrownBy(() -> adopt("", ""))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        assertThat(rollback(adoptions().get(1).act()).rules()).isEqualTo(1);
        assertThat(file()).isEqualTo(READS);
    }

    @Test
    void brokenRulesLeaveEverythingAsItWas() {
        String file = file();
        Digest digest = rules.current().digest();
        int entries = log.entries().size();
        assertThatThrownBy(() -> adopt("", "allow fs.read *\nallow fs.reed *\n"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.BAD_INPUT))
                .hasMessageContaining("policy.rules:2:7: ");
        assertThat(rules.current().digest()).isEqualTo(digest);
        assertThat(file()).isEqualTo(file);
        assertThat(log.entries()).hasSize(entries);
    }

    @Test
    void onlyAnOperatorAdoptsAndAHaltedNodeDoesNot() {
        Call goal = new Call(Home.GOAL, line -> {});
        assertThatThrownBy(() ->
                        call(PolicyHistory.Adopted.class, "policy.adopt", new PolicyHistory.Next("", READS), goal))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        gate.halt(Actor.operator("cli"), "pause");
        assertThatThrownBy(() -> adopt("", READS))
                .isInstanceOfSatisfying(
                        ActRefused.class, e -> assertThat(e.receipt().ending()).isEqualTo(Ending.DENIED));
        assertThat(rules.current().digest()).isEqualTo(Digest.of(RulePolicy.template()));
        assertThat(file()).isEqualTo(new String(RulePolicy.template(), StandardCharsets.UTF_8));
    }

    @Test
    void earlierRulesComeBackByActOrByDigestAndTheHistorySaysSo() {
        PolicyHistory.Adopted reads = adopt("", READS);
        PolicyHistory.Adopted nothing = adopt("", NOTHING);
        String edited = "no rules at all\n";
        disk.replace(FILE, edited.getBytes(StandardCharsets.UTF_8));
        PolicyHistory.Adopted back = rollback(reads.act());
        assertThat(back.digest()).isEqualTo(reads.digest());
        assertThat(back.before()).isEqualTo(nothing.digest());
        assertThat(file()).isEqualTo(READS);
        assertThat(objects.get(Digest.ofUtf8(edited)))
                .as("a broken edit is not lost")
                .isPresent();
        assertThat(restarted().hex()).isEqualTo(reads.digest());
        assertThat(rollback(nothing.digest().substring(0, 8)).digest()).isEqualTo(nothing.digest());
        assertThat(adoptions())
                .extracting(PolicyHistory.Adoption::digest)
                .containsExactly(
                        nothing.digest(),
                        reads.digest(),
                        nothing.digest(),
                        reads.digest(),
                        Digest.of(RulePolicy.template()).hex());
        assertThat(adoptions())
                .extracting(PolicyHistory.Adoption::current)
                .containsExactly(true, false, false, false, false);
        assertThat(adoptions()).extracting(PolicyHistory.Adoption::by).contains("operator:cli", "operator:rules-file");
        assertThat(adoptions().getFirst().rules()).isEqualTo(2);
    }

    @Test
    void whatWasNeverAdoptedCannotComeBack() {
        for (String unknown : List.of("9.9", "0123456789abcdef")) {
            assertThatThrownBy(() -> rollback(unknown))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        }
        for (String bad : List.of("", "0123456", "x.y", "%", "a".repeat(65))) {
            assertThatThrownBy(() -> rollback(bad))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.BAD_INPUT));
        }
        PolicyHistory.Adopted reads = adopt("", READS);
        adopt("", NOTHING);
        objects.remove(Digest.parse(reads.digest()));
        assertThatThrownBy(() -> rollback(reads.act()))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND))
                .hasMessageContaining("not kept any more");
        assertThat(file()).isEqualTo(NOTHING);
    }
}
