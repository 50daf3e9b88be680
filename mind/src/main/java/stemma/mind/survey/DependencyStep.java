package stemma.mind.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stemma.core.ActId;
import stemma.mind.Bench;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;

/** Inventories what a folder's projects depend on, and under which licences, from manifests and lock files. */
public final class DependencyStep {
    private static final int SHOWN_MAX = 30;
    private static final String SECTION = "Dependencies and licences";

    private record Read(Manifest manifest, Stock.Whole whole) {}

    private DependencyStep() {}

    /** The step, over a shared census. */
    public static Step of(Stock stock) {
        return new Step("Read manifests and licences", (bench, before) -> {
            Seen<Census> seen = stock.census(bench);
            List<Read> manifests = manifests(bench, seen.get());
            Findings.Builder found = Findings.builder();
            String licence = licence(bench, seen, manifests, found);
            if (manifests.isEmpty()) {
                String none = "no manifest names dependencies";
                found.answer("What does it depend on?", none, Claim.of("no known manifest was found", seen));
                return Step.Outcome.done(none, found.build());
            }
            int direct =
                    manifests.stream().mapToInt(r -> r.manifest.direct().size()).sum();
            int locked =
                    manifests.stream().mapToInt(r -> r.manifest.locked().size()).sum();
            String verdict = (direct == 0 ? "none" : direct) + " named" + (locked > 0 ? ", " + locked + " locked" : "");
            found.answer(
                    "What does it depend on?",
                    verdict,
                    new Claim("read from " + names(manifests) + "; its own licence: " + licence, receipts(manifests)));
            manifests.forEach(r -> claims(r, found));
            return Step.Outcome.done(verdict + "; licence " + licence, found.build());
        });
    }

    private static List<Read> manifests(Bench bench, Census census) throws InterruptedException {
        List<Read> read = new ArrayList<>();
        for (FileFacts file : census.files()) {
            if (file.text() && Manifests.known(file.name()) && read.size() < Manifests.READ_MAX) {
                Stock.Whole whole = Stock.read(bench, file.path());
                Optional<Manifest> manifest = whole.cut().isEmpty()
                        ? Manifests.read(file.path(), whole.text())
                        : Optional.of(Manifest.faulty(file.path(), "manifest", whole.cut()));
                manifest.ifPresent(m -> read.add(new Read(m, whole)));
            }
        }
        return read;
    }

    /** The folder's own licence, from its licence file and from what its manifests state. */
    private static String licence(Bench bench, Seen<Census> seen, List<Read> manifests, Findings.Builder found)
            throws InterruptedException {
        Optional<FileFacts> file = seen.get().files().stream()
                .filter(f -> f.folder().isEmpty() && f.text() && Licences.file(f.name()))
                .findFirst();
        String name = "none found";
        if (file.isPresent()) {
            Stock.Whole whole = Stock.read(bench, file.get().path());
            Optional<String> known = Licences.of(whole.text());
            name = known.orElse("not recognised");
            found.claim(
                    SECTION,
                    Tables.code(file.get().path())
                            + known.map(k -> " is the text of " + k + ".").orElse(" is no licence text that is known."),
                    whole.seen());
        } else {
            found.claim(SECTION, "There is no licence file at the top of the folder.", seen);
        }
        for (Read read : manifests) {
            String stated = Texts.oneLine(read.manifest.licence());
            if (!stated.isEmpty()) {
                found.claim(
                        SECTION,
                        Tables.code(read.manifest.path()) + " states the licence " + stated + ".",
                        read.whole.seen());
                name = file.isPresent() ? name : stated;
            }
        }
        return name;
    }

    private static void claims(Read read, Findings.Builder found) {
        Manifest m = read.manifest;
        String head = "**" + m.what() + "** " + Tables.code(m.path());
        if (!m.fault().isEmpty()) {
            found.claim(SECTION, head + " could not be read: " + Texts.oneLine(m.fault()) + ".", read.whole.seen());
            return;
        }
        if (!m.direct().isEmpty()) {
            List<List<String>> rows = m.direct().stream()
                    .limit(SHOWN_MAX)
                    .map(d -> List.of(
                            Tables.code(d.name()),
                            d.version().isEmpty() ? "not stated here" : Texts.oneLine(d.version()),
                            d.scope().word()))
                    .toList();
            String more = m.direct().size() > SHOWN_MAX ? "\n\n" + (m.direct().size() - SHOWN_MAX) + " more." : "";
            found.claim(
                    SECTION,
                    head + " names " + Texts.count(m.direct().size(), "dependency") + ":\n\n"
                            + Tables.of(List.of("dependency", "version", "for"), rows) + more,
                    read.whole.seen());
        }
        if (!m.locked().isEmpty()) {
            found.claim(SECTION, head + locked(m.locked()), read.whole.seen());
        }
    }

    private static String locked(List<Dependency> locked) {
        Map<String, Integer> licences = new TreeMap<>();
        locked.forEach(d -> licences.merge(d.licence().isEmpty() ? "not stated" : d.licence(), 1, Integer::sum));
        String head = " locks " + Texts.count(locked.size(), "package");
        if (licences.keySet().equals(Set.of("not stated"))) {
            return head + "; the lock file states no licences.";
        }
        Map<String, Integer> most = new LinkedHashMap<>();
        licences.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
                .forEach(e -> most.put(e.getKey(), e.getValue()));
        String copyleft = locked.stream()
                .filter(d -> Licences.copyleft(d.licence()))
                .limit(SHOWN_MAX)
                .map(d -> Tables.code(d.name()) + " (" + Texts.oneLine(d.licence()) + ")")
                .collect(Collectors.joining(", "));
        List<List<String>> rows = most.entrySet().stream()
                .map(e -> List.of(Texts.oneLine(e.getKey()), Integer.toString(e.getValue())))
                .toList();
        return head + ":\n\n" + Tables.of(List.of("licence", "packages"), rows)
                + (copyleft.isEmpty() ? "" : "\n\nWith a licence that asks for source: " + copyleft + ".");
    }

    private static String names(List<Read> manifests) {
        String first = manifests.stream()
                .limit(3)
                .map(r -> Tables.code(r.manifest.path()))
                .collect(Collectors.joining(", "));
        return manifests.size() > 3 ? first + " and " + (manifests.size() - 3) + " more" : first;
    }

    private static List<ActId> receipts(List<Read> manifests) {
        List<ActId> ids = new ArrayList<>();
        manifests.forEach(r -> r.whole.acts().forEach(a -> ids.add(a.id())));
        return ids;
    }
}
