package stemma.mind.survey;

import stemma.core.Operation;
import stemma.core.Provenance;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.LedgerCheck;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;

/** Verifies the node's own ledger. */
public final class LedgerStep {
    private LedgerStep() {}

    /** The step. */
    public static Step of() {
        return new Step("Verify the ledger", (bench, before) -> {
            Seen<LedgerCheck.Outcome> seen = bench.perform(
                    Provenance.NODE, LedgerCheck.LEDGER_VERIFY, LedgerCheck.OWN, act -> act, new Operation.Nothing());
            LedgerCheck.Outcome outcome = seen.get();
            String verdict =
                    outcome.sound() ? "sound, " + Texts.count(outcome.size(), "entry") : "broken: " + outcome.message();
            Findings.Builder found =
                    Findings.builder().answer("Is the ledger sound?", verdict, Claim.of(outcome.message(), seen));
            if (outcome.sound()) {
                found.claim(
                        "The ledger",
                        "Every one of " + Texts.count(outcome.size(), "entry") + " hashes to the tree's root `"
                                + outcome.root() + "`.",
                        seen);
            }
            return Step.Outcome.done(verdict, found.build());
        });
    }
}
