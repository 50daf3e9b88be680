package stemma.cartridge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;
import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.HostFunction;
import stemma.core.Json;

/**
 * The host functions of ABI version 2, in the module {@code x402}, each also as {@code env.x402_NAME}.
 *
 * <p>A text goes in as pointer and length, and comes back as {@code pointer << 32 | length}, 0 for
 * none; the host puts it where the guest's {@code x402_alloc} says. Pointers and lengths are unsigned
 * numbers of 32 bits; a range that is not inside the memory is a trap.
 */
final class HostFunctions {
    static final int RANDOM_BYTES_MAX = 65_536;

    private static final ValType INT = ValType.I32;
    private static final List<ValType> TEXT = List.of(ValType.I64);
    private static final List<ValType> NUMBER = List.of(INT);
    private static final List<ValType> NOTHING = List.of();

    private HostFunctions() {}

    /** What a manifest grants. */
    static List<HostFunction> of(Manifest manifest) {
        List<HostFunction> all = new ArrayList<>();
        all.add(of("log", 3, NOTHING, in -> {
            in.state().log(in.number(0), in.bytes(1));
            return 0;
        }));
        all.add(of("payment_info", 0, TEXT, in -> in.text(in.state().payment())));
        all.add(of("response", 5, NOTHING, in -> {
            in.state().respond(in.number(0), in.bytes(1), CallState.utf8(in.bytes(3)));
            return 0;
        }));
        all.add(of("header", 4, NUMBER, in -> in.state().header(in.string(0), in.string(2)) ? 0 : -1));
        all.add(of("write", 2, NOTHING, in -> {
            in.state().write(in.bytes(0));
            return 0;
        }));
        for (Grant grant : manifest.grants()) {
            all.addAll(granted(grant));
        }
        all.addAll(all.stream()
                .map(each -> new HostFunction("env", "x402_" + each.name(), each.type(), each.body()))
                .toList());
        return all;
    }

    private static List<HostFunction> granted(Grant grant) {
        return switch (grant) {
            case KV -> kv();
            case NOW ->
                List.of(of("now", 0, TEXT, in -> in.state().ports().clock().millis()));
            case RANDOM -> List.of(of("random", 2, NUMBER, HostFunctions::random));
            case CONFIG ->
                List.of(of(
                        "config",
                        2,
                        TEXT,
                        in -> in.text(Optional.ofNullable(
                                        in.state().manifest().config().get(in.string(0)))
                                .map(value -> value.getBytes(StandardCharsets.UTF_8)))));
            case SECRET ->
                List.of(of(
                        "secret",
                        2,
                        TEXT,
                        in -> in.text(Optional.of(in.string(0))
                                .filter(in.state().manifest().secrets()::contains)
                                .map(name -> ("vault:" + name).getBytes(StandardCharsets.UTF_8)))));
            case HTTP -> List.of(of("http", 2, TEXT, HostFunctions::http));
            case CALL ->
                List.of(of(
                        "call",
                        4,
                        TEXT,
                        in -> in.text(Optional.of(in.state().compose(slug(in.string(0)), in.bytes(2))))));
            case WASI -> Wasi.functions();
        };
    }

    private static List<HostFunction> kv() {
        return List.of(
                of("kv_get", 2, TEXT, in -> in.text(in.state().kv().get(in.string(0)))),
                of("kv_set", 4, NUMBER, in -> in.state().kv().set(in.string(0), in.bytes(2)) ? 0 : -1),
                of("kv_delete", 2, NUMBER, in -> in.state().kv().delete(in.string(0)) ? 1 : 0),
                of(
                        "kv_list",
                        2,
                        TEXT,
                        in -> in.text(Optional.of(new Json.Arr(in.state().kv().list(in.string(0)).stream()
                                        .map(Json::of)
                                        .toList())
                                .canonical()))),
                of("kv_cas", 6, NUMBER, in -> {
                    boolean none = in.number(3) == -1;
                    Optional<byte[]> expected = none ? Optional.empty() : Optional.of(in.bytes(2));
                    return switch (in.state().kv().swap(in.string(0), expected, in.bytes(4))) {
                        case DONE -> 1;
                        case DIFFERENT -> 0;
                        case OVER_LIMIT -> -1;
                    };
                }));
    }

    private static long random(In in) {
        int size = in.number(1);
        if (size < 0 || size > RANDOM_BYTES_MAX) {
            return -1;
        }
        byte[] bytes = in.state().ports().entropy().bytes(size);
        in.guest().memory().write(in.number(0), bytes, 0, size);
        return 0;
    }

    private static long http(In in) {
        HostPorts.Http http = in.state()
                .ports()
                .http()
                .orElse((manifest, request) -> Failures.json(503, "this node lets no cartridge send requests"));
        try {
            return in.text(Optional.of(http.send(in.state().manifest(), in.bytes(0))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            in.state().meter().check();
            return 0;
        }
    }

    private static Slug slug(String text) {
        try {
            return new Slug(text);
        } catch (IllegalArgumentException e) {
            return new Slug("none");
        }
    }

    /** One call of a host function: its arguments, and where it came from. */
    record In(Guest guest, CallState state, long[] arguments) {
        int number(int at) {
            return (int) arguments[at];
        }

        /** The bytes at the pointer and length that begin there. */
        byte[] bytes(int at) {
            return guest.memory().readBytes(number(at), number(at + 1));
        }

        String string(int at) {
            return CallState.utf8(bytes(at));
        }

        /** Hands bytes to the guest; 0 for none. */
        long text(Optional<byte[]> bytes) {
            return bytes.map(some -> GuestText.put(guest, some)).orElse(0L);
        }
    }

    static HostFunction of(String name, int numbers, List<ValType> returns, Function<In, Number> body) {
        ValType[] takes = new ValType[numbers];
        Arrays.fill(takes, INT);
        return new HostFunction("x402", name, FunctionType.of(List.of(takes), returns), (guest, arguments) -> {
            CallState state = guest.host(CallState.class).entered();
            return body.apply(new In(guest, state, arguments)).longValue();
        });
    }
}
