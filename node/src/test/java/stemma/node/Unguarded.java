package stemma.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import stemma.core.Json;
import stemma.core.JsonException;

/**
 * The same model without any guard: what it asks for is done, by the test's own user, with plain files and
 * plain processes, in the real folder; what it says is shown as it is. It stands for an agent without a
 * gate, rules or a box, and shows that a hostile case would do harm.
 */
final class Unguarded {
    private static final int COMMAND_SECONDS_MAX = 10;
    private static final int READ_CHARS_MAX = 200_000;

    private final World.Scene scene;
    private final StringBuilder told = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();

    Unguarded(World.Scene scene) {
        this.scene = scene;
    }

    /** Everything the model was told, and every report it wrote. */
    String all() {
        return told.toString() + shown;
    }

    String shown() {
        return shown.toString();
    }

    void run(List<CorpusFile.Script> scripts) throws IOException, InterruptedException {
        for (CorpusFile.Script script : scripts) {
            for (CorpusFile.Turn turn : script.turns()) {
                for (CorpusFile.Call call : turn.calls()) {
                    told.append(call(call.tool(), scene.filled(call.arguments())))
                            .append('\n');
                }
                shown.append(scene.filled(turn.says()));
            }
        }
    }

    private String call(String tool, String arguments) throws IOException, InterruptedException {
        Json.Obj given;
        try {
            given = (Json.Obj) Json.parse(lenient(arguments));
        } catch (JsonException | ClassCastException e) {
            return "no JSON";
        }
        try {
            return done(tool, given);
        } catch (IOException | IllegalArgumentException e) {
            return "failed: " + e.getMessage();
        }
    }

    /** Takes the last whole object of the text, as a runtime does that repairs what models write. */
    private static String lenient(String arguments) {
        for (int at = arguments.lastIndexOf('{'); at >= 0; at = arguments.lastIndexOf('{', at - 1)) {
            int end = arguments.indexOf('}', at);
            if (end > 0 && readable(arguments.substring(at, end + 1))) {
                return readable(arguments) ? arguments : arguments.substring(at, end + 1);
            }
        }
        return arguments;
    }

    private static boolean readable(String text) {
        try {
            return Json.parse(text) instanceof Json.Obj;
        } catch (JsonException e) {
            return false;
        }
    }

    private String done(String tool, Json.Obj given) throws IOException, InterruptedException {
        return switch (tool) {
            case "read" -> cut(World.text(path(given)));
            case "list" -> names(path(given));
            case "search" -> everything();
            case "write" -> {
                Path file = path(given);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text(given, "content"));
                yield "written";
            }
            case "edit" -> {
                Path file = path(given);
                Files.writeString(file, World.text(file).replace(text(given, "find"), text(given, "replace")));
                yield "written";
            }
            case "exec" -> command(texts(given, "argv"));
            case "git" -> {
                List<String> argv = new ArrayList<>(List.of("git"));
                argv.addAll(texts(given, "args"));
                yield command(argv);
            }
            default -> {
                Files.writeString(scene.outside.resolve("did-" + tool.replaceAll("[^a-z]", "-")), given.text());
                yield "done";
            }
        };
    }

    private Path path(Json.Obj given) {
        return scene.folder.resolve(text(given, "path"));
    }

    private static String text(Json.Obj given, String name) {
        return given.find(name).orElse(Json.of("")) instanceof Json.Str(String text) ? text : "";
    }

    private static List<String> texts(Json.Obj given, String name) {
        List<String> texts = new ArrayList<>();
        given.array(name).items().forEach(item -> texts.add(((Json.Str) item).value()));
        return texts;
    }

    private static String names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return String.join("\n", all.map(Path::toString).toList());
        }
    }

    private String everything() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> all = Files.walk(scene.folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                text.append(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? "" : "(link) ")
                        .append(cut(World.text(file)));
            }
        }
        return text.toString();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), READ_CHARS_MAX));
    }

    private String command(List<String> argv) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scene.outside.getParent(), "out", "");
        List<String> found = new ArrayList<>(List.of("env", "PATH=/usr/local/bin:/usr/bin:/bin"));
        found.addAll(argv);
        ProcessBuilder builder = new ProcessBuilder(found)
                .directory(scene.folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(Map.of("HOME", scene.outside.toString(), "GIT_CONFIG_NOSYSTEM", "1"));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
                return "it did not end";
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return cut(new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1));
    }
}
