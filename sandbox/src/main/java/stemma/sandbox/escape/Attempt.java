package stemma.sandbox.escape;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One attempt to leave a box.
 *
 * @param name a short name, such as {@code unix-socket}
 * @param needs who succeeds with it where there is no box
 * @param outcome what became of it
 * @param reason why it failed, in the kernel's words; empty where it did not
 * @param what what was attempted
 */
record Attempt(String name, Needs needs, Outcome outcome, String reason, String what) {
    private static final int FIELDS = 5;

    /** Who succeeds with an attempt outside of a box. */
    enum Needs {
        /** Any user. */
        ANYONE,
        /** Root of a user namespace of one's own. */
        MAPPED,
        /** Only the machine's root, so nobody showed that it would succeed. */
        ROOT
    }

    /** What became of an attempt. */
    enum Outcome {
        /** It failed, as it should. */
        SHUT,
        /** It succeeded: the box leaks. */
        OPEN,
        /** There was nothing to attempt it on. */
        UNTRIED,
        /** Only after the end of the box can it be seen. */
        LATER
    }

    /** The attempts in what the script printed; throws {@link IllegalStateException} where it printed anything else. */
    static List<Attempt> parse(String printed) {
        return printed.lines().map(Attempt::line).toList();
    }

    private static Attempt line(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalStateException("the attempts printed what is none of them: " + line);
        }
        return new Attempt(
                fields[0], word(Needs.values(), fields[1]), word(Outcome.values(), fields[2]), fields[3], fields[4]);
    }

    private static <E extends Enum<E>> E word(E[] known, String word) {
        return Arrays.stream(known)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("'" + word + "' is none of "
                        + Arrays.stream(known).map(Enum::name).collect(Collectors.joining(", "))));
    }

    /** The same attempt once its outcome is known. */
    Attempt became(Outcome seen, String why) {
        return new Attempt(name, needs, seen, why, what);
    }
}
