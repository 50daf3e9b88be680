package stemma.core;

/** An act waits for a person, and the caller cannot go on without it. Carries the approval. */
public final class ActWaiting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Approval approval;

    public ActWaiting(Approval approval) {
        super(approval.act().op() + " " + approval.act().target() + " waits for approval " + approval.id());
        this.approval = approval;
    }

    public Approval approval() {
        return approval;
    }
}
