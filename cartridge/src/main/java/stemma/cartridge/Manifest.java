package stemma.cartridge;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.core.JsonException;
import stemma.core.Refusal;

/**
 * What a cartridge is and what it is granted.
 *
 * @param version its author's name for it; the node knows versions by digest
 * @param isolation how an instance is used
 * @param grants what it gets beside its request
 * @param config settings that it can read
 * @param secrets names of secrets that it may mention
 * @param hosts that it may send requests to
 * @param calls cartridges that it may call; none named means any
 * @param limits within which it runs
 */
public record Manifest(
        Slug slug,
        String version,
        Isolation isolation,
        Set<Grant> grants,
        Map<String, String> config,
        Set<String> secrets,
        Set<String> hosts,
        Set<String> calls,
        CartridgeLimits limits) {

    public static final int BYTES_MAX = 64 * 1024;
    public static final int VERSION_CHARS_MAX = 64;

    private static final Set<String> MEMBERS = Set.of(
            "slug",
            "version",
            "isolation",
            "grants",
            "config",
            "secrets",
            "hosts",
            "calls",
            "memory_pages",
            "fuel",
            "timeout_millis");

    /** How an instance is used. */
    public enum Isolation {
        /** A fresh instance for every call. */
        REQUEST,
        /** An instance is used again, put back to what it was after its initialisation. */
        POOLED
    }

    public Manifest {
        grants = Set.copyOf(grants);
        config = Map.copyOf(config);
        secrets = Set.copyOf(secrets);
        hosts = Set.copyOf(hosts);
        calls = Set.copyOf(calls);
        if (version.length() > VERSION_CHARS_MAX) {
            throw new IllegalArgumentException("a version has at most " + VERSION_CHARS_MAX + " characters");
        }
    }

    /** A cartridge that asks for nothing. */
    public static Manifest plain(Slug slug) {
        return new Manifest(
                slug,
                "",
                Isolation.REQUEST,
                Set.of(),
                Map.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                CartridgeLimits.standard());
    }

    /** Reads a manifest; a {@link Refusal} says which member is wrong, and where when it is no JSON. */
    public static Manifest parse(byte[] json) {
        if (json.length > BYTES_MAX) {
            throw bad("it has " + json.length + " bytes; the most is " + BYTES_MAX);
        }
        try {
            if (!(Json.parse(json) instanceof Json.Obj object)) {
                throw bad("it is not a JSON object");
            }
            return of(object);
        } catch (JsonException | IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static Manifest of(Json.Obj object) {
        Set<String> unknown = new TreeSet<>(object.members().keySet());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw bad("there is no member \"" + unknown.iterator().next() + "\"; known are " + new TreeSet<>(MEMBERS));
        }
        CartridgeLimits standard = CartridgeLimits.standard();
        CartridgeLimits limits = standard.atMost(
                (int) number(object, "memory_pages", standard.memoryPagesMax()),
                number(object, "fuel", standard.fuelUnitsMax()),
                number(object, "timeout_millis", standard.callMillisMax()));
        return new Manifest(
                new Slug(object.string("slug")),
                object.find("version").isPresent() ? object.string("version") : "",
                isolation(object),
                grants(object),
                config(object),
                words(object, "secrets"),
                words(object, "hosts"),
                words(object, "calls"),
                limits);
    }

    private static long number(Json.Obj object, String member, long standard) {
        long value = object.find(member).isPresent() ? object.longNumber(member) : standard;
        if (value < 1 || value > standard) {
            throw bad(member + " is 1 to " + standard);
        }
        return value;
    }

    private static Isolation isolation(Json.Obj object) {
        String word = object.find("isolation").isPresent() ? object.string("isolation") : "request";
        return switch (word) {
            case "request" -> Isolation.REQUEST;
            case "pooled" -> Isolation.POOLED;
            default -> throw bad("isolation is request or pooled, not " + word);
        };
    }

    private static Set<Grant> grants(Json.Obj object) {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (String word : words(object, "grants")) {
            grants.add(Grant.of(word).orElseThrow(() -> bad("there is no grant " + word)));
        }
        return grants;
    }

    private static Map<String, String> config(Json.Obj object) {
        Map<String, String> config = new HashMap<>();
        if (object.find("config").isPresent()) {
            Json.Obj settings = object.object("config");
            settings.members().keySet().forEach(name -> config.put(name, settings.string(name)));
        }
        return config;
    }

    private static Set<String> words(Json.Obj object, String member) {
        Set<String> words = new TreeSet<>();
        if (object.find(member).isPresent()) {
            for (Json item : object.array(member).items()) {
                if (!(item instanceof Json.Str(String word))) {
                    throw bad(member + " is a list of texts");
                }
                words.add(word);
            }
        }
        return words;
    }

    /** The manifest as it is kept and shown. */
    Json.Obj json() {
        JsonBuilder settings = Json.object();
        config.forEach(settings::put);
        return Json.object()
                .put("slug", slug.text())
                .put("version", version)
                .put("isolation", isolation == Isolation.POOLED ? "pooled" : "request")
                .put("grants", texts(grants.stream().map(Grant::word).collect(Collectors.toSet())))
                .put("config", settings.build())
                .put("secrets", texts(secrets))
                .put("hosts", texts(hosts))
                .put("calls", texts(calls))
                .put("memory_pages", limits.memoryPagesMax())
                .put("fuel", limits.fuelUnitsMax())
                .put("timeout_millis", limits.callMillisMax())
                .build();
    }

    private static Json texts(Set<String> words) {
        return new Json.Arr(new TreeSet<>(words).stream().map(Json::of).toList());
    }

    boolean grants(Grant grant) {
        return grants.contains(grant);
    }

    private static Refusal bad(String what) {
        return new Refusal(Refusal.Kind.BAD_INPUT, "the manifest is wrong: " + what);
    }
}
