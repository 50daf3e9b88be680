package stemma.policy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.policy.shell.ShellWord;

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
        if (part.words().isEmpty()) {
            return false;
        }
        return reach == Reach.NARROW ? !part.hint() && grants(part) : widely(part) || spelled(part);
    }

    /** Whether the words are these, to the letter, and what follows them can do no more than they say. */
    private boolean grants(CommandPart part) {
        return spelled(part) && covers(part);
    }

    /** Whether this can turn out to be the command that the rule speaks of, for all that shows. */
    boolean nearly(CommandPart part) {
        List<ShellWord> given = part.words();
        if (given.isEmpty() || part.programUnknown()) {
            return true;
        }
        for (int i = 0; i < words.size(); i++) {
            if (i >= given.size() || (given.get(i).known() && !fits(i, part))) {
                return given.stream().limit(i + 1L).anyMatch(word -> !word.known());
            }
        }
        return more || given.size() == words.size() || given.stream().anyMatch(word -> !word.known());
    }

    private boolean spelled(CommandPart part) {
        List<ShellWord> given = part.words();
        boolean fits = more ? given.size() >= words.size() : given.size() == words.size();
        for (int i = 0; fits && i < words.size(); i++) {
            fits = given.get(i).known() && fits(i, part);
        }
        return fits;
    }

    private boolean fits(int i, CommandPart part) {
        String given = part.words().get(i).text();
        if (i > 0) {
            return narrow.get(i).matches(given);
        }
        String plain = part.plainProgram();
        boolean elsewhere = words.getFirst().indexOf('/') < 0 && plain.indexOf('/') >= 0;
        return !elsewhere
                && (narrow.getFirst().matches(given) || narrow.getFirst().matches(plain));
    }

    /** A wildcard stands for arguments, and not for another program or file. */
    private boolean covers(CommandPart part) {
        List<ShellWord> given = part.words();
        for (int i = part.demands().nextSetBit(0); i >= 0; i = part.demands().nextSetBit(i + 1)) {
            if (i >= words.size() || words.get(i).startsWith("*")) {
                return false;
            }
        }
        boolean harmless = Tools.known().harmless(part.plainProgram());
        for (int i = words.size(); i < given.size(); i++) {
            if (!given.get(i).known() && !harmless && !given.get(i).path()) {
                return false;
            }
        }
        return true;
    }

    private boolean widely(CommandPart part) {
        List<ShellWord> given = part.words();
        Glob program = wide.getFirst();
        if (!part.programUnknown()
                && !program.matches(part.program())
                && !program.matches(Fold.word(given.getFirst().text()))) {
            return false;
        }
        BitSet places = new BitSet();
        places.set(1);
        places.set(0, given.getFirst().many()); // {git,push} is the program and more
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
    private static BitSet after(Glob word, List<ShellWord> given, BitSet places) {
        BitSet next = new BitSet();
        BitSet may = skipped(given, places);
        for (int at = may.nextSetBit(0); at >= 0 && at < given.size(); at = may.nextSetBit(at + 1)) {
            ShellWord text = given.get(at);
            if (!text.known() || word.matches(Fold.word(text.text()))) {
                next.set(at + 1);
            }
            next.set(at, next.get(at) || text.many());
        }
        return next;
    }

    /** The places and those behind options; only the tool knows whether the word after an option belongs to it. */
    private static BitSet skipped(List<ShellWord> given, BitSet places) {
        BitSet all = (BitSet) places.clone();
        for (int at = all.nextSetBit(0); at >= 0 && at < given.size(); at = all.nextSetBit(at + 1)) {
            if (given.get(at).mayBeOption()) {
                all.set(at + 1);
                if (WITH_VALUE.contains(given.get(at).text()) && at + 1 < given.size()) {
                    all.set(at + 2);
                }
            }
        }
        return all;
    }

    private boolean hasOption(List<ShellWord> given, int i) {
        String option = words.get(i);
        boolean cluster = option.length() > 1 && option.charAt(1) != '-' && option.indexOf('*') < 0;
        StringBuilder letters = new StringBuilder();
        for (ShellWord word : given.subList(1, given.size())) {
            if ((!word.known() && word.mayBeOption()) || wide.get(i).matches(Fold.word(word.text()))) {
                return true;
            }
            if (word.option() && !word.prefix().startsWith("--")) {
                letters.append(word.prefix());
            }
        }
        String all = Fold.word(letters.toString());
        return cluster && Fold.word(option).chars().skip(1).allMatch(c -> all.indexOf(c) >= 0);
    }

    @Override
    public boolean covers(TargetPattern other) {
        if (!(other instanceof CommandPattern pattern)) {
            return false;
        }
        int size = pattern.words.size();
        boolean fits = more ? size >= words.size() : !pattern.more && size == words.size();
        return fits && pattern.words.subList(0, words.size()).equals(words);
    }

    /** Why no command is ever like this; empty when some can be. */
    Optional<String> fault() {
        return words.stream()
                .filter(word -> word.matches("[;&|]+")
                        || (word.equals(words.getFirst()) && word.matches("[;&|<>()]+|[A-Za-z_][A-Za-z0-9_]*=.*")))
                .findFirst()
                .map(word -> "matches nothing, because a command line is judged by its parts and '" + word
                        + "' is none of their words");
    }

    @Override
    public Optional<String> key() {
        String first = words.getFirst();
        String name = Fold.word(first.substring(first.lastIndexOf('/') + 1));
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 ? Optional.empty() : Optional.of(name);
    }
}
