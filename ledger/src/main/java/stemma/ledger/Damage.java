package stemma.ledger;

/**
 * Why a ledger takes no more entries.
 *
 * @param index the first entry that cannot be believed
 * @param why one sentence for the operator
 */
public record Damage(long index, String why) {}
