package stemma.policy;

import java.util.Optional;

/**
 * A path glob, either absolute or below the folder granted to the actor.
 */
final class PathPattern implements TargetPattern {
    private final boolean granted;
    private final String written;
    private final Glob narrow;
    private final Glob wide;
    private final boolean plain;
    private final Optional<String> key;

    private PathPattern(boolean granted, String literal, String pattern) {
        this.granted = granted;
        this.written = literal + pattern;
        this.narrow = Glob.path(literal, pattern);
        this.wide = Glob.path(Fold.path(literal), foldedPattern(pattern));
        String folded = Fold.path(literal) + foldedPattern(pattern);
        this.plain = !granted && folded.equals(written);
        this.key = key(folded);
    }

    /** A pattern after a literal beginning, which may be empty. */
    static PathPattern absolute(String literal, String pattern) {
        return new PathPattern(false, literal, pattern);
    }

    /** What follows {@code {workspace}}: empty, or beginning with a slash. */
    static PathPattern inWorkspace(String pattern) {
        return new PathPattern(true, "", pattern);
    }

    /** Folds what is not a wildcard; {@code *} and {@code ?} have no other case. */
    private static String foldedPattern(String pattern) {
        return Fold.path(pattern);
    }

    /**
     * Read widely it also takes whatever it takes to the letter: folding can make one name into two. Where
     * neither pattern nor target has another folded form, both readings are one.
     */
    @Override
    public boolean matches(Subject subject, Reach reach) {
        return matches(narrow, subject.target(), subject, Reach.NARROW)
                || (reach == Reach.WIDE
                        && !(plain && subject.plain())
                        && matches(wide, subject.folded(), subject, Reach.WIDE));
    }

    private boolean matches(Glob glob, String path, Subject subject, Reach reach) {
        if (!granted) {
            return glob.matches(path);
        }
        Optional<String> folder = subject.folder(reach);
        if (folder.isEmpty() || !path.startsWith(folder.get())) {
            return false;
        }
        int end = folder.get().length();
        return (path.length() == end || path.charAt(end) == '/') && glob.matches(path, end);
    }

    /** A folder with all in it covers every pattern that begins there. */
    @Override
    public boolean covers(TargetPattern other) {
        if (!(other instanceof PathPattern path) || granted != path.granted) {
            return written.equals("/**") && other instanceof PathPattern;
        }
        String folder = written.endsWith("/**") ? written.substring(0, written.length() - 3) : written;
        boolean deep = folder.length() < written.length() && folder.indexOf('*') < 0 && folder.indexOf('?') < 0;
        return written.equals(path.written)
                || (deep && (path.written.equals(folder) || path.written.startsWith(folder + "/")));
    }

    /** The longest whole segment without wildcards, or the ending of a last segment such as {@code *.md}. */
    private static Optional<String> key(String pattern) {
        String best = "";
        String last = "";
        for (String segment : pattern.split("/", -1)) {
            boolean literal = segment.indexOf('*') < 0 && segment.indexOf('?') < 0;
            if (literal && segment.length() > best.length()) {
                best = segment;
            }
            last = segment;
        }
        int dot = last.lastIndexOf('.');
        boolean ending = best.isEmpty() && dot >= 0 && last.indexOf('*', dot) < 0 && last.indexOf('?', dot) < 0;
        return ending ? Optional.of(last.substring(dot)) : best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    @Override
    public Optional<String> key() {
        return key;
    }
}
