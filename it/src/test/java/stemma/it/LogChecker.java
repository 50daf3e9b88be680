package stemma.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checker of {@code checker.go}, built offline from the note and tlog packages that come with the
 * Go of this machine.
 */
record LogChecker(Path program) {
    private static final List<Path> GO_ROOTS =
            List.of(Path.of("/usr/lib"), Path.of("/usr/share"), Path.of("/usr/local"));
    private static final String SUMDB = "src/cmd/vendor/golang.org/x/mod/sumdb";

    static LogChecker build(Path folder) throws IOException, InterruptedException {
        Needs.tool("go", "no third party checks the log");
        Path sumdb = sumdb();
        Path source = Files.createDirectories(folder.resolve("checker"));
        for (String name : List.of("note", "tlog")) {
            Path to = Files.createDirectories(source.resolve(name));
            try (Stream<Path> files = Files.list(sumdb.resolve(name))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".go")).toList()) {
                    String text = NodeHome.text(file).replace("golang.org/x/crypto/ed25519", "crypto/ed25519");
                    Files.writeString(to.resolve(file.getFileName().toString()), text);
                }
            }
        }
        Files.writeString(source.resolve("go.mod"), "module checker\n");
        try (var main = LogChecker.class.getResourceAsStream("checker.go")) {
            Files.write(
                    source.resolve("main.go"),
                    java.util.Objects.requireNonNull(main).readAllBytes());
        }
        ProcessBuilder builder = new ProcessBuilder("go", "build", "-o", "checker.bin", ".").directory(source.toFile());
        builder.environment().put("GOPATH", folder.resolve("gopath").toString());
        builder.environment().put("GOCACHE", folder.resolve("gocache").toString());
        builder.environment().put("GOFLAGS", "-mod=mod");
        builder.environment().put("GOPROXY", "off");
        builder.environment().put("CGO_ENABLED", "0");
        Said built = said(builder);
        if (built.code() != 0) {
            throw new AssertionError("the checker was not built:\n" + built.all());
        }
        return new LogChecker(source.resolve("checker.bin"));
    }

    Said run(Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        return said(new ProcessBuilder(command));
    }

    static Said said(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, "");
    }

    private static Path sumdb() throws IOException {
        for (Path root : GO_ROOTS) {
            try (Stream<Path> folders = Files.list(root)) {
                for (Path go : folders.filter(f -> f.getFileName().toString().startsWith("go"))
                        .toList()) {
                    if (Files.isDirectory(go.resolve(SUMDB))) {
                        return go.resolve(SUMDB);
                    }
                }
            }
        }
        Needs.that(false, "the sources of Go are missing, so that no third party checks the log");
        throw new AssertionError("unreachable");
    }
}
