package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Approval;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.gateway.Replay;
import stemma.ledger.LedgerFile;
import stemma.ledger.table.Projector;

/**
 * The log as events: each entry that a watcher cares about becomes one, with its index, so that what
 * a browser saw last tells what to tell it again. A question is also told as an approval, without an
 * index, when it is put and when it expires. Thread-safe.
 */
final class LedgerEvents implements Replay {
    private final LedgerFile ledger;
    private final Events events;

    LedgerEvents(LedgerFile ledger, Events events) {
        this.ledger = ledger;
        this.events = events;
    }

    void publish(Projector.Applied applied) {
        if (events.watched()) {
            question(applied.entry()).ifPresent(events::publish);
            event(applied.index(), applied.entry()).ifPresent(events::publish);
        }
    }

    @Override
    public List<Numbered> since(long index, int max) {
        List<Numbered> told = new ArrayList<>();
        long size = ledger.size();
        if (index + 1 < size) {
            ledger.forward(index + 1, size, logged -> {
                event(logged.index(), EntryCodec.parse(logged.bytes()))
                        .ifPresent(event -> told.add(new Numbered(logged.index(), event)));
                return told.size() < max;
            });
        }
        return told;
    }

    /**
     * That a question was put, or ended unanswered. It comes before the act's own event, which alone
     * carries the entry's index: whoever resumes after that index has seen both.
     */
    private static Optional<Event> question(Entry entry) {
        return switch (entry) {
            case Entry.Asked e -> Optional.of(approval(e.id(), Approval.State.PENDING));
            case Receipt e when e.ending() == Ending.EXPIRED -> Optional.of(approval(e.id(), Approval.State.EXPIRED));
            default -> Optional.empty();
        };
    }

    private static Event approval(ActId id, Approval.State state) {
        return new Event(
                "approval",
                id.toString(),
                Json.object()
                        .put("id", id.toString())
                        .put("state", state.word())
                        .build());
    }

    private static Optional<Event> event(long index, Entry entry) {
        return switch (entry) {
            case Entry.Intent e -> Optional.of(act(index, e.id(), e.act(), "running", e.rule(), e.atMillis()));
            case Receipt e -> Optional.of(act(index, e.id(), e.act(), e.ending().word(), e.rule(), e.atMillis()));
            case Entry.Asked e -> Optional.of(act(index, e.id(), e.act(), "waiting", e.rule(), e.atMillis()));
            case Entry.Answered e ->
                Optional.of(new Event(
                        "approval",
                        e.id().toString(),
                        Json.object()
                                .put("id", e.id().toString())
                                .put("index", index)
                                .put("state", e.approved() ? "approved" : "denied")
                                .build()));
            case Entry.Switched e ->
                Optional.of(new Event(
                        "halt",
                        "node",
                        Json.object()
                                .put("halted", e.halted())
                                .put("index", index)
                                .put("reason", e.reason())
                                .build()));
            case Entry.Booted e -> Optional.empty();
            case Entry.Noted e -> Optional.empty();
        };
    }

    private static Event act(long index, ActId id, Act act, String ending, String rule, long atMillis) {
        return new Event(
                "act",
                id.toString(),
                Json.object()
                        .put("actor", act.actor().toString())
                        .put("atMillis", atMillis)
                        .put("ending", ending)
                        .put("id", id.toString())
                        .put("index", index)
                        .put("op", act.op())
                        .put("rule", rule)
                        .put("target", act.target())
                        .build());
    }
}
