package stemma.gateway.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stemma.core.Json;
import stemma.core.JsonException;
import stemma.core.Refusal;

/**
 * What a client says first.
 *
 * @param arguments as typed, after {@code stemma}
 * @param folder absolute path of the folder it was typed in
 * @param environment the variables sent along
 * @param terminal window size when input and output are a terminal
 * @param outputIsTerminal whether standard output alone is one
 */
record Hello(
        List<String> arguments,
        String folder,
        Map<String, String> environment,
        Optional<WindowSize> terminal,
        boolean outputIsTerminal) {

    Frame frame() {
        Json.Obj env = new Json.Obj(texts(environment));
        var hello = Json.object()
                .put("arguments", Json.array(arguments.stream().map(Json::of).toList()))
                .put("environment", env)
                .put("folder", folder)
                .put("outputIsTerminal", outputIsTerminal);
        terminal.ifPresent(size -> hello.put("terminal", size.columns() + "x" + size.rows()));
        byte[] payload = hello.build().canonical();
        if (payload.length > Frame.PAYLOAD_BYTES_MAX) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT,
                    "the command line has " + payload.length
                            + " bytes with its variables, and a running node takes " + Frame.PAYLOAD_BYTES_MAX
                            + "; put long words into a file");
        }
        return new Frame(Frame.Kind.HELLO, payload);
    }

    private static Map<String, Json> texts(Map<String, String> map) {
        Map<String, Json> texts = new TreeMap<>();
        map.forEach((name, value) -> texts.put(name, Json.of(value)));
        return texts;
    }

    /** Reads a hello; throws {@link JsonException} for anything else. */
    static Hello parse(Frame frame) {
        if (frame.kind() != Frame.Kind.HELLO || !(Json.parse(frame.payload()) instanceof Json.Obj o)) {
            throw new JsonException("a verb's client says hello first");
        }
        List<String> arguments = new ArrayList<>();
        for (Json argument : o.array("arguments").items()) {
            arguments.add(text(argument));
        }
        Map<String, String> environment = new TreeMap<>();
        o.object("environment").members().forEach((name, value) -> environment.put(name, text(value)));
        Optional<WindowSize> terminal = o.find("terminal").map(size -> size(text(size)));
        return new Hello(arguments, o.string("folder"), environment, terminal, o.bool("outputIsTerminal"));
    }

    private static String text(Json json) {
        if (json instanceof Json.Str(String value)) {
            return value;
        }
        throw new JsonException("arguments and variables are strings");
    }

    /** Reads {@code 80x24}. */
    static WindowSize size(String text) {
        int x = text.indexOf('x');
        if (x < 1) {
            throw new JsonException("'" + text + "' is not a window size");
        }
        return new WindowSize(Integer.parseInt(text.substring(0, x)), Integer.parseInt(text.substring(x + 1)));
    }
}
