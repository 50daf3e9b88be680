package stemma.policy;

import java.util.Optional;

/** What a rule says about an act's target. Immutable. */
sealed interface TargetPattern permits TargetPattern.Any, PathPattern, CommandPattern, TargetPattern.Text {

    boolean matches(Subject subject, Reach reach);

    /** Whether it matches, at any reach, whatever the other matches; only what can be shown. */
    boolean covers(TargetPattern other);

    /** A folded piece that every matching target has, see {@link Subject#keys}; empty when there is none. */
    Optional<String> key();

    /** {@code *}: anything. */
    record Any() implements TargetPattern {
        @Override
        public boolean covers(TargetPattern other) {
            return true;
        }

        @Override
        public boolean matches(Subject subject, Reach reach) {
            return true;
        }

        @Override
        public Optional<String> key() {
            return Optional.empty();
        }
    }

    /** A flat glob over any other target. */
    record Text(String written, Glob narrow, Glob wide, Optional<String> key) implements TargetPattern {
        static Text of(String literal, String pattern) {
            String wideLiteral = Fold.word(literal);
            String widePattern = Fold.word(pattern);
            boolean wild = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
            return new Text(
                    literal + pattern,
                    Glob.flat(literal, pattern),
                    Glob.flat(wideLiteral, widePattern),
                    wild ? Optional.empty() : Optional.of(wideLiteral + widePattern));
        }

        @Override
        public boolean covers(TargetPattern other) {
            return other instanceof Text text
                    && (written.equals(text.written) || (text.key.isPresent() && narrow.matches(text.written)));
        }

        @Override
        public boolean matches(Subject subject, Reach reach) {
            return narrow.matches(subject.target()) || (reach == Reach.WIDE && wide.matches(subject.folded()));
        }
    }
}
