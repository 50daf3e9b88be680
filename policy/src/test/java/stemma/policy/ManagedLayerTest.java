package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import stemma.core.Trust;
import stemma.store.FaultyDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StateFile;

/** A managed file from its first sight on: adopted, changed, spoiled, gone, ended. */
class ManagedLayerTest {
    private static final Path NODE = Path.of("/home/ada/.stemma");
    private static final String NO_READS = "deny fs.read /srv/**\n";
    private static final String NO_LISTS = "deny fs.list /srv/**\n";

    @TempDir
    private Path temp;

    private final HandClock clock = new HandClock();
    private final MemoryLog log = new MemoryLog();
    private final FaultyDisk disk = new FaultyDisk();
    private final Objects objects = new Objects(disk, NODE.resolve("objects"));
    private int mode = 0100644;
    private Optional<Node> running = Optional.empty();

    /** What a start puts together. */
    private record Node(
            RuleBook book, RulesInForce rules, Gate gate, ManagedWatch watch, List<String> warnings, StateDb db)
            implements AutoCloseable {
        @Override
        public void close() {
            gate.close();
            db.close();
        }
    }

    @AfterEach
    void close() {
        running.ifPresent(Node::close);
    }

    private Node start() {
        close();
        ManagedFile file = new ManagedFile(disk, ManagedFile.PLACE, this::owned, 1_000);
        RuleBook book = new RuleBook(disk, NODE, objects, Home.OPS, Home.PLACES, Home.grants(), clock, file);
        StateDb db = projected();
        RuleBook.Opening opening = book.open(db.read(AdoptionProjection::last));
        RulesInForce rules = opening.rules();
        Performers performers = Performers.builder()
                .add(RuleBook.ADOPT, (input, permit) -> book.adopt(rules, input, permit))
                .build();
        Gate.Ports ports = new Gate.Ports(rules, new PurseBook(Map.of(), clock), log, clock);
        Gate gate = Gate.open(ports, performers, Recovered.NOTHING, "test");
        opening.pending()
                .ifPresent(bytes ->
                        gate.perform(RuleBook.ADOPT, RuleBook.adoption(bytes, Actor.operator("rules-file")), bytes));
        ManagedWatch watch = new ManagedWatch(gate, book.managed(), clock);
        watch.tick();
        Node node = new Node(book, rules, gate, watch, opening.warnings(), db);
        running = Optional.of(node);
        return node;
    }

    private StateDb projected() {
        StateDb db = StateFile.open(
                temp.resolve("state-" + log.entries().size() + "-" + System.nanoTime()), temp, List.of());
        project(db);
        return db;
    }

    private void project(StateDb db) {
        db.write(sql -> {
            AdoptionProjection table = new AdoptionProjection();
            table.drop(sql);
            table.create(sql);
            List<Entry> entries = log.entries();
            for (int i = 0; i < entries.size(); i++) {
                table.apply(sql, i, entries.get(i));
            }
            return 0;
        });
    }

    private Optional<ManagedFile.Owned> owned(Path path) {
        if (!path.equals(ManagedFile.PLACE)) {
            return Optional.of(new ManagedFile.Owned(0, 0040755));
        }
        return disk.content(path, RuleParser.FILE_BYTES_MAX).map(bytes -> new ManagedFile.Owned(0, mode));
    }

    private void file(String text) {
        disk.replace(ManagedFile.PLACE, text.getBytes(StandardCharsets.UTF_8));
    }

    private void look(Node node) {
        clock.forward(ManagedWatch.POLL_MILLIS);
        node.watch().tick();
    }

    private static Decision read(Node node) {
        return Home.decision(node.rules().judge(Home.act("fs.read", "/srv/x", "operator:cli", Trust.OPERATOR)));
    }

    private static Decision list(Node node) {
        return Home.decision(node.rules().judge(Home.act("fs.list", "/srv/x", "operator:cli", Trust.OPERATOR)));
    }

    private List<Receipt> adoptions() {
        return log.entries().stream()
                .filter(Receipt.class::isInstance)
                .map(Receipt.class::cast)
                .filter(receipt -> receipt.act().target().equals(ManagedFile.NAME))
                .toList();
    }

    @Test
    void aFileIsAdoptedByAnActAndStaysInForce() {
        assertThat(read(start())).isEqualTo(Decision.ALLOW);
        file(NO_READS);
        Node node = start();
        assertThat(read(node)).isEqualTo(Decision.DENY);
        Receipt receipt = adoptions().getFirst();
        assertThat(receipt.ending()).isEqualTo(Ending.DONE);
        assertThat(receipt.act().actor()).isEqualTo(Actor.operator("managed-file"));
        assertThat(receipt.act().inputDigest()).isEqualTo(Digest.ofUtf8(NO_READS));
        assertThat(receipt.evidence().longNumber("rules")).isEqualTo(1);
        assertThat(node.book().managed().shown()).contains("/etc/stemma/managed.rules, 1 rules in force");
        assertThat(read(start())).isEqualTo(Decision.DENY);
        assertThat(adoptions()).as("once").hasSize(1);
    }

    @Test
    void aChangeIsTakenWhileTheNodeRunsAtTheNextLook() {
        file(NO_READS);
        Node node = start();
        file(NO_LISTS);
        clock.forward(ManagedWatch.POLL_MILLIS - 1);
        node.watch().tick();
        assertThat(read(node)).isEqualTo(Decision.DENY);
        clock.forward(1);
        node.watch().tick();
        assertThat(read(node)).isEqualTo(Decision.ALLOW);
        assertThat(list(node)).isEqualTo(Decision.DENY);
        assertThat(adoptions()).hasSize(2);
        assertThat(adoptions().getLast().evidence().string("before"))
                .isEqualTo(Digest.ofUtf8(NO_READS).hex());
    }

    @Test
    void whatIsGoneBrokenOrAnyonesKeepsTheLastInForceAlsoOverARestart() {
        file(NO_READS);
        Node node = start();
        disk.remove(ManagedFile.PLACE);
        look(node);
        assertThat(node.book().managed().complaint()).contains("is gone").contains("an empty file");
        assertThat(read(node)).isEqualTo(Decision.DENY);
        node = start();
        assertThat(node.warnings()).singleElement().asString().contains("is gone");
        assertThat(read(node)).isEqualTo(Decision.DENY);
        file("allow everything\n");
        look(node);
        assertThat(node.book().managed().complaint()).contains("managed.rules:1:7: ");
        assertThat(read(node)).isEqualTo(Decision.DENY);
        assertThat(read(start())).isEqualTo(Decision.DENY);
        file("allow fs.read *\n");
        mode = 0100666;
        Node open = running.orElseThrow();
        look(open);
        assertThat(open.book().managed().complaint()).contains("chmod go-w");
        assertThat(read(open)).isEqualTo(Decision.DENY);
        assertThatThrownBy(this::start).isInstanceOf(Refusal.class).hasMessageContaining("chmod go-w");
        mode = 0100644;
        assertThat(read(start())).as("mended").isEqualTo(Decision.ALLOW);
        assertThat(running.orElseThrow().book().managed().complaint()).isEmpty();
    }

    @Test
    void anEmptyFileEndsTheLayerAndThenItMayGo() {
        file(NO_READS);
        Node node = start();
        file("");
        look(node);
        assertThat(read(node)).isEqualTo(Decision.ALLOW);
        disk.remove(ManagedFile.PLACE);
        look(node);
        assertThat(node.book().managed().complaint()).isEmpty();
        node = start();
        assertThat(node.warnings()).isEmpty();
        assertThat(read(node)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void aNodeDoesNotStartOnAFirstFileThatIsBrokenNorWithoutWhatItAdopted() {
        file("allow everything\n");
        assertThatThrownBy(this::start).isInstanceOf(RulesBroken.class).hasMessageContaining("managed.rules:1:");
        file(NO_READS);
        start();
        disk.remove(ManagedFile.PLACE);
        objects.remove(Digest.ofUtf8(NO_READS));
        assertThatThrownBy(this::start).isInstanceOf(Refusal.class).hasMessageContaining("an empty file there");
    }

    @Test
    void aHaltedNodeCatchesUpOnceReleased() {
        Node node = start();
        node.gate().halt(Actor.operator("cli"), "pause");
        file(NO_READS);
        look(node);
        assertThat(adoptions()).isEmpty();
        node.gate().release(Actor.operator("cli"), "back");
        look(node);
        assertThat(read(node)).isEqualTo(Decision.DENY);
    }

    @Test
    void onlyTheFilesOwnBytesAreManagedRules() {
        file(NO_READS);
        Node node = start();
        byte[] other = "allow fs.read *\n".getBytes(StandardCharsets.UTF_8);
        node.gate().perform(RuleBook.ADOPT, RuleBook.adoption(ManagedFile.NAME, other, Actor.operator("cli")), other);
        Receipt receipt = adoptions().getLast();
        assertThat(receipt.ending()).isEqualTo(Ending.FAILED);
        assertThat(receipt.note()).contains("/etc/stemma/managed.rules alone");
        assertThat(read(node)).isEqualTo(Decision.DENY);
    }

    @Test
    void noOperatorAdoptsOrTakesItBack() throws InterruptedException {
        file(NO_READS);
        Node node = start();
        file(NO_LISTS);
        look(node);
        PolicyHistory history =
                new PolicyHistory(node.gate(), node.book(), node.rules(), disk, node.db(), () -> project(node.db()));
        String first = adoptions().getFirst().id().toString();
        assertThatThrownBy(() -> call(history, "policy.rollback", new PolicyHistory.Earlier(first)))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        assertThatThrownBy(
                        () -> call(history, "policy.adopt", new PolicyHistory.Next(ManagedFile.PLACE.toString(), "")))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT))
                .hasMessageContaining("by itself within 2 s");
        PolicyHistory.Adoptions all =
                (PolicyHistory.Adoptions) call(history, "policy.history", new Operation.Nothing());
        assertThat(all.adoptions())
                .extracting(PolicyHistory.Adoption::file, PolicyHistory.Adoption::current)
                .containsExactly(
                        tuple("managed.rules", true), tuple("managed.rules", false), tuple("policy.rules", true));
        call(history, "policy.adopt", new PolicyHistory.Next("", "allow fs.list *\n"));
        assertThat(list(node)).as("the layer outlives a home's adoption").isEqualTo(Decision.DENY);
    }

    @SuppressWarnings("unchecked")
    private static <I extends Record> Record call(PolicyHistory history, String name, I input)
            throws InterruptedException {
        Operation<I, ? extends Record> operation =
                (Operation<I, ? extends Record>) PolicyHistory.all(() -> history).stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return operation.handler().handle(input, new Call(Actor.operator("cli"), line -> {}));
    }

    @Test
    void itIsComparedAndLintedInItsOwnLayer() throws InterruptedException {
        file(NO_READS);
        Node node = start();
        PolicyChecks checks = new PolicyChecks(
                node.book(),
                node.rules(),
                disk,
                List::of,
                () -> List.of(Home.act("fs.read", "/srv/x", "operator:cli", Trust.OPERATOR)));
        String place = ManagedFile.PLACE.toString();
        file("# nothing\n");
        PolicyChecks.Differs differs =
                (PolicyChecks.Differs) check(checks, "policy.diff", new PolicyHistory.Next(place, ""));
        assertThat(differs.changes()).containsExactly("deny -> allow  fs.read /srv/x  by operator:cli");
        file("deny fs.list *\nask fs.list /x\n");
        PolicyChecks.Linted linted =
                (PolicyChecks.Linted) check(checks, "policy.lint", new PolicyChecks.Rules(place, ""));
        assertThat(linted.findings())
                .anySatisfy(
                        each -> assertThat(each).startsWith("managed.rules:2: never decides, because managed.rules:1"));
    }

    @SuppressWarnings("unchecked")
    private static <I extends Record> Record check(PolicyChecks checks, String name, I input)
            throws InterruptedException {
        Operation<I, ? extends Record> operation =
                (Operation<I, ? extends Record>) PolicyChecks.all(() -> checks).stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return operation.handler().handle(input, new Call(Actor.operator("cli"), line -> {}));
    }
}
