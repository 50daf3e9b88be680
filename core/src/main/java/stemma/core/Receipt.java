package stemma.core;

import java.util.Objects;
import java.util.Optional;

/**
 * The ledger's record of what was decided, done and spent. It repeats the whole act, so that one
 * entry and its proof are enough to show what happened.
 *
 * @param id names the act
 * @param act what was intended
 * @param rule the policy rule that decided
 * @param ending how it ended
 * @param note one sentence for a person; empty when there is nothing to add
 * @param spent taken from the purse
 * @param spends how often the permit was spent
 * @param chain digest chain over the inputs of a lease's spends; absent for a single spend
 * @param output digest of the output, where it can be checked later
 * @param evidence facts the performer observed
 * @param startedMillis when the gate took the act, wall time since the epoch
 * @param endedMillis when it ended
 */
public record Receipt(
        ActId id,
        Act act,
        String rule,
        Ending ending,
        String note,
        Cost spent,
        int spends,
        Optional<Digest> chain,
        Optional<Digest> output,
        Json.Obj evidence,
        long startedMillis,
        long endedMillis)
        implements Entry {

    public static final int NOTE_CHARS_MAX = 1_000;
    public static final int EVIDENCE_BYTES_MAX = 16 * 1024;

    public Receipt {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(act, "act");
        Objects.requireNonNull(ending, "ending");
        Objects.requireNonNull(spent, "spent");
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(output, "output");
        Limits.text("a rule", rule, 0, RULE_CHARS_MAX);
        Limits.text("a note", note, 0, NOTE_CHARS_MAX);
        Limits.facts("evidence", evidence, EVIDENCE_BYTES_MAX);
        if (spends < 0 || spends > act.spends()) {
            throw new IllegalArgumentException(spends + " spends of " + act.spends() + " cannot be");
        }
    }

    /** Evidence under which a performer says where its output came from. */
    public static final String LABEL = "label";

    /** Where the output came from, as far as the performer says; empty where it read nothing. */
    public Optional<Provenance> label() {
        return evidence.find(LABEL).filter(Json.Obj.class::isInstance).map(l -> Provenance.of((Json.Obj) l));
    }

    @Override
    public long atMillis() {
        return endedMillis;
    }
}
