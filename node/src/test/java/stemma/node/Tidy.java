package stemma.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reviewer would otherwise have to look for by eye: sizes, leftovers, words that do not
 * belong, and modules that do not say why they exist. Each check reads one text and answers with
 * its findings, so that it can be shown a bad sample.
 */
final class Tidy {

    static final int FILE_LINES_MAX = 300;
    static final int LINE_COLUMNS_MAX = 120;
    /** A line that is one literal, such as a signature or a word list, is not broken for its width. */
    private static final Pattern LITERAL = Pattern.compile("\\s*(\\+ )?\"|\\s*— ");

    static final int PURPOSE_SENTENCES_MIN = 2;

    /** A text of the repository; the name is relative to the root, with forward slashes. */
    record Text(String name, String content) {
        boolean isMain() {
            return name.contains("/src/main/java/");
        }

        boolean isJava() {
            return name.endsWith(".java");
        }

        /** The first folder of the name. */
        String module() {
            return name.substring(0, Math.max(0, name.indexOf('/')));
        }
    }

    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "dist");
    private static final Pattern READ_FILES = Pattern.compile(
            ".*\\.(java|xml|md|sh|ts|css|html|json|toml|yml|properties|svg|txt)|(.*/)?(stemma|\\.ci/run|LICENSE|Makefile)");

    private static final Pattern LEFTOVER =
            Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b|(?i:not implemented|not yet implemented)|printStackTrace\\(");
    private static final Pattern CONSOLE_PRINT = Pattern.compile("\\bSystem\\.(out|err)\\b");
    private static final Pattern EMPTY_CATCH = Pattern.compile("catch\\s*\\([^)]*\\)\\s*\\{\\s*\\}");
    private static final Pattern BARE_DISABLED = Pattern.compile("@Disabled(?!\\w)(?!\\(\\s*\"[^\"]{10,}\")");
    private static final Pattern CODE_COMMENT = Pattern.compile("(?m)^\\s*//.*[;{}]\\s*$");

    /** Paths of one machine, hosts of package registries, and tools that are not part of Stemma. */
    private static final Pattern FOREIGN =
            Pattern.compile("/work/(wt|shared|main)\\b|/root/\\w|/home/(?!stemma)[a-z]+/\\w"
                    + "|registry\\.npmjs\\.org|repo1?\\.maven(\\.apache)?\\.org|\\bpypi\\.org|files\\.pythonhosted\\.org"
                    + "|static\\.crates\\.io|proxy\\.golang\\.org|rubygems\\.org"
                    + "|(?i)\\bclaude\\b|chatgpt|\\bcopilot\\b|co-authored-by|\\bAI assistant");

    private Tidy() {}

    /** The root of the repository, found upwards from where the test runs. */
    static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("stemma")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + start + " holds both stemma and pom.xml");
    }

    /** Every text of the repository that people write. */
    static List<Text> texts(Path root) throws IOException {
        List<Text> texts = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean hidden = name.startsWith(".") && !name.equals(".ci");
                return !folder.equals(root) && (hidden || SKIPPED_FOLDERS.contains(name))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (attributes.isRegularFile() && READ_FILES.matcher(name).matches()) {
                    texts.add(new Text(name, read(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return texts;
    }

    static List<String> tooLong(Text text) {
        long lines = text.content().lines().count();
        return text.isMain() && text.isJava() && lines > FILE_LINES_MAX
                ? List.of(text.name() + " has " + lines + " lines; " + FILE_LINES_MAX + " at most")
                : List.of();
    }

    static List<String> tooWide(Text text) {
        if (!text.isJava() && !text.name().equals("stemma")) {
            return List.of();
        }
        List<String> findings = new ArrayList<>();
        List<String> lines = text.content().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int columns = lines.get(i).codePointCount(0, lines.get(i).length());
            if (columns > LINE_COLUMNS_MAX && !LITERAL.matcher(lines.get(i)).lookingAt()) {
                findings.add(text.name() + ":" + (i + 1) + " has " + columns + " columns");
            }
        }
        return findings;
    }

    static List<String> leftovers(Text text) {
        if (!text.isJava() && !text.name().endsWith(".ts")) {
            return List.of();
        }
        List<String> findings = new ArrayList<>(found(LEFTOVER, text));
        if (text.isJava()) {
            findings.addAll(found(EMPTY_CATCH, text));
            findings.addAll(found(BARE_DISABLED, text));
            findings.addAll(found(CODE_COMMENT, text));
        }
        if (text.isMain() && !text.module().equals("node") && !text.module().equals("bench")) {
            findings.addAll(found(CONSOLE_PRINT, text));
        }
        return findings;
    }

    static List<String> foreign(Text text) {
        return found(FOREIGN, text);
    }

    /** What is missing in a package-info: a purpose in sentences, and the null default. */
    static List<String> purpose(Text packageInfo) {
        List<String> findings = new ArrayList<>();
        Matcher comment = Pattern.compile("(?s)/\\*\\*(.*?)\\*/").matcher(packageInfo.content());
        String prose = comment.find() ? comment.group(1).replaceAll("(?m)^\\s*\\*", "") : "";
        long sentences =
                Pattern.compile("[.?!](\\s|$)").matcher(prose).results().count();
        if (sentences < PURPOSE_SENTENCES_MIN) {
            findings.add(packageInfo.name() + " says why it exists in " + sentences + " sentences; "
                    + PURPOSE_SENTENCES_MIN + " at least");
        }
        if (!packageInfo.content().contains("@NullMarked")) {
            findings.add(packageInfo.name() + " is not @NullMarked");
        }
        return findings;
    }

    private static List<String> found(Pattern pattern, Text text) {
        return pattern.matcher(text.content())
                .results()
                .map(match -> {
                    long line = text.content()
                                    .substring(0, match.start())
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count()
                            + 1;
                    return text.name() + ":" + line + " says " + match.group().strip();
                })
                .toList();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
