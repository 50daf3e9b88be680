package stemma.cartridge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.cartridge.engine.ModuleRefused;
import stemma.core.Act;
import stemma.core.ActRefused;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Digest;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Operation.Nothing;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.store.Disk;

/** What an operator can do with cartridges: deploy, call, list, read their logs, delete. */
public final class CartridgeOperations {
    private final Gate gate;
    private final Shelf shelf;
    private final Leases leases;
    private final CartridgeFiles files;

    public CartridgeOperations(Gate gate, Shelf shelf, Leases leases, Disk disk) {
        this.gate = gate;
        this.shelf = shelf;
        this.leases = leases;
        this.files = new CartridgeFiles(disk);
    }

    record New(
            @Param(value = "the absolute path of a .wasm file", byDefault = "", position = 0)
            String file,

            @Param(value = "its name at /c/; without a manifest that says it, the file's own", byDefault = "")
            String slug,

            @Param(value = "the absolute path of its manifest, or the manifest itself", byDefault = "")
            String manifest,

            @Param(value = "the module itself in Base64, instead of a file", byDefault = "")
            String wasm) {}

    record Named(
            @Param(value = "the cartridge's name", position = 0)
            String slug) {}

    record Asked(
            @Param(value = "the cartridge's name", position = 0)
            String slug,

            @Param(value = "the path behind it", byDefault = "/", position = 1)
            String path,

            @Param(value = "the method", byDefault = "GET") String method,

            @Param(value = "the query, without its question mark", byDefault = "")
            String query,

            @Param(value = "the body; with one the method is POST unless you say otherwise", byDefault = "")
            String body) {}

    record Deployed(String slug, String wasm, int bytes, String isolation, String path, String act) {}

    record Answered(int status, String contentType, String body, long fuel) {}

    record Row(
            String slug,
            String version,
            String wasm,
            String isolation,
            long requests,
            Map<String, Long> traps,
            long fuel,
            long millis,
            long peakPages,
            long pooled,
            long swaps,
            long conflicts,
            long kvBytes) {}

    record Listing(List<Row> cartridges) {}

    record Line(long atMillis, String level, String text) {}

    record Lines(List<Line> lines) {}

    record Gone(String slug, String act) {}

    /** Every operation, declared before there is anything to ask. */
    public static List<Operation<?, ?>> all(Supplier<CartridgeOperations> live) {
        return List.of(
                new Operation<>(
                        "cartridge.deploy",
                        "Serve a WebAssembly module at /c/ on the public listener, at once",
                        New.class,
                        Deployed.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().deploy(in, call),
                        out -> "Serving /c/" + out.slug() + " (" + CartridgeTexts.brief(out.wasm()) + ", " + out.bytes()
                                + " bytes, "
                                + out.isolation() + ") by act " + out.act() + "\nTry it: stemma cartridge call "
                                + out.slug()),
                new Operation<>(
                        "cartridge.call",
                        "Call a cartridge and print what it answers",
                        Asked.class,
                        Answered.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().call(in),
                        out -> out.body() + "\n\nstatus " + out.status() + ", " + out.contentType() + ", " + out.fuel()
                                + " units of fuel"),
                new Operation<>(
                        "cartridge.list",
                        "List the cartridges that are served and what they did",
                        Nothing.class,
                        Listing.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().list(),
                        CartridgeTexts::said),
                new Operation<>(
                        "cartridge.logs",
                        "Print what a cartridge wrote to its log since the node was opened",
                        Named.class,
                        Lines.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().logs(in),
                        CartridgeTexts::said),
                new Operation<>(
                        "cartridge.delete",
                        "Serve a cartridge no more, and forget the keys and values it kept",
                        Named.class,
                        Gone.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().delete(in, call),
                        out -> "Gone: /c/" + out.slug() + " and what it kept, by act " + out.act()));
    }

    private Deployed deploy(New in, Call call) throws InterruptedException {
        byte[] wasm = files.wasm(in);
        Manifest manifest = files.manifest(in);
        Deployment.New next = new Deployment.New(loaded(manifest, wasm), wasm);
        Act act = Deployment.deployment(next, call.caller());
        Result<Digest> result = gate.perform(Deployment.DEPLOY, act, next);
        result.orThrow();
        return new Deployed(
                manifest.slug().text(),
                next.loaded().wasm().hex(),
                wasm.length,
                manifest.isolation().name().toLowerCase(Locale.ROOT),
                "/c/" + manifest.slug(),
                act(result));
    }

    private static String act(Result<?> result) {
        return switch (result) {
            case Result.Ended<?> ended -> ended.receipt().id().toString();
            case Result.Waiting<?> waiting -> waiting.approval().id().toString();
        };
    }

    private Loaded loaded(Manifest manifest, byte[] wasm) throws InterruptedException {
        try {
            return shelf.load(manifest, wasm);
        } catch (ModuleRefused | CartridgeFailed e) {
            String kept = shelf.find(manifest.slug()).isPresent() ? "; the version before is still served" : "";
            throw new Refusal(Refusal.Kind.BAD_INPUT, e.getMessage() + kept);
        }
    }

    private Answered call(Asked in) throws InterruptedException {
        Slug slug = served(in.slug());
        boolean posts = !in.body().isEmpty() && in.method().equals("GET");
        String path = in.path().startsWith("/") ? in.path() : "/" + in.path();
        try {
            Response response = leases.call(
                    slug,
                    new Request(
                            posts ? "POST" : in.method(),
                            path,
                            in.query(),
                            Map.of(),
                            in.body().getBytes(StandardCharsets.UTF_8),
                            Optional.empty()));
            return new Answered(response.status(), response.contentType(), response.text(), response.fuel());
        } catch (CartridgeFailed e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, e.kind().word() + ": " + e.getMessage());
        }
    }

    private Slug served(String text) {
        Slug slug = Slug.given(text);
        if (shelf.find(slug).isEmpty()) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "there is no cartridge " + slug + "; see stemma cartridge list");
        }
        return slug;
    }

    private Listing list() {
        List<Row> rows = new ArrayList<>();
        shelf.all().forEach((slug, place) -> {
            Loaded loaded = place.version();
            CartridgeMetrics.Figures did = shelf.figures(loaded.manifest().slug(), place);
            rows.add(new Row(
                    slug,
                    loaded.manifest().version(),
                    loaded.wasm().hex(),
                    loaded.manifest().isolation().name().toLowerCase(Locale.ROOT),
                    did.requests(),
                    did.traps(),
                    did.fuel(),
                    did.nanos() / 1_000_000,
                    did.peakPages(),
                    did.pooled(),
                    did.swaps(),
                    did.conflicts(),
                    did.kvBytes()));
        });
        return new Listing(rows);
    }

    private Lines logs(Named in) {
        Shelf.Place place = shelf.find(served(in.slug())).orElseThrow();
        return new Lines(place.log().stream()
                .map(line -> new Line(line.atMillis(), level(line.level()), line.text()))
                .toList());
    }

    private static String level(int level) {
        return List.of("debug", "info", "warning", "error").get(level);
    }

    private Gone delete(Named in, Call call) {
        Slug slug = served(in.slug());
        Result<Slug> result = gate.perform(Deployment.DELETE, Deployment.deletion(slug, call.caller()), slug);
        if (result instanceof Result.Ended<Slug> ended && ended.done().isEmpty()) {
            throw new ActRefused(ended.receipt());
        }
        result.orThrow();
        return new Gone(slug.text(), act(result));
    }
}
