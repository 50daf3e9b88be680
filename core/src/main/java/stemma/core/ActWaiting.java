package stemma.core;

/** An act waits for a person, and the caller cannot go on without it. Carries the approval. */
public final class ActWaiting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Approval approval;

    public ActWaiting(Approval approval) {
        this(approval, "");
    }

    /**
     * With a clause after the target.
     *
     * @param more what else the question is about; begins with a space or a comma, or is empty
     */
    public ActWaiting(Approval approval, String more) {
        super(approval.act().op() + " " + approval.act().target() + more + " waits for approval " + approval.id());
        this.approval = approval;
    }

    public Approval approval() {
        return approval;
    }

    /** What a person types next. */
    public String next() {
        return approval.quorum().wanted()
                ? approval.quorum() + " sign it: stemma approval show " + approval.id()
                : "answer with: stemma approve " + approval.id();
    }
}
