package stemma.mind.survey;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a risky line looks like. The patterns are meant to be read by whoever doubts a finding: each
 * says one thing, applies to the languages it is about, and errs on the side of silence.
 */
final class RiskPatterns {
    /** A line beyond this is generated or data; only its beginning is looked at. */
    static final int LINE_CHARS_MAX = 2_000;
    /** Places noted in one file; a file with more is noted as such by the first. */
    static final int PER_FILE_MAX = 20;

    private static final double SECRET_BITS_MIN = 2.8;

    private record Rule(Risk.Kind kind, String what, Set<String> languages, Pattern pattern) {}

    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)(?:^|[^a-z])(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)"
                    + "[a-z0-9_\"'\\]]{0,20}\\s*(?:=|:|=>)\\s*[\"']([^\"'\\s]{8,200})[\"']");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i).*(example|sample|change.?me|placeholder|dummy|"
            + "your|test|fake|foo|xxx|\\*\\*\\*|\\$\\{|\\{\\{|<|%\\(|password|secret|token|null|none|todo|env[.\\[]|"
            + "process\\.|getenv|string|\\.\\.\\.).*");

    private static final Set<String> JS = Set.of("JavaScript", "TypeScript", "Vue", "Svelte");
    private static final Set<String> SHELLS = Set.of("Shell", "Dockerfile", "Makefile", "YAML", "Markdown", "");
    private static final Set<String> ALL = Set.of();

    private static final List<Rule> RULES = List.of(
            rule(Risk.Kind.SECRET, "an AWS access key", ALL, "(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])"),
            rule(Risk.Kind.SECRET, "a private key", ALL, "-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
            rule(Risk.Kind.SECRET, "a GitHub token", ALL, "(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36}"),
            rule(Risk.Kind.SECRET, "a Slack token", ALL, "(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{20,}"),
            rule(Risk.Kind.SECRET, "a payment key", ALL, "(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{20,}"),
            rule(Risk.Kind.SECRET, "a Google API key", ALL, "(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}"),
            rule(
                    Risk.Kind.PIPE_TO_SHELL,
                    "download piped to a shell",
                    SHELLS,
                    "(?:curl|wget)\\b[^|\\n]*\\|\\s*(?:sudo\\s+)?(?:env\\s+)?(?:ba|z|da|k)?sh\\b"),
            rule(Risk.Kind.UNCHECKED_TLS, "verify=False", Set.of("Python"), "\\bverify\\s*=\\s*False\\b"),
            rule(Risk.Kind.UNCHECKED_TLS, "rejectUnauthorized: false", JS, "rejectUnauthorized\\s*:\\s*false"),
            rule(Risk.Kind.UNCHECKED_TLS, "InsecureSkipVerify", Set.of("Go"), "InsecureSkipVerify\\s*:\\s*true"),
            rule(
                    Risk.Kind.UNCHECKED_TLS,
                    "curl --insecure",
                    Set.of("Shell", "Dockerfile", "Makefile"),
                    "\\bcurl\\b[^|\\n]*\\s(?:-k|--insecure)\\s"),
            rule(Risk.Kind.DYNAMIC_CODE, "eval or exec", Set.of("Python"), "^[^#\"']*(?<![\\w.])(?:eval|exec)\\s*\\("),
            rule(
                    Risk.Kind.DYNAMIC_CODE,
                    "eval or new Function",
                    JS,
                    "^(?!\\s*(?://|\\*))[^\"'`]*(?<![\\w.$])(?:eval\\s*\\(|new\\s+Function\\s*\\()"),
            rule(Risk.Kind.DYNAMIC_CODE, "eval", Set.of("PHP", "Ruby", "Perl"), "^[^#\"']*(?<![\\w.>$@])eval\\s*[({]"),
            rule(Risk.Kind.DYNAMIC_CODE, "eval", Set.of("Shell"), "^\\s*eval\\s+[\"$]"),
            rule(
                    Risk.Kind.SHELL_COMMAND,
                    "a shell command",
                    Set.of("Python"),
                    "^[^#]*(?:\\bos\\.system\\s*\\(|\\bshell\\s*=\\s*True\\b)"),
            rule(
                    Risk.Kind.SHELL_COMMAND,
                    "a shell command",
                    JS,
                    "^(?!\\s*(?://|\\*)).*\\b(?:child_process\\.|cp\\.)exec(?:Sync)?\\s*\\("),
            rule(
                    Risk.Kind.SHELL_COMMAND,
                    "Runtime.exec",
                    Set.of("Java", "Kotlin"),
                    "^(?!\\s*(?://|\\*))[^\"]*getRuntime\\(\\)\\s*\\.exec\\s*\\("),
            rule(Risk.Kind.SHELL_COMMAND, "system()", Set.of("C", "C++"), "^[^\"/]*(?<![\\w.>:])system\\s*\\("),
            rule(Risk.Kind.UNSAFE_READ, "pickle", Set.of("Python"), "^[^#\"']*\\bpickle\\.loads?\\s*\\("),
            rule(Risk.Kind.UNSAFE_READ, "yaml.load", Set.of("Python"), "^[^#\"']*\\byaml\\.load\\s*\\((?![^)]*Safe)"),
            rule(
                    Risk.Kind.UNSAFE_READ,
                    "ObjectInputStream",
                    Set.of("Java", "Kotlin"),
                    "^(?!\\s*(?://|\\*))[^\"]*new ObjectInputStream\\s*\\("),
            rule(
                    Risk.Kind.INSTALL_HOOK,
                    "an install script",
                    Set.of("JSON"),
                    "^\\s*\"(?:pre|post)?install\"\\s*:\\s*\""),
            rule(
                    Risk.Kind.DISABLED_TEST,
                    "a test that is switched off",
                    Set.of("Java", "Kotlin"),
                    "^\\s*@(?:Disabled|Ignore)\\b"),
            rule(
                    Risk.Kind.DISABLED_TEST,
                    "skip",
                    JS,
                    "^\\s*(?:(?:it|test|describe)\\.skip|xit|xdescribe|xtest)\\s*\\("),
            rule(
                    Risk.Kind.DISABLED_TEST,
                    "skip",
                    Set.of("Python"),
                    "^\\s*@(?:pytest\\.mark\\.(?:skip|xfail)|unittest\\.(?:skip|expectedFailure))\\b"),
            rule(Risk.Kind.DISABLED_TEST, "#[ignore]", Set.of("Rust"), "^\\s*#\\[ignore\\b"),
            rule(Risk.Kind.DISABLED_TEST, "t.Skip", Set.of("Go"), "^\\s*t\\.Skip(?:f|Now)?\\s*\\("));

    private RiskPatterns() {}

    private static Rule rule(Risk.Kind kind, String what, Set<String> languages, String regex) {
        return new Rule(kind, what, languages, Pattern.compile(regex));
    }

    /** The risky places of a text file. */
    static List<Risk> in(String language, List<String> lines) {
        List<Risk> found = new ArrayList<>();
        for (int i = 0; i < lines.size() && found.size() < PER_FILE_MAX; i++) {
            String line = lines.get(i);
            String head = line.length() > LINE_CHARS_MAX ? line.substring(0, LINE_CHARS_MAX) : line;
            look(language, head, i + 1, found);
        }
        return found;
    }

    private static void look(String language, String line, int number, List<Risk> found) {
        for (Rule rule : RULES) {
            boolean applies = rule.languages.isEmpty() || rule.languages.contains(language);
            if (applies && rule.pattern.matcher(line).find()) {
                found.add(new Risk(rule.kind, number, rule.what));
                return;
            }
        }
        Matcher assigned = ASSIGNED.matcher(line);
        if (assigned.find() && secretLike(assigned.group(1))) {
            found.add(new Risk(Risk.Kind.SECRET, number, "a secret in plain text"));
        }
    }

    /** Whether a quoted value could be a real secret: no placeholder, and as mixed as random text is. */
    private static boolean secretLike(String value) {
        if (PLACEHOLDER.matcher(value).matches()) {
            return false;
        }
        Set<Integer> kinds = new HashSet<>();
        value.chars().forEach(c -> kinds.add(Character.isDigit(c) ? 0 : Character.isUpperCase(c) ? 1 : 2));
        return kinds.size() > 1 && bits(value) >= SECRET_BITS_MIN;
    }

    /** Shannon entropy of the characters, in bits each. */
    private static double bits(String value) {
        double sum = 0;
        for (int c : value.chars().distinct().toArray()) {
            double share = (double) value.chars().filter(x -> x == c).count() / value.length();
            sum -= share * Math.log(share) / Math.log(2);
        }
        return sum;
    }

    /** Whether a file's name alone says that it holds a credential; such a file is not opened. */
    static boolean credential(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.matches("\\.netrc|\\.pgpass|\\.git-credentials|\\.npmrc|\\.pypirc|id_(rsa|dsa|ecdsa|ed25519)"
                + "|.*\\.(pem|key|p12|pfx|jks|kdbx)|\\.env|\\.env\\.(?!example|sample|template).*");
    }
}
