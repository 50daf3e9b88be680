package stemma.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.policy.CommandLine;
import stemma.sandbox.linux.RawPath;

/**
 * A file that a command names, with what it held when the command was asked for. Whoever approves
 * {@code sh deploy.sh} has read {@code deploy.sh}: with another content it is another command. Scripts,
 * files that the shell opens, and values such as {@code --file=x} count; what a program finds by
 * itself, such as a build file, cannot be known from its command line.
 *
 * @param path as the command finds it
 * @param content digest of its bytes, or why there is none
 */
record NamedFile(Path path, String content) {
    /** Files that are looked at; further words are not. */
    static final int FILES_MAX = 64;

    /** Bytes of all of them together; a file over that is named as too large, and not bound. */
    static final long BYTES_MAX = 64L << 20;

    /** Words of one command that are tried. */
    static final int WORDS_MAX = 2_000;

    static final String TOO_LARGE = "too large to be bound";

    /** What lies there says something else at every look. */
    private static final List<Path> KERNEL_FOLDERS = List.of(Path.of("/dev"), Path.of("/proc"), Path.of("/sys"));

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s;|&<>()'\"`]+");

    private static final String UNREADABLE = "not readable";

    /** The files that this command names when it starts there. */
    static List<NamedFile> of(List<String> argv, Path cwd) {
        Set<Path> paths = new LinkedHashSet<>();
        words(argv).limit(WORDS_MAX).forEach(word -> add(paths, cwd, word));
        List<NamedFile> files = new ArrayList<>();
        long left = BYTES_MAX;
        for (Path path : paths) {
            if (files.size() < FILES_MAX) {
                long size = size(path);
                files.add(new NamedFile(path, size > left ? TOO_LARGE : content(path)));
                left -= Math.min(left, size);
            }
        }
        return List.copyOf(files);
    }

    /** The words of the command and of those inside it, and whatever looks like a word to a shell. */
    private static Stream<String> words(List<String> argv) {
        return Stream.concat(CommandLine.named(argv).stream(), argv.stream().flatMap(BETWEEN_WORDS::splitAsStream));
    }

    private static void add(Set<Path> paths, Path cwd, String word) {
        for (String part : List.of(word, word.substring(word.indexOf('=') + 1))) {
            file(cwd, part).ifPresent(paths::add);
        }
    }

    private static Optional<Path> file(Path cwd, String name) {
        try {
            Path path = cwd.resolve(name).normalize();
            boolean kernel = KERNEL_FOLDERS.stream().anyMatch(path::startsWith);
            return Optional.of(path).filter(found -> !kernel && Files.isRegularFile(found));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String content(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return Digest.of(in.readNBytes((int) BYTES_MAX)).hex();
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    Json.Obj json() {
        return Json.object()
                .put("path", RawPath.encode(path))
                .put("content", content)
                .build();
    }
}
