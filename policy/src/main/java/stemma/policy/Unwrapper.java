package stemma.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stemma.policy.CommandPart.Kind;
import stemma.policy.shell.ShellCommand;
import stemma.policy.shell.ShellFile;
import stemma.policy.shell.ShellScript;
import stemma.policy.shell.ShellWord;

/**
 * Looks through the programs that run other programs. The script of {@code sh -c} and the command of
 * {@code timeout 5} stand in their place; {@code sudo} and {@code ssh} change who acts or where, so
 * that they need a rule of their own which spells what they run. Used once.
 */
final class Unwrapper {
    /** Scripts and wrappers inside each other beyond this are not looked into. */
    static final int DEPTH_MAX = 8;

    private static final int GUESSED_WORDS_MAX = 8;

    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash");
    private static final Set<String> OTHER_SHELLS =
            Set.of("zsh", "ksh", "mksh", "fish", "csh", "tcsh", "rbash", "nu", "pwsh", "xonsh", "elvish");
    private static final Set<String> MOVES = Set.of("cd", "pushd", "popd", "chdir");

    /** Programs that run others as somebody else or elsewhere, and how many of their words a rule spells. */
    private static final Map<String, Integer> CARRIERS = Map.ofEntries(
            Map.entry("sudo", 1),
            Map.entry("doas", 1),
            Map.entry("run0", 1),
            Map.entry("pkexec", 1),
            Map.entry("strace", 1),
            Map.entry("ltrace", 1),
            Map.entry("setpriv", 1),
            Map.entry("unshare", 1),
            Map.entry("nsenter", 1),
            Map.entry("systemd-run", 1),
            Map.entry("firejail", 1),
            Map.entry("chroot", 2),
            Map.entry("ssh", 2),
            Map.entry("flock", 2),
            Map.entry("taskset", 2),
            Map.entry("chrt", 2),
            Map.entry("runuser", GUESSED_WORDS_MAX),
            Map.entry("su", GUESSED_WORDS_MAX),
            Map.entry("script", GUESSED_WORDS_MAX),
            Map.entry("watch", GUESSED_WORDS_MAX),
            Map.entry("parallel", GUESSED_WORDS_MAX),
            Map.entry("bwrap", GUESSED_WORDS_MAX),
            Map.entry("coproc", GUESSED_WORDS_MAX));

    private final List<CommandPart> parts = new ArrayList<>();
    private boolean moved;

    /** What a command line does; at least one part. */
    static List<CommandPart> parts(String line) {
        Unwrapper unwrapper = new Unwrapper();
        unwrapper.script(line, 0, false);
        if (unwrapper.parts.isEmpty()) {
            return List.of(CommandPart.of(Kind.DOUBT, "there is no command in it"));
        }
        return unwrapper.moved
                ? unwrapper.parts.stream().map(Unwrapper::elsewhere).toList()
                : unwrapper.parts;
    }

    /** Where the line changes the folder, only the shell knows which file a relative path is. */
    private static CommandPart elsewhere(CommandPart part) {
        return part.file()
                .filter(file -> file.path().known() && !file.path().text().startsWith("/"))
                .map(file -> CommandPart.file(
                        new ShellFile(new ShellWord(file.path().text(), false, "", false), file.written())))
                .orElse(part);
    }

    private void script(String text, int depth, boolean hint) {
        if (depth > DEPTH_MAX) {
            String deep = "more than " + DEPTH_MAX + " scripts inside each other are not read";
            parts.add(CommandPart.of(Kind.UNREAD, deep));
            return;
        }
        switch (ShellScript.read(text)) {
            case ShellScript.Unreadable unreadable
            when !hint -> parts.add(CommandPart.of(Kind.UNREAD, unreadable.toString()));
            case ShellScript.Unreadable ignored -> parts.add(CommandPart.hint(List.of(ShellWord.ANYTHING)));
            case ShellScript.Read read -> {
                if (!hint) {
                    read.doubts().forEach(doubt -> parts.add(CommandPart.of(Kind.DOUBT, doubt)));
                    read.files().forEach(file -> parts.add(CommandPart.file(file)));
                }
                read.commands().forEach(command -> command(command, depth, hint));
            }
        }
    }

    private void command(ShellCommand command, int depth, boolean hint) {
        moved |= MOVES.contains(command.words().getFirst().text());
        assigned(command.assignments(), hint);
        if (command.own()) {
            parts.add(CommandPart.hint(command.words()));
        } else {
            run(command.words(), command.input(), depth, hint);
        }
    }

    private void assigned(List<ShellWord> assignments, boolean hint) {
        for (ShellWord assignment : assignments) {
            if (!hint && !Variables.quiet(assignment)) {
                parts.add(CommandPart.of(
                        Kind.DOUBT,
                        "the variable " + Variables.name(assignment) + " may change what the command does"));
            }
        }
    }

    private void run(List<ShellWord> words, Optional<ShellWord> input, int depth, boolean hint) {
        ShellWord first = words.getFirst();
        String name = CommandPart.plainProgram(first);
        String loose = first.known() ? Fold.word(name.substring(name.lastIndexOf('/') + 1)) : name;
        if (!first.known() || depth > DEPTH_MAX) {
            plain(words, name, hint);
        } else if (!loose.equals(name)) {
            plain(words, name, hint);
            List<ShellWord> meant = new ArrayList<>(words);
            meant.set(0, ShellWord.of(loose));
            run(meant, input, depth + 1, true);
        } else if (SHELLS.contains(name)) {
            shell(words, input, depth, hint);
        } else if (Wrapper.named(name).isPresent()) {
            wrapped(Wrapper.named(name).get(), words, depth, hint);
        } else if (CARRIERS.containsKey(name)) {
            carried(name, words, depth, hint);
        } else if (OTHER_SHELLS.contains(name)) {
            carried(name, words, depth, hint);
            parts.add(CommandPart.hint(List.of(ShellWord.ANYTHING)));
        } else {
            builtin(name, words, depth, hint);
        }
    }

    private void plain(List<ShellWord> words, String name, boolean hint) {
        parts.add(
                hint
                        ? CommandPart.hint(words)
                        : CommandPart.command(words, Tools.known().demands(name, words)));
    }

    private void builtin(String name, List<ShellWord> words, int depth, boolean hint) {
        switch (name) {
            case "eval" -> joined(words, 1, depth, hint);
            case "trap" -> {
                if (words.size() > 2) {
                    joined(words.subList(0, 2), 1, depth, hint);
                } else {
                    parts.add(CommandPart.hint(words));
                }
            }
            case "find" -> {
                plain(words, name, hint);
                found(words, depth, hint);
            }
            default -> {
                if (Builtins.neutral(name, words)) {
                    parts.add(CommandPart.hint(words));
                } else {
                    plain(words, name, hint);
                }
            }
        }
    }

    /** Words that are joined to a script. */
    private void joined(List<ShellWord> words, int from, int depth, boolean hint) {
        List<ShellWord> rest = words.subList(from, words.size());
        if (rest.stream().allMatch(ShellWord::known)) {
            parts.add(CommandPart.hint(words));
            script(String.join(" ", rest.stream().map(ShellWord::text).toList()), depth + 1, hint);
        } else {
            unseen(words, hint);
        }
    }

    /** A command that runs what does not show. */
    private void unseen(List<ShellWord> words, boolean hint) {
        BitSet all = new BitSet();
        all.set(1, words.size() + 1);
        parts.add(hint ? CommandPart.hint(words) : CommandPart.command(words, all));
        parts.add(CommandPart.hint(List.of(ShellWord.ANYTHING)));
    }

    private void shell(List<ShellWord> words, Optional<ShellWord> input, int depth, boolean hint) {
        ShellOptions options = ShellOptions.read(words);
        Optional<ShellWord> script = options.script().or(() -> options.reads() ? input : Optional.empty());
        if (!options.understood() || script.filter(s -> !s.known()).isPresent()) {
            unseen(words, hint);
            script.filter(ShellWord::known).ifPresent(s -> script(s.text(), depth + 1, true));
        } else if (script.isPresent()) {
            parts.add(CommandPart.hint(words));
            script(script.get().text(), depth + 1, hint);
        } else {
            plain(words, "", hint);
            if (options.reads()) {
                parts.add(CommandPart.hint(List.of(ShellWord.ANYTHING)));
            }
        }
    }

    private void wrapped(Wrapper wrapper, List<ShellWord> words, int depth, boolean hint) {
        String name = CommandPart.plainProgram(words.getFirst());
        boolean asks = name.equals("command")
                && words.size() > 1
                && (words.get(1).is("-v") || words.get(1).is("-V"));
        int at = wrapper.command(words);
        if (name.equals("env") && at != Wrapper.UNKNOWN) {
            int start = at;
            while (at < words.size() && Variables.isAssignment(words.get(at))) {
                at++;
            }
            assigned(words.subList(start, at), hint);
        }
        if (asks || (name.equals("exec") && words.size() == 1)) {
            parts.add(CommandPart.hint(words));
        } else if (at == Wrapper.UNKNOWN) {
            guessed(words, depth);
            unseen(words, hint);
        } else if (at == words.size()) {
            plain(words, name, hint);
        } else {
            parts.add(CommandPart.hint(words));
            List<ShellWord> inner =
                    name.equals("xargs") ? FedWords.ofXargs(words, at) : words.subList(at, words.size());
            run(inner, Optional.empty(), depth + 1, hint);
        }
    }

    /** The commands of find: the file names that it puts in begin with the folder where it looks. */
    private void found(List<ShellWord> words, int depth, boolean hint) {
        for (int i = 1; i < words.size() - 1; i++) {
            if (Set.of("-exec", "-execdir", "-ok", "-okdir")
                    .contains(words.get(i).text())) {
                List<ShellWord> inner = new ArrayList<>();
                int at = i + 1;
                while (at < words.size() && !ends(words, at)) {
                    ShellWord word = words.get(at++);
                    inner.add(word.is("{}") ? new ShellWord("{}", false, "./", true) : FedWords.replaced(word, "{}"));
                }
                if (!inner.isEmpty()) {
                    run(inner, Optional.empty(), depth + 1, hint);
                }
            }
        }
    }

    private static boolean ends(List<ShellWord> words, int at) {
        return words.get(at).is(";")
                || (words.get(at).is("+") && words.get(at - 1).is("{}"));
    }

    private void carried(String name, List<ShellWord> words, int depth, boolean hint) {
        int operands = CARRIERS.getOrDefault(name, GUESSED_WORDS_MAX);
        BitSet demands = Tools.known().demands(name, words);
        int at = 1;
        while (at < words.size() && operands > 0) {
            operands -= words.get(at).mayBeOption() || Variables.isAssignment(words.get(at)) ? 0 : 1;
            demands.set(at++);
        }
        if (at > 1 && at <= words.size()) {
            String inner = CommandPart.plainProgram(words.get(at - 1));
            BitSet own = Tools.known().demands(inner, words.subList(at - 1, words.size()));
            for (int i = own.nextSetBit(0); i >= 0; i = own.nextSetBit(i + 1)) {
                demands.set(at - 1 + i);
            }
            boolean runs = SHELLS.contains(inner) || Wrapper.named(inner).isPresent() || CARRIERS.containsKey(inner);
            demands.set(1, runs ? words.size() : at);
        }
        parts.add(hint ? CommandPart.hint(words) : CommandPart.command(words, demands));
        guessed(words, depth);
    }

    /** The arguments differ from tool to tool, so each of the first words may start a command or be a script. */
    private void guessed(List<ShellWord> words, int depth) {
        int inside = Math.max(depth + 1, DEPTH_MAX - 1);
        int last = Math.min(words.size(), GUESSED_WORDS_MAX + 1);
        for (int i = 1; i < last; i++) {
            ShellWord word = words.get(i);
            if (word.known() && word.text().matches("(?s).*[\\s;&|].*")) {
                script(word.text(), inside, true);
            } else if (!word.option() && !Variables.isAssignment(word)) {
                run(words.subList(i, words.size()), Optional.empty(), inside, true);
            }
        }
    }
}
