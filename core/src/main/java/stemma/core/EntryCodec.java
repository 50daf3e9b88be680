package stemma.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Canonical bytes of acts and log entries, and back. Every object writes its members in ascending
 * order, which {@link JsonWriter} enforces, so that the bytes are RFC 8785 by construction. Reading
 * takes back exactly what writing gives, and is lenient about nothing.
 */
public final class EntryCodec {
    private static final byte[] NO_ACT = {};

    private EntryCodec() {}

    static byte[] bytes(Act act) {
        JsonWriter w = new JsonWriter();
        write(w, act);
        return w.bytes();
    }

    /** The entry's canonical bytes; at most {@link Log#ENTRY_BYTES_MAX} for every valid entry. */
    public static byte[] bytes(Entry entry) {
        return switch (entry) {
            case Entry.Intent e -> bytes(e, bytes(e.act()));
            case Entry.Asked e -> bytes(e, bytes(e.act()));
            case Receipt e -> bytes(e, bytes(e.act()));
            case Entry.Booted _, Entry.Answered _, Entry.Switched _, Entry.Noted _ -> bytes(entry, NO_ACT);
        };
    }

    /** The same for an entry whose act is encoded already: intent and receipt share those bytes. */
    static byte[] bytes(Entry entry, byte[] act) {
        JsonWriter w = new JsonWriter();
        w.object();
        switch (entry) {
            case Entry.Booted e ->
                w.name("at")
                        .value(e.atMillis())
                        .name("boot")
                        .value(e.boot())
                        .name("kind")
                        .value("boot")
                        .name("version")
                        .value(e.version());
            case Entry.Intent e -> {
                w.name("act").encoded(act).name("at").value(e.atMillis());
                kind(w, e.id(), "intent").name("rule").value(e.rule());
            }
            case Receipt e -> receipt(w, e, act);
            case Entry.Asked e -> {
                w.name("act")
                        .encoded(act)
                        .name("at")
                        .value(e.atMillis())
                        .name("expires")
                        .value(e.expiresMillis());
                kind(w, e.id(), "asked");
                QuorumCodec.write(w, e.quorum());
                w.name("reason").value(e.reason()).name("rule").value(e.rule());
            }
            case Entry.Answered e -> {
                w.name("approved").value(e.approved()).name("at").value(e.atMillis());
                w.name("by").value(e.by().toString());
                kind(w, e.id(), "answered");
                e.signature().ifPresent(signature -> QuorumCodec.write(w, signature));
            }
            case Entry.Switched e ->
                w.name("at")
                        .value(e.atMillis())
                        .name("by")
                        .value(e.by().toString())
                        .name("halted")
                        .value(e.halted())
                        .name("kind")
                        .value("switch")
                        .name("reason")
                        .value(e.reason());
            case Entry.Noted e ->
                w.name("at")
                        .value(e.atMillis())
                        .name("body")
                        .value(e.body())
                        .name("kind")
                        .value("note")
                        .name("subject")
                        .value(e.subject())
                        .name("topic")
                        .value(e.topic());
        }
        return w.end().bytes();
    }

    private static void receipt(JsonWriter w, Receipt r, byte[] act) {
        w.name("act").encoded(act).name("at").value(r.endedMillis());
        r.chain().ifPresent(chain -> w.name("chain").value(chain.hex()));
        w.name("ending").value(r.ending().word());
        w.name("evidence").value(r.evidence());
        kind(w, r.id(), "receipt").name("note").value(r.note());
        r.output().ifPresent(output -> w.name("output").value(output.hex()));
        w.name("rule").value(r.rule());
        w.name("spends").value(r.spends());
        write(w.name("spent"), r.spent());
        w.name("started").value(r.startedMillis());
    }

    private static JsonWriter kind(JsonWriter w, ActId id, String kind) {
        return w.name("id").value(id.toString()).name("kind").value(kind);
    }

    private static void write(JsonWriter w, Act act) {
        w.object().name("actor").value(act.actor().toString());
        w.name("deadline").value(act.deadlineMillis());
        write(w.name("estimate"), act.estimate());
        w.name("input").value(act.inputDigest().hex());
        w.name("op").value(act.op());
        w.name("purse").value(act.purse());
        w.name("sources").array();
        for (String source : act.provenance().sources()) {
            w.value(source);
        }
        w.end();
        w.name("spends").value(act.spends());
        w.name("target").value(act.target());
        w.name("trust").value(act.provenance().trust().word());
        w.end();
    }

    /** A cost of nothing is an empty object: most acts are free, and the log is long. */
    private static void write(JsonWriter w, Cost cost) {
        w.object();
        if (cost.fuel() > 0) {
            w.name("fuel").value(cost.fuel());
        }
        if (cost.millis() > 0) {
            w.name("millis").value(cost.millis());
        }
        if (cost.money() > 0) {
            w.name("money").value(cost.money());
        }
        if (cost.tokens() > 0) {
            w.name("tokens").value(cost.tokens());
        }
        w.end();
    }

    /**
     * Reads one entry: exactly the bytes that {@link #bytes} writes, and no others. Throws
     * {@link JsonException} that names what is wrong.
     */
    public static Entry parse(byte[] bytes) {
        if (bytes.length > Log.ENTRY_BYTES_MAX) {
            throw new JsonException(
                    "an entry has at most " + Log.ENTRY_BYTES_MAX + " bytes, but this has " + bytes.length);
        }
        if (!(Json.parse(bytes) instanceof Json.Obj o)) {
            throw new JsonException("an entry is an object");
        }
        String kind = o.string("kind");
        Entry entry;
        try {
            entry = entry(o, kind);
        } catch (IllegalArgumentException e) {
            throw new JsonException("this entry of kind \"" + kind + "\" cannot be: " + e.getMessage());
        }
        if (!Arrays.equals(bytes, bytes(entry))) {
            throw new JsonException("this entry of kind \"" + kind + "\" is not canonical or has a foreign member");
        }
        return entry;
    }

    private static Entry entry(Json.Obj o, String kind) {
        long at = o.longNumber("at");
        return switch (kind) {
            case "boot" -> new Entry.Booted(count(o, "boot"), o.string("version"), at);
            case "intent" -> new Entry.Intent(id(o), act(o.object("act")), o.string("rule"), at);
            case "receipt" -> receipt(o, at);
            case "asked" ->
                new Entry.Asked(
                        id(o),
                        act(o.object("act")),
                        o.string("rule"),
                        o.string("reason"),
                        QuorumCodec.quorum(o),
                        o.longNumber("expires"),
                        at);
            case "answered" ->
                new Entry.Answered(
                        id(o), o.bool("approved"), parsed(o, "by", Actor::parse), QuorumCodec.signature(o), at);
            case "switch" ->
                new Entry.Switched(o.bool("halted"), parsed(o, "by", Actor::parse), o.string("reason"), at);
            case "note" -> new Entry.Noted(o.string("topic"), o.string("subject"), o.object("body"), at);
            default -> throw new JsonException("'" + kind + "' is not a kind of entry this version knows");
        };
    }

    private static Receipt receipt(Json.Obj o, long at) {
        return new Receipt(
                id(o),
                act(o.object("act")),
                o.string("rule"),
                parsed(o, "ending", Ending::parse),
                o.string("note"),
                cost(o.object("spent")),
                count(o, "spends"),
                digest(o, "chain"),
                digest(o, "output"),
                o.object("evidence"),
                o.longNumber("started"),
                at);
    }

    private static Act act(Json.Obj o) {
        return new Act(
                o.string("op"),
                o.string("target"),
                parsed(o, "input", Digest::parse),
                parsed(o, "actor", Actor::parse),
                new Provenance(parsed(o, "trust", Trust::parse), texts(o, "sources")),
                o.string("purse"),
                cost(o.object("estimate")),
                o.longNumber("deadline"),
                count(o, "spends"));
    }

    static List<String> texts(Json.Obj o, String name) {
        List<String> texts = new ArrayList<>();
        for (Json item : o.array(name).items()) {
            if (!(item instanceof Json.Str(String text))) {
                throw new JsonException("member \"" + name + "\" must hold strings only");
            }
            texts.add(text);
        }
        return texts;
    }

    private static Cost cost(Json.Obj o) {
        return new Cost(unit(o, "tokens"), unit(o, "money"), unit(o, "millis"), unit(o, "fuel"));
    }

    private static long unit(Json.Obj o, String name) {
        return o.find(name).isPresent() ? o.longNumber(name) : 0;
    }

    static int count(Json.Obj o, String name) {
        long count = o.longNumber(name);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new JsonException("member \"" + name + "\" must be 0 to 2^31 - 1, but is " + count);
        }
        return (int) count;
    }

    private static ActId id(Json.Obj o) {
        return parsed(o, "id", ActId::parse);
    }

    private static Optional<Digest> digest(Json.Obj o, String name) {
        return o.find(name).isPresent() ? Optional.of(parsed(o, name, Digest::parse)) : Optional.empty();
    }

    private static <T> T parsed(Json.Obj o, String name, Function<String, T> parser) {
        String text = o.string(name);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new JsonException("member \"" + name + "\": " + e.getMessage());
        }
    }
}
