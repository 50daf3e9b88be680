package stemma.cartridge.engine;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** Assembles WebAssembly text with wat2wasm of Debian's wabt; without it tests are skipped, or fail in CI. */
public final class Wat {
    private static final Map<String, byte[]> ASSEMBLED = new ConcurrentHashMap<>();

    private Wat() {}

    /** The module of this text. */
    public static byte[] wasm(String text, String... options) {
        return ASSEMBLED
                .computeIfAbsent(text + String.join(" ", options), key -> assemble(text, options))
                .clone();
    }

    private static byte[] assemble(String text, String... options) {
        try {
            Path folder = Files.createTempDirectory("stemma-wat");
            try {
                return assemble(folder, text, options);
            } finally {
                sweep(folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            return missing(e);
        }
    }

    private static byte[] assemble(Path folder, String text, String... options)
            throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("a.wat"), text);
        Path target = folder.resolve("a.wasm");
        ProcessBuilder builder = new ProcessBuilder("wat2wasm", source.toString(), "-o", target.toString());
        builder.command().addAll(List.of(options));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalArgumentException(said);
        }
        return Files.readAllBytes(target);
    }

    private static byte[] missing(IOException cause) {
        if (cause.getMessage() == null || !cause.getMessage().contains("wat2wasm")) {
            throw new UncheckedIOException(cause);
        }
        String said = "wat2wasm is missing; install Debian's package wabt";
        if (System.getenv("CI") != null) {
            return fail(said);
        }
        Assumptions.abort(said);
        return new byte[0];
    }

    private static void sweep(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
