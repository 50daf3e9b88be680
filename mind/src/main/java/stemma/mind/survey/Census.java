package stemma.mind.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.Op;

/**
 * The stock of a folder: every file with its size, digest, language, lines, oddities and risky
 * places, taken in one act.
 *
 * @param files in order of their paths
 * @param left what was left out, as one sentence; empty when nothing was
 */
public record Census(List<FileFacts> files, String left) {
    /** Takes stock of the files it is given the paths of. */
    public static final Op<CensusInput, Census> FS_CENSUS = Op.observe("fs.census");

    public Census {
        files = List.copyOf(files);
    }

    /** Lines of one language. */
    public record Share(String language, int files, long lines, long bytes) {}

    /** The languages, the one with the most lines first. */
    public List<Share> languages() {
        Map<String, Share> shares = new LinkedHashMap<>();
        for (FileFacts file : files) {
            if (file.text() && !file.language().isEmpty() && !generated(file)) {
                shares.merge(
                        file.language(),
                        new Share(file.language(), 1, file.lines(), file.bytes()),
                        (a, b) -> new Share(a.language, a.files + b.files, a.lines + b.lines, a.bytes + b.bytes));
            }
        }
        List<Share> all = new ArrayList<>(shares.values());
        all.sort((a, b) -> Long.compare(b.lines, a.lines));
        return all;
    }

    /** The programming language with the most lines. */
    public Optional<Share> mainLanguage() {
        return languages().stream().filter(s -> Languages.program(s.language)).findFirst();
    }

    /** Files of that name, those nearest the top first. */
    public List<FileFacts> named(String name) {
        return files.stream()
                .filter(f -> f.name().equals(name) && f.text())
                .sorted((a, b) -> Long.compare(depth(a.path()), depth(b.path())))
                .toList();
    }

    /** The file of that path, if it is one that was read as text. */
    public Optional<FileFacts> at(String path) {
        return files.stream().filter(f -> f.path().equals(path) && f.text()).findFirst();
    }

    public long bytes() {
        return files.stream().mapToLong(FileFacts::bytes).sum();
    }

    public long lines() {
        return files.stream().mapToLong(FileFacts::lines).sum();
    }

    static long depth(String path) {
        return path.chars().filter(c -> c == '/').count();
    }

    /** Whether a tool wrote it: a lock file or a minified bundle counts as nobody's lines. */
    static boolean generated(FileFacts file) {
        return switch (file.name()) {
            case "package-lock.json",
                    "yarn.lock",
                    "pnpm-lock.yaml",
                    "Cargo.lock",
                    "poetry.lock",
                    "uv.lock",
                    "go.sum",
                    "npm-shrinkwrap.json",
                    "composer.lock",
                    "Gemfile.lock" -> true;
            default -> file.name().contains(".min.");
        };
    }
}
