package stemma.policy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first words of a command, such as {@code git push *}. Read narrowly the words must be just
 * these. Read widely a program matches in any folder, options may stand between the words, and the
 * letters of a short option may come in any order and grouping.
 */
final class CommandPattern implements TargetPattern {
    /** Options that take the next word with them, among those that stand before a sub-command. */
    private static final Set<String> WITH_VALUE =
            Set.of("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--prefix", "--cwd", "-f", "--file");

    private final List<String> words;
    private final List<Glob> narrow;
    private final List<Glob> wide;
    private final boolean more;

    /**
     * @param words at least one
     * @param more whether further words may follow
     */
    CommandPattern(List<String> words, boolean more) {
        this.words = List.copyOf(words);
        this.narrow = words.stream().map(w -> Glob.flat("", w)).toList();
        this.wide = words.stream().map(w -> Glob.flat("", Fold.word(w))).toList();
        this.more = more;
    }

    @Override
    public boolean matches(Subject subject, Reach reach) {
        CommandPart part = subject.part();
        return reach == Reach.NARROW ? narrowly(part) : literally(part) || widely(part);
    }

    private boolean narrowly(CommandPart part) {
        return !part.opaque() && !part.hint() && !part.programUnknown() && literally(part);
    }

    private boolean literally(CommandPart part) {
        List<String> given = part.words();
        boolean fits = more ? given.size() >= words.size() : given.size() == words.size();
        if (!fits) {
            return false;
        }
        boolean spelled = narrow.getFirst().matches(given.getFirst());
        boolean named = narrow.getFirst().matches(part.plainProgram());
        boolean elsewhere =
                words.getFirst().indexOf('/') < 0 && part.plainProgram().indexOf('/') >= 0;
        boolean matched = (spelled || named) && !elsewhere;
        for (int i = 1; matched && i < words.size(); i++) {
            matched = narrow.get(i).matches(given.get(i));
        }
        return matched;
    }

    private boolean widely(CommandPart part) {
        List<String> given = part.words();
        Glob program = wide.getFirst();
        if (!part.programUnknown()
                && !program.matches(part.program())
                && !program.matches(Fold.word(given.getFirst()))) {
            return false;
        }
        BitSet places = new BitSet();
        places.set(1);
        places.set(0, CommandPart.lists(given.getFirst())); // {git,push} is the program and more
        for (int i = 1; i < words.size() && !places.isEmpty(); i++) {
            if (!words.get(i).startsWith("-")) {
                places = after(wide.get(i), given, places);
            } else if (!hasOption(given, i)) {
                return false;
            }
        }
        return more ? !places.isEmpty() : skipped(given, places).get(given.size());
    }

    /** The places after a word that fits, from any of the places where it may stand. */
    private static BitSet after(Glob word, List<String> given, BitSet places) {
        BitSet next = new BitSet();
        BitSet may = skipped(given, places);
        for (int at = may.nextSetBit(0); at >= 0 && at < given.size(); at = may.nextSetBit(at + 1)) {
            String text = given.get(at);
            if (CommandPart.expands(text) || word.matches(Fold.word(text))) {
                next.set(at + 1);
            }
            next.set(at, next.get(at) || CommandPart.lists(text));
        }
        return next;
    }

    /** The places and those behind options; only the tool knows whether the word after an option belongs to it. */
    private static BitSet skipped(List<String> given, BitSet places) {
        BitSet all = (BitSet) places.clone();
        for (int at = all.nextSetBit(0); at >= 0 && at < given.size(); at = all.nextSetBit(at + 1)) {
            if (given.get(at).startsWith("-")) {
                all.set(at + 1);
                if (WITH_VALUE.contains(given.get(at)) && at + 1 < given.size()) {
                    all.set(at + 2);
                }
            }
        }
        return all;
    }

    private boolean hasOption(List<String> given, int i) {
        String option = words.get(i);
        boolean cluster = option.length() > 1 && option.charAt(1) != '-' && option.indexOf('*') < 0;
        StringBuilder letters = new StringBuilder();
        for (String word : given.subList(1, given.size())) {
            if (wide.get(i).matches(Fold.word(word))) {
                return true;
            }
            if (word.startsWith("-") && !word.startsWith("--")) {
                letters.append(word);
            }
        }
        String all = Fold.word(letters.toString());
        return cluster && Fold.word(option).chars().skip(1).allMatch(c -> all.indexOf(c) >= 0);
    }

    @Override
    public Optional<String> key() {
        String first = words.getFirst();
        String name = Fold.word(first.substring(first.lastIndexOf('/') + 1));
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 ? Optional.empty() : Optional.of(name);
    }
}
