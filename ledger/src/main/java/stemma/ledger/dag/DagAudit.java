package stemma.ledger.dag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.JsonException;
import stemma.ledger.Finding;
import stemma.ledger.Vouched;
import stemma.store.SaltedObjects;
import stemma.store.StoreFailed;

/**
 * Checks the files of objects against what the log says of them. An object is named by the entry that
 * added it, so that what is wrong with objects and with entries falls into one order. Used once.
 */
public final class DagAudit implements Vouched {
    /** Findings about objects; what goes beyond is counted. */
    static final int FINDINGS_MAX = 1_000;

    private final SaltedObjects files;
    private final Map<Digest, Recorded> recorded = new LinkedHashMap<>();
    private final Map<Digest, ActId> erased = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private DagRoot root = DagRoot.NONE;

    private record Recorded(long index, DagItem item) {
        String name() {
            return "object " + DagItem.brief(item.id()) + " (" + item.kind() + ", entry " + index + ")";
        }
    }

    public DagAudit(SaltedObjects files) {
        this.files = files;
    }

    @Override
    public String topic() {
        return DagNote.TOPIC;
    }

    @Override
    public void note(long index, Entry.Noted note) {
        try {
            switch (DagNote.of(note)) {
                case DagNote.Added(DagItem item, DagRoot after) -> added(index, item, after);
                case DagNote.Erased(ActId by, List<Digest> ids) -> ids.forEach(id -> erased.putIfAbsent(id, by));
            }
        } catch (JsonException | IllegalArgumentException | ArithmeticException e) {
            changed(index, "entry " + index + " is no note about an object: " + e.getMessage());
        }
    }

    private void added(long index, DagItem item, DagRoot after) {
        root = root.after(item.id());
        if (!root.equals(after)) {
            changed(
                    index,
                    "the root of the objects in entry " + index + " is not that of the " + root.size()
                            + " objects recorded up to it");
            root = after;
        }
        item.links().stream()
                .filter(link -> !recorded.containsKey(link))
                .findFirst()
                .ifPresent(link -> changed(
                        index,
                        "the object of entry " + index + " links to " + DagItem.brief(link)
                                + ", which no earlier entry recorded"));
        if (recorded.putIfAbsent(item.id(), new Recorded(index, item)) != null) {
            changed(index, "the object of entry " + index + " was recorded before");
        }
    }

    @Override
    public List<Finding> findings(boolean whole) {
        List<Recorded> missing = new ArrayList<>();
        List<Recorded> lastOnes = new ArrayList<>();
        for (Recorded object : recorded.values()) {
            if (erased.containsKey(object.item().id())) {
                gone(object);
            } else if (missing(object)) {
                missing.add(object);
                lastOnes.add(object);
            } else {
                lastOnes.clear();
            }
        }
        if (whole) {
            missing(missing, lastOnes);
        } else if (!missing.isEmpty()) {
            add(
                    Finding.Kind.UNFINISHED,
                    missing.getFirst().index(),
                    missing.size() + " objects are missing; whether they were erased stands in entries that are damaged"
                            + " or gone");
        }
        sum();
        return findings;
    }

    /** Objects that are missing from one on to the last are those that an older copy does not have. */
    private void missing(List<Recorded> missing, List<Recorded> lastOnes) {
        boolean older = lastOnes.size() > 1;
        missing.subList(0, missing.size() - (older ? lastOnes.size() : 0))
                .forEach(object -> add(Finding.Kind.MISSING, object.index(), object.name() + " is missing"));
        if (older) {
            Recorded first = lastOnes.getFirst();
            add(
                    Finding.Kind.ROLLED_BACK,
                    first.index(),
                    first.name() + " and each of the " + (lastOnes.size() - 1)
                            + " recorded after it are missing: an older copy of the objects is in their place");
        }
    }

    private boolean missing(Recorded object) {
        try {
            Optional<byte[]> file = files.raw(object.item().id());
            file.filter(bytes -> !SaltedObjects.matches(object.item().id(), bytes))
                    .ifPresent(bytes -> changed(object.index(), object.name() + " " + wrong(object.item(), bytes)));
            return file.isEmpty();
        } catch (StoreFailed e) {
            changed(object.index(), object.name() + " cannot be read: " + e.getMessage());
            return false;
        }
    }

    private String wrong(DagItem item, byte[] file) {
        Optional<Recorded> other = SaltedObjects.claimed(file).map(recorded::get);
        int length = file.length - SaltedObjects.SALT_BYTES;
        if (other.isPresent()) {
            return "was exchanged: the content of " + other.get().name() + " lies in its place";
        }
        if (relinked(item, file)) {
            return "was linked anew: what it says it came from is not what was recorded";
        }
        return length < item.bytes()
                ? "was cut short: " + Math.max(0, length) + " of " + item.bytes() + " bytes are left"
                : "was changed: its bytes are not those that were committed to";
    }

    private static boolean relinked(DagItem item, byte[] file) {
        if (file.length < SaltedObjects.SALT_BYTES) {
            return false;
        }
        try {
            return !DagObject.parse(SaltedObjects.content(file)).links().equals(item.links());
        } catch (JsonException | IllegalArgumentException e) {
            return false;
        }
    }

    /** A start unlinks it, so that this is nobody's alarm: the content is whole or nothing at all. */
    private void gone(Recorded object) {
        boolean there;
        try {
            there = files.raw(object.item().id()).isPresent();
        } catch (StoreFailed e) {
            there = true;
        }
        if (there) {
            add(
                    Finding.Kind.UNFINISHED,
                    object.index(),
                    object.name() + " was erased by act "
                            + erased.get(object.item().id())
                            + " and is there again; the next start of the node unlinks it");
        }
    }

    private void sum() {
        Map<ActId, Integer> byAct = new TreeMap<>();
        erased.values().forEach(by -> byAct.merge(by, 1, Integer::sum));
        byAct.forEach((by, count) -> findings.add(new Finding(
                Finding.Kind.ERASED,
                recorded.values().stream()
                        .filter(object -> by.equals(erased.get(object.item().id())))
                        .mapToLong(Recorded::index)
                        .min()
                        .orElse(0),
                count + (count == 1 ? " object was" : " objects were") + " erased by act " + by
                        + "; the commitments and their proofs stay")));
        boolean sound = findings.stream().noneMatch(finding -> finding.kind().alarming());
        if (sound && recorded.size() > erased.size()) {
            int there = recorded.size() - erased.size();
            findings.add(new Finding(
                    Finding.Kind.VOUCHED,
                    0,
                    there == 1
                            ? "the one object is as it was recorded"
                            : "all " + there + " objects are as they were recorded"));
        }
    }

    private void changed(long index, String text) {
        add(Finding.Kind.CHANGED, index, text);
    }

    private void add(Finding.Kind kind, long index, String text) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(new Finding(kind, index, text));
        } else if (findings.size() == FINDINGS_MAX) {
            findings.add(new Finding(kind, index, "and more objects from entry " + index + " on"));
        }
    }
}
