package stemma.node;

import java.io.IOException;
import java.util.List;
import stemma.core.Json;
import stemma.gateway.verb.VerbClient;
import stemma.store.LocalDisk;

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
    static int run(Node node) throws InterruptedException, IOException {
        SilentShell shell = new SilentShell(node.home().temp());
        for (List<String> verb : VERBS) {
            if (node.cli().run(verb, shell) != Cli.OK) {
                return Cli.FAILED;
            }
        }
        // Twice, as a client of itself: the second time there is a checkpoint to remember and to compare with.
        ClientMemory memory = new ClientMemory(new LocalDisk(), node.home().temp());
        for (int i = 0; i < 2; i++) {
            node.gate().note("training", "client", Json.object().build());
            node.ledger().checkpoint();
            int exit = VerbClient.run(node.home().socket(), List.of("status"), shell, memory)
                    .orElse(Cli.FAILED);
            if (exit != Cli.OK) {
                return exit;
            }
        }
        return Cli.OK;
    }
}
