package stemma.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Assembles WebAssembly text with wat2wasm of Debian's wabt. */
final class Wabt {
    private Wabt() {}

    /** Skips loudly where wat2wasm is missing. */
    static void needed() {
        Needs.tool("wat2wasm", "cartridges are not tested on a real node");
    }

    /** The module of this text, as a file of that name with {@code .wasm} behind it. */
    static Path wasm(Path folder, String name, String text) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve(name + ".wat"), text);
        Path target = folder.resolve(name + ".wasm");
        Process process = new ProcessBuilder("wat2wasm", source.toString(), "-o", target.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return target;
    }

    /** Bytes as they are written in a text's string. */
    static String data(String text) {
        StringBuilder data = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            data.append('\\').append(String.format("%02x", each & 0xff));
        }
        return data.toString();
    }
}
