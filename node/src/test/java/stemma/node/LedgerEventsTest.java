package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Entropy;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Trust;
import stemma.gateway.Replay;
import stemma.identity.Identity;
import stemma.ledger.LedgerFile;
import stemma.ledger.table.Projector;
import stemma.store.Home;
import stemma.store.LocalDisk;

/** What a browser is told while it looks, and what it is told again after it was away. */
final class LedgerEventsTest {
    private static final ActId ID = new ActId(1, 2);
    private static final Act ACT = new Act(
            "fs.write",
            "/srv/x",
            Digest.EMPTY,
            Actor.parse("goal:1.1"),
            new Provenance(Trust.WORKSPACE, List.of()),
            Act.PURSE_DEFAULT,
            Cost.ZERO,
            Act.DEADLINE_MILLIS_DEFAULT,
            1);

    /** A boot, an intent, its receipt, a question, its end unanswered, a note, a halt. */
    private static final List<Entry> ENTRIES = List.of(
            new Entry.Booted(1, "test", 1),
            new Entry.Intent(ID, ACT, "rule", 2),
            receipt(Ending.DONE),
            new Entry.Asked(ID, ACT, "rule", "why", 99, 4),
            receipt(Ending.EXPIRED),
            new Entry.Noted("goal", "1.1", Json.object().build(), 6),
            new Entry.Switched(true, Actor.operator("cli"), "enough", 7));

    @TempDir
    private Path folder;

    private final Events events = new Events();
    private LedgerFile ledger;
    private LedgerEvents told;

    @BeforeEach
    void open() {
        LocalDisk disk = new LocalDisk();
        Home home = new Home(folder);
        home.prepare();
        Identity identity = Identity.open(disk, home, Entropy.system());
        ledger = LedgerFile.open(disk, home.ledger(), identity.signer(), Clock.system());
        ENTRIES.forEach(entry -> ledger.awaitDurable(ledger.append(EntryCodec.bytes(entry))));
        told = new LedgerEvents(ledger, events);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whoWatchesIsToldActsQuestionsAndTheSwitch() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        try (Events.Watcher watcher = events.watch()) {
            for (int i = 0; i < ENTRIES.size(); i++) {
                told.publish(new Projector.Applied(i, ENTRIES.get(i)));
            }
            for (Optional<Event> next = watcher.poll(0); next.isPresent(); next = watcher.poll(0)) {
                seen.add(line(next.get()));
            }
        }
        assertThat(seen)
                .containsExactly(
                        "act running 1",
                        "act done 2",
                        "approval pending",
                        "act waiting 3",
                        "approval expired",
                        "act expired 4",
                        "halt 6");
    }

    @Test
    void whoWasAwayIsToldAgainFromTheLogInBoundedPages() {
        assertThat(told.since(1, 100).stream().map(Replay.Numbered::index)).containsExactly(2L, 3L, 4L, 6L);
        assertThat(told.since(-1, 2).stream().map(Replay.Numbered::index)).containsExactly(1L, 2L);
        assertThat(told.since(6, 100)).isEmpty();
        assertThat(told.since(1_000, 100)).isEmpty();
        assertThat(told.since(1, 1))
                .allSatisfy(numbered ->
                        assertThat(numbered.event().body().longNumber("index")).isEqualTo(numbered.index()));
    }

    private static String line(Event event) {
        Json.Obj body = event.body();
        String state = body.find(event.topic().equals("act") ? "ending" : "state")
                .map(word -> " " + ((Json.Str) word).value())
                .orElse("");
        String index = body.find("index").isPresent() ? " " + body.longNumber("index") : "";
        return event.topic() + state + index;
    }

    private static Receipt receipt(Ending ending) {
        return new Receipt(
                ID,
                ACT,
                "rule",
                ending,
                "",
                Cost.ZERO,
                0,
                Optional.empty(),
                Optional.empty(),
                Json.object().build(),
                2,
                3);
    }
}
