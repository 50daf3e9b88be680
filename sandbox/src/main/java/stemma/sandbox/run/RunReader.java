package stemma.sandbox.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import stemma.core.ActId;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.ledger.LedgerFile;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.Change;
import stemma.sandbox.Diff;
import stemma.sandbox.FileFacts;
import stemma.store.Objects;
import stemma.store.StateDb;

/** Reads runs: their state from the table, what happened from the log, the changes from the box folder. */
public final class RunReader {
    private static final Set<String> WITH_CHANGES = Set.of(RunTable.PENDING, RunTable.APPLIED, RunTable.UNDONE);

    private final StateDb db;
    private final LedgerFile ledger;
    private final Runs runs;
    private final Gate gate;
    private final Objects objects;

    public RunReader(StateDb db, LedgerFile ledger, Runs runs, Gate gate, Objects objects) {
        this.db = db;
        this.ledger = ledger;
        this.runs = runs;
        this.gate = gate;
        this.objects = objects;
    }

    /** The newest runs, without their changes. */
    public List<RunView> newest(int limit) {
        return RunTable.newest(db, limit).stream()
                .map(row -> view(row, List.of()))
                .toList();
    }

    /** One run with its changes, as long as they are kept. */
    public Optional<RunView> find(ActId id) throws IOException {
        Optional<RunTable.RunRow> row = RunTable.find(db, id);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        Optional<BoxChanges> changes = WITH_CHANGES.contains(row.get().state()) ? runs.changes(id) : Optional.empty();
        return Optional.of(view(
                row.get(),
                changes.isPresent() ? views(runs.marked(gate, changes.get().diff())) : List.of()));
    }

    Optional<String> state(ActId id) {
        return RunTable.find(db, id).map(RunTable.RunRow::state);
    }

    private RunView view(RunTable.RunRow row, List<RunView.ChangeView> changes) {
        Entry entry = EntryCodec.parse(ledger.entry(row.index()).bytes());
        return switch (entry) {
            case Receipt r ->
                new RunView(
                        row.id(),
                        r.act().target(),
                        text(r.evidence(), "folder"),
                        row.state(),
                        number(r.evidence(), "exit"),
                        r.startedMillis(),
                        r.endedMillis(),
                        text(r.evidence(), "view"),
                        text(r.evidence(), "granted"),
                        hosts(r.evidence()),
                        number(r.evidence(), "changes"),
                        changes,
                        texts(r.evidence(), "notes"),
                        text(r.evidence(), "strength"),
                        output(r),
                        tail(r));
            case Entry.Intent i ->
                new RunView(
                        row.id(),
                        i.act().target(),
                        "",
                        row.state(),
                        -1,
                        i.atMillis(),
                        0,
                        "",
                        "",
                        List.of(),
                        -1,
                        changes,
                        List.of(),
                        "",
                        RunView.OutputView.RUNNING,
                        "");
            default -> throw new IllegalStateException("entry " + row.index() + " is not a run's");
        };
    }

    private RunView.OutputView output(Receipt receipt) {
        if (!(receipt.evidence().find("output").orElse(Json.ofNull()) instanceof Json.Obj printed)) {
            return RunView.OutputView.RUNNING;
        }
        String digest = text(printed, "sha256");
        String file = digest.isEmpty()
                ? ""
                : runs.outputs().find(receipt.id()).map(Object::toString).orElse("");
        return new RunView.OutputView(
                count(printed, "bytes"),
                count(printed, "kept"),
                count(printed, "dropped"),
                file,
                digest,
                text(printed, "trouble"));
    }

    private static long count(Json.Obj facts, String name) {
        return facts.find(name).isPresent() ? facts.longNumber(name) : 0;
    }

    private String tail(Receipt receipt) {
        return receipt.output()
                .flatMap(objects::get)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static List<RunView.HostView> hosts(Json.Obj evidence) {
        List<RunView.HostView> hosts = new ArrayList<>();
        texts(evidence, "hosts").forEach(host -> hosts.add(new RunView.HostView(host, true)));
        texts(evidence, "hostsRefused").forEach(host -> hosts.add(new RunView.HostView(host, false)));
        return hosts;
    }

    private static int number(Json.Obj evidence, String name) {
        return evidence.find(name).isPresent() ? (int) evidence.longNumber(name) : -1;
    }

    private static String text(Json.Obj evidence, String name) {
        return evidence.find(name).orElse(Json.ofNull()) instanceof Json.Str(String text) ? text : "";
    }

    private static List<String> texts(Json.Obj evidence, String name) {
        List<String> texts = new ArrayList<>();
        if (evidence.find(name).orElse(Json.ofNull()) instanceof Json.Arr(List<Json> items)) {
            for (Json item : items) {
                if (item instanceof Json.Str(String text)) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** Every change that git notices, and one line for each ignored group. */
    public static List<RunView.ChangeView> views(Diff diff) {
        List<RunView.ChangeView> views = new ArrayList<>();
        for (Change change : diff.noticed()) {
            views.add(new RunView.ChangeView(
                    change.action().name().toLowerCase(Locale.ROOT),
                    change.path().toString(),
                    change.from().map(Object::toString).orElse(""),
                    change.flags().stream()
                            .map(flag -> flag.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                            .sorted()
                            .toList(),
                    change.after().map(FileFacts::size).orElse(-1L)));
        }
        diff.ignoredRoots()
                .forEach(root ->
                        views.add(new RunView.ChangeView("created", root.toString(), "", List.of("ignored"), -1)));
        return views;
    }
}
