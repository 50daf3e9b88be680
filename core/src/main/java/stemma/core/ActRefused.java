package stemma.core;

/** An act did not end as done, and the caller had no use for anything else. Carries the receipt. */
public final class ActRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Receipt receipt;

    public ActRefused(Receipt receipt) {
        super(receipt.act().op() + " " + receipt.act().target() + ": "
                + receipt.ending().word() + (receipt.note().isEmpty() ? "" : ", " + receipt.note()) + " (act "
                + receipt.id() + ")");
        this.receipt = receipt;
    }

    public Receipt receipt() {
        return receipt;
    }
}
