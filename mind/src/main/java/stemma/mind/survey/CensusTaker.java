package stemma.mind.survey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Labels;
import stemma.core.Performer;
import stemma.core.Permit;
import stemma.core.Receipt;
import stemma.core.Scope;
import stemma.mind.Texts;
import stemma.mind.survey.FileFacts.Mark;

/**
 * Performs {@link Census#FS_CENSUS}: reads every file once, in parallel, and never through a symbolic
 * link. What a file is named decides whether it is opened: one that is named like a credential is
 * noted, not read. Within bounds, and what was left out is said.
 */
public final class CensusTaker implements Performer<CensusInput, Census> {
    /** Text beyond this is hashed and not looked into. */
    static final int TEXT_BYTES_MAX = 2 * 1024 * 1024;
    /** All files together; what lies beyond is left out. */
    static final long TOTAL_BYTES_MAX = 1024L * 1024 * 1024;

    static final int READERS_MAX = 8;
    static final long MILLIS_MAX = 120_000;

    private static final int BATCH_FILES = 64;
    private static final int SNIFF_BYTES = 8_000;

    private final Labels labels;

    /**
     * @param labels knows where the files came from
     */
    public CensusTaker(Labels labels) {
        this.labels = labels;
    }

    @Override
    public Done<Census> perform(CensusInput input, Permit permit) throws InterruptedException {
        permit.spend(new Effect(Census.FS_CENSUS.name(), input.folder().toString(), input.digest()));
        AtomicLong budget = new AtomicLong(TOTAL_BYTES_MAX);
        List<Callable<List<FileFacts>>> batches = new ArrayList<>();
        for (int from = 0; from < input.paths().size(); from += BATCH_FILES) {
            List<String> part =
                    input.paths().subList(from, Math.min(input.paths().size(), from + BATCH_FILES));
            batches.add(() -> read(input.folder(), part, budget));
        }
        List<FileFacts> files = new ArrayList<>();
        Scope.parallel("census", READERS_MAX, batches, Duration.ofMillis(MILLIS_MAX))
                .forEach(files::addAll);
        String left = budget.get() < 0
                ? "the folder holds more than " + Texts.size(TOTAL_BYTES_MAX) + "; the rest was left out"
                : "";
        Census census = new Census(files, left);
        return Done.of(census)
                .evidence(Json.object()
                        .put(
                                Receipt.LABEL,
                                Labels.of(
                                                "folder:" + input.folder(),
                                                labels.under(input.folder().toString()))
                                        .json())
                        .put("files", census.files().size())
                        .put("bytes", census.bytes())
                        .put("lines", census.lines())
                        .build());
    }

    private static List<FileFacts> read(Path folder, List<String> paths, AtomicLong budget)
            throws InterruptedException {
        List<FileFacts> facts = new ArrayList<>();
        for (String path : paths) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the census was stopped");
            }
            facts(folder, path, budget).ifPresent(facts::add);
        }
        return facts;
    }

    /** What is known of one file; empty when it is gone, no file, or beyond the budget. */
    private static Optional<FileFacts> facts(Path folder, String path, AtomicLong budget) {
        try {
            Path file = folder.resolve(path);
            if (!folder.equals(file) && !file.normalize().startsWith(folder)) {
                return Optional.empty();
            }
            Map<String, Object> stat =
                    Files.readAttributes(file, "unix:size,mode,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) stat.getOrDefault("mode", 0);
            long bytes = (Long) stat.getOrDefault("size", 0L);
            long modified = stat.get("lastModifiedTime") instanceof FileTime time ? time.toMillis() : 0;
            Set<Mark> marks = EnumSet.noneOf(Mark.class);
            FileMarks.ofName(path, mode, bytes, marks);
            if (!FileMarks.regular(mode)) {
                return Optional.of(bare(path, bytes, modified, marks));
            }
            if (budget.addAndGet(-bytes) < 0) {
                return Optional.empty();
            }
            boolean reachable = file.getParent() != null && insideByRealPath(folder, file.getParent());
            if (!reachable || marks.contains(Mark.UNREAD)) {
                marks.add(Mark.UNREAD);
                return Optional.of(bare(path, bytes, modified, marks));
            }
            return Optional.of(looked(file, path, bytes, modified, marks));
        } catch (NoSuchFileException | InvalidPathException e) {
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of(bare(path, 0, 0, EnumSet.of(Mark.UNREAD)));
        }
    }

    private static boolean insideByRealPath(Path folder, Path parent) throws IOException {
        return parent.toRealPath().startsWith(folder.toRealPath());
    }

    private static FileFacts bare(String path, long bytes, long modified, Set<Mark> marks) {
        return new FileFacts(path, bytes, Digest.EMPTY, "", 0, 0, modified, marks, FileMarks.risks(path, bytes, marks));
    }

    private static FileFacts looked(Path file, String path, long bytes, long modified, Set<Mark> marks)
            throws IOException {
        MessageDigest sha = sha256();
        byte[] head;
        try (InputStream in = new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), sha)) {
            head = in.readNBytes(TEXT_BYTES_MAX);
            in.transferTo(OutputStream.nullOutputStream());
        }
        Digest digest = Digest.wrap(sha.digest());
        if (bytes > TEXT_BYTES_MAX) {
            marks.add(binary(head) ? Mark.BINARY : Mark.UNREAD);
        } else if (binary(head)) {
            marks.add(Mark.BINARY);
        }
        if (marks.contains(Mark.BINARY) || marks.contains(Mark.UNREAD)) {
            String language = marks.contains(Mark.BINARY) ? "" : Languages.of(name(path), "");
            return new FileFacts(
                    path, bytes, digest, language, 0, 0, modified, marks, FileMarks.risks(path, bytes, marks));
        }
        TextFacts text = TextFacts.of(head, marks);
        String language = Languages.of(
                name(path), text.lines().isEmpty() ? "" : text.lines().getFirst());
        List<Risk> risks = new ArrayList<>(FileMarks.risks(path, bytes, marks));
        risks.addAll(RiskPatterns.in(FileMarks.scannedAs(name(path), language), text.lines()));
        return new FileFacts(
                path, bytes, digest, language, text.lines().size(), text.codeLines(), modified, marks, risks);
    }

    private static boolean binary(byte[] head) {
        for (int i = 0; i < Math.min(head.length, SNIFF_BYTES); i++) {
            if (head[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256, but this one does not", e);
        }
    }
}
