package stemma.bench;

import java.util.List;

/** Which tests show which promise, and how much each must have tried at least. */
final class Proofs {
    private Proofs() {}

    static List<Measurement> all() {
        return List.of(
                crash(),
                unseen(),
                tamper(),
                runs(),
                escapes(),
                simulation(),
                leaks(),
                survey(),
                model(),
                rules(),
                taint());
    }

    private static TestClass it(String name) {
        return new TestClass("it", name);
    }

    private static TestClass ledger(String name) {
        return new TestClass("ledger", name);
    }

    private static TestClass policy(String name) {
        return new TestClass("policy", name);
    }

    private static Proof crash() {
        return new Proof(
                "proofs-crash",
                "kill -9 at named points, power cuts under the ledger, and the sync before the acknowledgement",
                List.of(it("CrashTest"), ledger("CrashTest"), it("SyncBeforeAckTest")),
                List.of(
                        new Expected("kill-points", "named kill points, nothing acknowledged lost", 12),
                        new Expected("answers-kept", "answers before a kill that are in the log", 1),
                        new Expected("power-cuts", "power cuts with unsynced writes dropped, nothing lost", 1),
                        new Expected("told-after-sync", "acknowledgements after their sync, by strace", 2),
                        new Expected("names-synced", "new files whose folder is synced, by strace", 1)));
    }

    private static Proof unseen() {
        return new Proof(
                "proofs-unseen",
                "a run and a reading verb under strace: what the node does belongs to a receipt or the pinned list",
                List.of(it("NothingUnseenTest")),
                List.of(
                        new Expected("programs-matched", "programs that the node starts, matched", 1),
                        new Expected("connections-matched", "connections that the node makes, matched", 0),
                        new Expected("writes-matched", "writes outside the home, matched", 1),
                        new Expected("planted-effects-found", "planted effects that the check finds", 1)));
    }

    private static Proof tamper() {
        return new Proof(
                "proofs-tamper",
                "changed, cut, swapped, forged and re-signed entries and objects, older homes, and Go's own verifier",
                List.of(it("RollbackTest"), ledger("TamperTest"), ledger("RandomTamperTest"), it("ThirdPartyTest")),
                List.of(
                        new Expected("home-changes-named", "changes of a home that a verb names", 1),
                        new Expected("file-changes-named", "changes of the ledger's files that verification names", 1),
                        new Expected("random-deeds-found", "random deeds of tampering that are found", 2_000),
                        new Expected("proofs-accepted", "proofs that Go's own packages accept", 1),
                        new Expected("flipped-proofs-refused", "the same with a flipped byte, refused", 1)));
    }

    private static Proof runs() {
        return new Proof(
                "proofs-run",
                "Maven, npm, pytest, make and a script that tries to leave, as root and as nobody",
                List.of(it("RunPeersTest"), it("RunEscapeTest")),
                List.of(
                        new Expected("runs-right", "right exit code, right diff, nothing else touched", 10),
                        new Expected("attempts-held", "attempts that succeed in no box and fail in it", 2)));
    }

    private static Proof escapes() {
        return new Proof(
                "proofs-escapes",
                "attempts to leave a box: each succeeds without one and fails in it, by root and by nobody",
                List.of(new TestClass("sandbox", "escape.EscapeAttemptsTest"), it("SandboxVerbsTest")),
                List.of(
                        new Expected("escapes-held", "attempts that succeed in no box and fail in it", 40),
                        new Expected("verb-escapes-held", "attempts by stemma sandbox test, held", 80)));
    }

    private static Proof simulation() {
        return new Proof(
                "proofs-simulation",
                "gate, ledger, purses and approvals, each seed with its own order of threads, crashes and disk faults",
                List.of(policy("simulation.SimulationTest"), policy("simulation.PlantedBugsTest")),
                List.of(
                        new Expected("seeds-kept", "seeds that keep every promise", 2_000),
                        new Expected("planted-bugs-found", "planted bugs that the oracle finds, and finds again", 8)));
    }

    private static Proof leaks() {
        return new Proof(
                "proofs-leaks",
                "secrets planted in a real node, and a search of all that it leaves, says and sends",
                List.of(it("LeakTest")),
                List.of(
                        new Expected("secrets-planted", "planted secrets that no place gives away", 8),
                        new Expected("places-searched", "places that hold none", 500),
                        new Expected("planted-secrets-found", "kinds of place where the search finds one", 30)));
    }

    private static Proof survey() {
        return new Proof(
                "proofs-survey",
                "surveys of unlike repositories against the truth about them",
                List.of(it("SurveyRepositoriesTest")),
                List.of(
                        new Expected("repositories-surveyed", "repositories surveyed", 3),
                        new Expected("verdicts-right", "verdicts that are right", 3),
                        new Expected("claims-with-receipt", "claims whose receipts are there and fit", 3)));
    }

    private static Proof model() {
        return new Proof(
                "proofs-model",
                "the model planner through an independent HTTP fake, and models that stall, lie or never end",
                List.of(it("ModelGoalTest"), it("HostileModelGoalTest")),
                List.of(
                        new Expected("model-goals", "goals with the right acts and report", 1),
                        new Expected("answers-streamed", "answers asked for as a stream", 1),
                        new Expected("parallel-calls-answered", "parallel tool calls answered in order", 2),
                        new Expected("hostile-models", "habits of a bad model that end in one sentence", 1)));
    }

    private static Proof taint() {
        return new Proof(
                "proofs-taint",
                "hostile files and a model that obeys them, and tasks of people with work to do, by one set of rules",
                List.of(new TestClass("node", "HostileCorpusTest"), new TestClass("node", "BenignCorpusTest")),
                List.of(
                        new Expected("hostile-cases-contained", "hostile cases that harm nothing", 40),
                        new Expected("hostile-cases-harmful", "the same without a guard, and each does harm", 40),
                        new Expected("benign-tasks-finished", "tasks done with one question at most", 50, 0.8),
                        new Expected("benign-tasks-unasked", "of these, tasks done without a question", 50, 0)));
    }

    private static Proof rules() {
        return new Proof(
                "policy-proofs",
                "command lines that hide something and some that do not, and the index beside a plain scan",
                List.of(policy("ShellCorpusTest"), policy("RuleIndexTest")),
                List.of(
                        new Expected("hostile-lines-held", "hostile command lines that no rule lets through", 300),
                        new Expected("benign-lines-allowed", "benign command lines allowed unasked", 150, 0.95),
                        new Expected("verdicts-as-scanned", "verdicts that a plain scan gives too", 100_000)));
    }
}
