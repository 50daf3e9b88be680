package stemma.mind.survey;

import java.util.Locale;

/**
 * Something a project depends on.
 *
 * @param name as its registry knows it
 * @param version as it was asked for or locked; empty where none is given
 * @param scope {@code run}, {@code test} or {@code build}
 * @param licence as a manifest or lock file states it; empty where none does
 */
record Dependency(String name, String version, Scope scope, String licence) {
    /** What it is needed for. */
    enum Scope {
        RUN,
        TEST,
        BUILD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
