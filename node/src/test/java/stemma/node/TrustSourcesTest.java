package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where trust is made out of nothing: the places of the program that say of data that it is an operator's or
 * the node's. A new one is a new way for a label to be lost, so it is added here with open eyes.
 */
class TrustSourcesTest {
    private static final Pattern MAKES =
            Pattern.compile("Provenance\\.(OPERATOR|NODE)\\b|new Provenance\\(|Trust\\.(OPERATOR|NODE)\\b");

    private static final Set<String> PLACES = Set.of(
            // the words themselves
            "core/Provenance",
            // a person's own word at the command line, over HTTP or in the console
            "cartridge/Deployment",
            "identity/VaultOperations",
            "ledger/LedgerExport",
            "mind/GoalRequest",
            "mind/MindOperations",
            "node/BackupOperations",
            "node/ErasureOperations",
            "node/GoalVerb",
            "policy/OperatorActs",
            "policy/PurseSetting",
            "policy/RuleBook",
            "policy/RulePolicy",
            "sandbox/run/Runs",
            "tools/label/LabelOperations",
            "tools/label/LabelTable",
            // the node's own wish, made from nothing that was read; a lease begins before any request is
            "cartridge/Leases",
            "mind/FirstGoals",
            "mind/survey/LedgerStep",
            // nothing said yet, to which what was read is joined
            "mind/Findings",
            "mind/Answers",
            // what was kept, read back as it was
            "core/EntryCodec",
            "mind/GoalEvent",
            "mind/GoalJson",
            "node/RecordedActs",
            // judged as if, and not done
            "policy/PolicyOperations",
            "policy/Posture",
            "policy/RuleCases",
            "policy/RuleClauses",
            "sandbox/RunsLater");

    @Test
    void trustIsMadeInThesePlacesAndInNoOther() throws IOException {
        Path root = Tidy.root();
        Set<String> found = new TreeSet<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(TrustSourcesTest::main).toList()) {
                if (MAKES.matcher(Files.readString(file)).find()) {
                    String name = root.relativize(file).toString();
                    String module = name.substring(0, name.indexOf('/'));
                    found.add(module
                            + name.substring(name.indexOf("/stemma/" + module) + 8 + module.length())
                                    .replace(".java", ""));
                }
            }
        }
        found.removeIf(name -> name.startsWith("bench/"));
        assertThat(found).isEqualTo(new TreeSet<>(PLACES));
    }

    private static boolean main(Path file) {
        String name = file.toString();
        return name.endsWith(".java") && name.contains("/src/main/java/stemma/");
    }
}
