package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.Refusal;
import stemma.store.Disk;

/** Finds the text that a caller means: spelled out, or in a file named by its absolute path. */
final class RuleTexts {
    private final Disk disk;

    RuleTexts(Disk disk) {
        this.disk = disk;
    }

    /**
     * A text of rules.
     *
     * @param source its name in messages
     */
    record Written(byte[] utf8, String source) {}

    /** The rules that are spelled out or named; empty when neither is given. */
    Optional<Written> given(String file, String text) {
        if (!file.isEmpty() && !text.isEmpty()) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "give the rules as a file or as a text, not as both");
        }
        if (!text.isEmpty()) {
            return Optional.of(new Written(text.getBytes(StandardCharsets.UTF_8), RuleBook.FILE));
        }
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new Written(content(file, RuleParser.FILE_BYTES_MAX), file));
    }

    /** The bytes of a file. */
    byte[] content(String file, int bytesMax) {
        try {
            Path path = Path.of(file);
            if (!path.isAbsolute()) {
                throw new Refusal(Refusal.Kind.BAD_INPUT, "'" + file + "' is no absolute path");
            }
            return disk.content(path, bytesMax)
                    .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no file " + file));
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "'" + Shown.plain(file) + "' is no path");
        }
    }

    /** Says what is wrong with the rules as a fault of the caller, who can mend it. */
    static <T> T mended(Supplier<T> work) {
        try {
            return work.get();
        } catch (RulesBroken e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }
}
