package stemma.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Credential files in a dependency cache, and what a box sees in their place.
 *
 * <p>A masked file lies in the layer above, so the real one cannot be reached from inside. Where a tool needs
 * the rest of
 * the file (a mirror, a heap size) only the secret parts are taken out; otherwise the box sees it empty.
 */
final class Masks {
    private static final int DEPTH_MAX = 2;
    private static final long FILE_BYTES_MAX = 1 << 20;
    private static final Pattern SECRET_LINE =
            Pattern.compile("(?i).*(token|passw|secret|_auth|apikey|api_key|credential|username|signing|cookie).*");
    private static final Pattern SECRET_ELEMENT =
            Pattern.compile("(?is)<(servers|proxies|password|passphrase|privateKey|username)\\b[^>]*>.*?</\\1\\s*>");
    private static final Pattern NAMES = Pattern.compile(
            "(?i)settings\\.xml|settings-security.*\\.xml|gradle\\.properties|init\\.gradle(\\.kts)?"
                    + "|\\.?npmrc|\\.pypirc|\\.netrc|_netrc|pip\\.(conf|ini)|credentials(\\.toml)?|config(\\.toml)?|auth\\.json|.*\\.(pem|key|p12|jks)|id_[a-z0-9]+");

    private Masks() {}

    /** Puts masks for the credential files of {@code source} into {@code upper}, a layer above it. */
    static void place(Path source, Path upper, int uid) throws IOException {
        for (Path file : found(source)) {
            Path mask = upper.resolve(source.relativize(file));
            makeParents(source, upper, Objects.requireNonNull(mask.getParent()), uid);
            Files.writeString(mask, masked(file));
            give(mask, uid);
        }
    }

    private static List<Path> found(Path source) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(source, java.util.Set.of(), DEPTH_MAX, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!attributes.isDirectory()
                        && NAMES.matcher(file.getFileName().toString()).matches()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String masked(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.equals("settings.xml")) {
            return partly(file, text -> SECRET_ELEMENT.matcher(text).replaceAll(""), "<settings/>\n");
        }
        boolean lines = name.endsWith("npmrc") || name.equals("gradle.properties") || name.startsWith("config");
        return lines ? partly(file, Masks::withoutSecretLines, "") : "";
    }

    private static String partly(Path file, UnaryOperator<String> clean, String otherwise) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file) || Files.size(file) > FILE_BYTES_MAX) {
            return otherwise;
        }
        return clean.apply(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String withoutSecretLines(String text) {
        StringBuilder kept = new StringBuilder();
        text.lines()
                .filter(line -> !SECRET_LINE.matcher(line).matches())
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString();
    }

    private static void give(Path made, int uid) throws IOException {
        if (uid >= 0) {
            new Owner(uid, uid).take(made);
        }
    }

    private static void makeParents(Path source, Path upper, Path folder, int uid) throws IOException {
        if (!Files.exists(folder)) {
            makeParents(source, upper, Objects.requireNonNull(folder.getParent()), uid);
            Files.createDirectory(folder);
            give(folder, uid);
            Files.setPosixFilePermissions(
                    folder, Files.getPosixFilePermissions(source.resolve(upper.relativize(folder))));
        }
    }
}
