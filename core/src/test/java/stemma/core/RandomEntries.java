package stemma.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random valid acts and entries of every kind. */
final class RandomEntries {
    private final Random random;
    private final RandomJson json;

    RandomEntries(long seed) {
        random = new Random(seed);
        json = new RandomJson(seed);
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private long millis() {
        return random.nextLong(1L << 45);
    }

    private String text() {
        return random.nextInt(4) == 0 ? "" : json.text();
    }

    private String name() {
        return random.nextBoolean() ? json.text() + "n" : "name" + random.nextInt(100);
    }

    ActId id() {
        return new ActId(1 + random.nextInt(ActId.BOOT_MAX), 1 + random.nextLong(ActId.SEQUENCE_MAX));
    }

    private Digest digest() {
        byte[] bytes = new byte[Digest.SIZE_BYTES];
        random.nextBytes(bytes);
        return Digest.wrap(bytes);
    }

    private Optional<Digest> maybeDigest() {
        return random.nextBoolean() ? Optional.of(digest()) : Optional.empty();
    }

    Actor actor() {
        return new Actor(one(Actor.Kind.values()), "a._-Z" + random.nextInt(1_000));
    }

    Cost cost() {
        return new Cost(unit(), unit(), unit(), unit());
    }

    private long unit() {
        return random.nextBoolean() ? 0 : random.nextLong(Cost.UNIT_MAX + 1);
    }

    private Json.Obj facts() {
        return json.value(3) instanceof Json.Obj object ? object : Scribe.NO_EVIDENCE;
    }

    Act act() {
        List<String> sources = new ArrayList<>();
        for (int i = random.nextInt(Provenance.SOURCES_MAX + 1); i > 0; i--) {
            sources.add(name());
        }
        return new Act(
                "fs.op" + random.nextInt(9),
                text(),
                digest(),
                actor(),
                new Provenance(one(Trust.values()), sources),
                name(),
                cost(),
                1 + random.nextLong(Act.DEADLINE_MILLIS_MAX),
                1 + random.nextInt(Act.SPENDS_MAX));
    }

    /** An entry of one of the seven kinds. */
    Entry entry() {
        return switch (random.nextInt(7)) {
            case 0 -> new Entry.Booted(1 + random.nextInt(ActId.BOOT_MAX), text(), millis());
            case 1 -> new Entry.Intent(id(), act(), text(), millis());
            case 2 -> receipt(id(), act(), one(Ending.values()));
            case 3 -> asked(id());
            case 4 -> new Entry.Answered(id(), random.nextBoolean(), actor(), maybeSignature(), millis());
            case 5 -> switched();
            default -> new Entry.Noted(name(), text(), facts(), millis());
        };
    }

    Receipt receipt(ActId id, Act act, Ending ending) {
        return new Receipt(
                id,
                act,
                text(),
                ending,
                text(),
                cost(),
                random.nextInt(act.spends()),
                maybeDigest(),
                maybeDigest(),
                facts(),
                millis(),
                millis());
    }

    Entry.Asked asked(ActId id) {
        long at = millis();
        return new Entry.Asked(id, act(), text(), text(), quorum(), at + 1 + random.nextInt(1_000_000), at);
    }

    private Quorum quorum() {
        List<String> of = List.of("ada", "ben", "cleo", "d-9").subList(0, random.nextInt(5));
        return of.isEmpty() ? Quorum.NONE : new Quorum(1 + random.nextInt(of.size()), of);
    }

    private Optional<Signature> maybeSignature() {
        return random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Signature("SHA256:" + random.nextInt(), "U1NIU0lH" + random.nextInt()));
    }

    Entry.Switched switched() {
        return new Entry.Switched(random.nextBoolean(), actor(), name(), millis());
    }
}
