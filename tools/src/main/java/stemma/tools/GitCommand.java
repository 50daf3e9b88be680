package stemma.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Asks git without letting the repository answer with programs.
 *
 * <p>A repository is a stranger's folder, and its configuration names programs: hooks, a file system
 * monitor, pagers, external diffs, text converters, signature checkers, remote helpers. They are
 * switched off here by the options and variables that git itself documents for it; filters, which have
 * no such switch, run inside the box like everything else.
 *
 * <p>Verbs and options are an allow-list of exact names, because git takes any unambiguous beginning
 * of a long option for the whole: a list of forbidden ones would have to forbid all beginnings too.
 */
final class GitCommand {
    private static final Set<String> VERBS = words("""
            status log diff show blame ls-files ls-tree shortlog rev-parse rev-list describe
            for-each-ref grep count-objects
            """);

    private static final Set<String> SHOW_DIFFS = Set.of("log", "diff", "show");
    private static final Set<String> CONVERT_TEXT = Set.of("log", "diff", "show", "blame", "grep");

    private static final Set<String> FLAGS = words("""
            -- -s -e -n -z -r -l -w -b -p -i -v -H -a -t -M -F -E -c -o -m --oneline --stat
            --numstat --shortstat --name-only --name-status --no-merges --merges --first-parent
            --all --reverse --graph --decorate --no-decorate --no-color --follow --porcelain
            --short --branch --cached --staged --others --modified --deleted --stage
            --exclude-standard --abbrev-commit --no-abbrev-commit --show-toplevel
            --is-inside-work-tree --is-shallow-repository --abbrev-ref --verify --quiet --count
            --find-renames --no-renames --line-porcelain --root --full-tree --long --dirty
            --tags --always --ignored --no-patch --patch --summary --email --numbered
            --max-parents=0 --word-regexp --fixed-strings --line-number --files-with-matches
            """);

    private static final Pattern WITH_VALUE = Pattern.compile("-[0-9]{1,6}|-U[0-9]{1,4}|-L.+|-[SG].+|"
            + "--(format|pretty|date|since|until|after|before|author|committer|grep|max-count|skip|diff-filter|"
            + "sort|count|untracked-files|porcelain|ignored|unified|abbrev|decorate|stat)=.*");

    private GitCommand() {}

    /** Throws {@link IllegalArgumentException} that names what is allowed. */
    static ExecInput of(Path folder, List<String> arguments) {
        Inputs.require(!arguments.isEmpty(), "git needs a verb; it is one of " + verbs());
        String verb = arguments.getFirst();
        Inputs.require(VERBS.contains(verb), "git " + verb + " is not a verb that only reads; use one of " + verbs());
        List<String> rest = arguments.subList(1, arguments.size());
        refuseStrangeOptions(verb, rest);
        List<String> argv = new ArrayList<>(neutral(folder));
        argv.add(verb);
        if (SHOW_DIFFS.contains(verb)) {
            argv.add("--no-ext-diff");
        }
        if (CONVERT_TEXT.contains(verb)) {
            argv.add("--no-textconv");
        }
        argv.addAll(rest);
        return new ExecInput(argv, folder, folder, List.of(), ExecInput.WALL_MILLIS_DEFAULT, false);
    }

    private static void refuseStrangeOptions(String verb, List<String> rest) {
        for (String argument : rest) {
            if (argument.equals("--")) {
                return;
            }
            boolean option = argument.startsWith("-");
            Inputs.require(
                    !option
                            || FLAGS.contains(argument)
                            || WITH_VALUE.matcher(argument).matches(),
                    "git " + verb + " " + argument + ": this option is not on the list of those that only read;"
                            + " leave it out, or put -- before it if it is a path");
        }
    }

    private static List<String> neutral(Path folder) {
        List<String> argv = new ArrayList<>(List.of(
                "env",
                "GIT_CONFIG_NOSYSTEM=1",
                "GIT_CONFIG_GLOBAL=/dev/null",
                "GIT_ATTR_NOSYSTEM=1",
                "GIT_OPTIONAL_LOCKS=0",
                "GIT_TERMINAL_PROMPT=0",
                "GIT_NO_LAZY_FETCH=1",
                "GIT_PAGER=cat"));
        Path above = folder.getParent();
        if (above != null) {
            argv.add("GIT_CEILING_DIRECTORIES=" + above);
        }
        argv.addAll(List.of("git", "--no-pager", "--no-optional-locks", "--no-replace-objects"));
        for (String setting : List.of(
                "safe.directory=*",
                "safe.bareRepository=explicit",
                "core.hooksPath=/dev/null",
                "core.fsmonitor=false",
                "core.untrackedCache=false",
                "core.pager=cat",
                "core.attributesFile=/dev/null",
                "core.alternateRefsCommand=",
                "diff.external=",
                "log.showSignature=false",
                "gpg.program=false",
                "protocol.allow=never",
                "diff.ignoreSubmodules=all",
                "status.submoduleSummary=false",
                "submodule.recurse=false",
                "color.ui=false",
                "core.quotePath=false")) {
            argv.add("-c");
            argv.add(setting);
        }
        return argv;
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    private static String verbs() {
        return String.join(", ", VERBS.stream().sorted().toList());
    }
}
