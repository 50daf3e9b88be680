package stemma.store;

import java.nio.file.Path;

/** Another process owns the home. */
public final class HomeBusy extends StoreFailed {
    private static final long serialVersionUID = 1L;

    private final long pid;

    HomeBusy(Path root, long pid) {
        super("the home " + root + " is in use by process " + (pid > 0 ? pid : "(unknown)")
                + "; stop that node, or give this one another STEMMA_HOME");
        this.pid = pid;
    }

    /** The process that owns the home; 0 when it has not yet said so. */
    public long pid() {
        return pid;
    }
}
