package stemma.ledger;

/** Ledger data that cannot be read as what it claims to be, or asked for what it does not have. */
public final class LedgerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerFailed(String message) {
        super(message);
    }

    public LedgerFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
