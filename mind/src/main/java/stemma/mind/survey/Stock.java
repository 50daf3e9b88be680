package stemma.mind.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.mind.Bench;
import stemma.mind.Seen;
import stemma.mind.StepFailed;
import stemma.tools.ListInput;
import stemma.tools.ListOutput;
import stemma.tools.ReadInput;
import stemma.tools.ReadOutput;

/**
 * What the steps of one plan share: the census, taken once, and how files are read whole. A plan that
 * goes on after an interruption takes the census again. Used by one thread at a time.
 */
public final class Stock {
    static final long CENSUS_MILLIS = CensusTaker.MILLIS_MAX + 10_000;
    /** A text is read whole up to this many lines. */
    static final int WHOLE_LINES_MAX = 60_000;

    private final String path;
    private Optional<Seen<Census>> taken = Optional.empty();

    /** Of the folder that the goal is about. */
    public Stock() {
        this("");
    }

    /** Of a folder below it, relative. */
    public Stock(String path) {
        this.path = path;
    }

    /** Where names and texts of this folder come from. */
    static Provenance source(Bench bench) {
        return Provenance.of(Trust.WORKSPACE, "folder:" + bench.folder());
    }

    /** The census; taken at the first call. */
    Seen<Census> census(Bench bench) throws InterruptedException {
        if (taken.isEmpty()) {
            taken = Optional.of(take(bench));
        }
        return taken.get();
    }

    private Seen<Census> take(Bench bench) throws InterruptedException {
        Seen<ListOutput> listed = bench.use(tools ->
                tools.list(new ListInput(bench.folder(), path, ListInput.DEPTH_MAX, false, ListInput.ENTRIES_MAX)));
        List<String> files = listed.get().entries().stream()
                .filter(e -> e.kind() == ListOutput.Kind.FILE || e.kind() == ListOutput.Kind.LINK)
                .map(ListOutput.Item::path)
                .limit(CensusInput.FILES_MAX)
                .toList();
        if (files.isEmpty()) {
            throw new StepFailed(
                    "there are no files in " + bench.folder().resolve(path) + " (act " + listed.id() + ")");
        }
        CensusInput input = new CensusInput(bench.folder(), files);
        Seen<Census> census = bench.perform(
                source(bench),
                Census.FS_CENSUS,
                bench.folder().toString(),
                act -> act.input(input.digest()).within(CENSUS_MILLIS),
                input);
        census.get();
        return census;
    }

    /** A text file, read to its end in as many acts as it takes. */
    record Whole(List<Seen<ReadOutput>> acts, String text, String cut) {
        Seen<?>[] seen() {
            return acts.toArray(new Seen<?>[0]);
        }
    }

    /** Reads a file of the folder; what could not be read is said in {@code cut}. */
    static Whole read(Bench bench, String file) throws InterruptedException {
        List<Seen<ReadOutput>> acts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int next = 1;
        while (next <= WHOLE_LINES_MAX) {
            int from = next;
            Seen<ReadOutput> seen = bench.use(
                    source(bench), tools -> tools.read(new ReadInput(bench.folder(), file, from, ReadInput.LINES_MAX)));
            acts.add(seen);
            if (seen.output().isEmpty()) {
                return new Whole(acts, text.toString(), seen.why());
            }
            ReadOutput out = seen.get();
            text.append(out.text()).append('\n');
            if (out.lastLine() >= out.totalLines() || out.lastLine() < from) {
                return new Whole(acts, text.toString(), out.lastLine() >= out.totalLines() ? "" : out.cut());
            }
            next = out.lastLine() + 1;
        }
        return new Whole(acts, text.toString(), "it has more than " + WHOLE_LINES_MAX + " lines");
    }
}
