package stemma.policy.simulation;

import java.util.Optional;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Log;
import stemma.core.Policy;
import stemma.core.Purses;
import stemma.core.Verdict;
import stemma.ledger.LedgerFile;
import stemma.policy.PurseBook;

/**
 * The gate's ports with the real thing behind each: steps of the baton around it, and an oracle that
 * is told. They step only where the gate and the desk hold no lock.
 */
final class Ports {
    private final Baton baton;
    private final Transcript transcript;
    private final Oracle oracle;

    Ports(Baton baton, Transcript transcript, Oracle oracle) {
        this.baton = baton;
        this.transcript = transcript;
        this.oracle = oracle;
    }

    Log log(LedgerFile ledger) {
        return new Log() {
            @Override
            public long append(byte[] entry) {
                Entry read = EntryCodec.parse(entry);
                baton.requireOn();
                if (read instanceof Entry.Intent) {
                    baton.step();
                }
                long index = ledger.append(entry);
                transcript.line(index + " " + History.word(read));
                oracle.appended(index, entry, read);
                return index;
            }

            @Override
            public void awaitDurable(long index) {
                baton.step();
                baton.awaits(() -> ledger.awaitDurable(index));
                oracle.durable(index);
                baton.step();
            }
        };
    }

    Purses purses(PurseBook book) {
        return new Purses() {
            @Override
            public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
                baton.step();
                Optional<String> refusal = book.reserve(id, purse, estimate, atMillis);
                if (refusal.isEmpty()) {
                    Consumption.levels(purse).forEach(level -> oracle.reserved(book.standing(level)));
                }
                baton.step();
                return refusal;
            }

            @Override
            public void settle(ActId id, Cost spent) {
                baton.step();
                book.settle(id, spent);
                baton.step();
            }
        };
    }

    /** The verdict is written in the target's first word. */
    Policy policy(Clock clock) {
        return act -> {
            baton.step();
            oracle.judged(act, clock.millis());
            return verdict(act);
        };
    }

    private static Verdict verdict(Act act) {
        if (act.target().startsWith(Scripts.ASK)) {
            return new Verdict.Ask("ask", "a person decides");
        }
        return act.target().startsWith(Scripts.OK) ? new Verdict.Allow("allow") : new Verdict.Deny("deny", "it is no");
    }
}
