package stemma.cartridge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stemma.cartridge.engine.Trap;
import stemma.core.Json;

/** What J1 performs by number, with the same meaning and the same grants as ABI version 2. */
final class J1Ops {
    private static final byte[] NOTHING = new byte[0];

    private J1Ops() {}

    static Optional<byte[]> perform(int code, List<byte[]> in, CallState state) {
        return switch (code) {
            case 1 -> log(in, state);
            case 2 -> state.payment();
            case 3 -> respond(in, state);
            case 4 -> done(state.header(text(in, 0), text(in, 1)));
            case 5 -> {
                state.write(argument(in, 0));
                yield Optional.of(NOTHING);
            }
            case 10 -> granted(Grant.KV, state).flatMap(yes -> state.kv().get(text(in, 0)));
            case 11 -> granted(Grant.KV, state).flatMap(yes -> done(state.kv().set(text(in, 0), argument(in, 1))));
            case 12 -> granted(Grant.KV, state).flatMap(yes -> done(state.kv().delete(text(in, 0))));
            case 13 ->
                granted(Grant.KV, state)
                        .map(yes -> new Json.Arr(state.kv().list(text(in, 0)).stream()
                                        .map(Json::of)
                                        .toList())
                                .canonical());
            case 14 -> granted(Grant.KV, state).flatMap(yes -> swap(in, state));
            case 20 ->
                granted(Grant.NOW, state)
                        .map(yes -> text(Long.toString(state.ports().clock().millis())));
            case 22 ->
                granted(Grant.CONFIG, state)
                        .flatMap(yes -> Optional.ofNullable(
                                        state.manifest().config().get(text(in, 0)))
                                .map(J1Ops::text));
            case 25 -> granted(Grant.CALL, state).map(yes -> state.compose(new Slug(text(in, 0)), argument(in, 1)));
            default -> throw new Trap(Trap.Kind.HOST, "there is no host operation " + code);
        };
    }

    private static Optional<Boolean> granted(Grant grant, CallState state) {
        return state.manifest().grants(grant) ? Optional.of(true) : Optional.empty();
    }

    private static Optional<byte[]> done(boolean done) {
        return done ? Optional.of(NOTHING) : Optional.empty();
    }

    private static Optional<byte[]> log(List<byte[]> in, CallState state) {
        state.log(number(in, 0), argument(in, 1));
        return Optional.of(NOTHING);
    }

    private static Optional<byte[]> respond(List<byte[]> in, CallState state) {
        state.respond(number(in, 0), argument(in, 1), text(in, 2));
        return Optional.of(NOTHING);
    }

    private static Optional<byte[]> swap(List<byte[]> in, CallState state) {
        Optional<byte[]> expected = in.size() == 3 ? Optional.of(argument(in, 1)) : Optional.empty();
        return done(state.kv().swap(text(in, 0), expected, argument(in, in.size() - 1)) == KvView.Swap.DONE);
    }

    private static byte[] argument(List<byte[]> in, int at) {
        if (at >= in.size()) {
            throw new Trap(Trap.Kind.HOST, "it left out argument " + (at + 1) + " of a host operation");
        }
        return in.get(at);
    }

    private static String text(List<byte[]> in, int at) {
        return CallState.utf8(argument(in, at));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int number(List<byte[]> in, int at) {
        byte[] bytes = argument(in, at);
        if (bytes.length != 4) {
            throw new Trap(Trap.Kind.HOST, "a number is four bytes, not " + bytes.length);
        }
        return Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt());
    }
}
