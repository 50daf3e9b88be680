package stemma.node;

import java.util.List;

/**
 * A short life of a node from which the JVM learns which classes a start needs. Does what a first
 * minute does: asks the verbs that people ask, so that their classes are in the cache.
 */
final class Training {
    private static final List<List<String>> VERBS = List.of(
            List.of("status"),
            List.of("log", "tail"),
            List.of("log", "verify"),
            List.of("act", "list"),
            List.of("policy", "show"),
            List.of("doctor"),
            List.of("goal", "--templates"),
            List.of("--help"));

    private Training() {}

    /** Ends well when every verb did: a cache trained on failures would be of failures. */
    static int run(Node node) throws InterruptedException {
        for (List<String> verb : VERBS) {
            if (node.cli().run(verb, new SilentShell(node.home().temp())) != Cli.OK) {
                return Cli.FAILED;
            }
        }
        return Cli.OK;
    }
}
