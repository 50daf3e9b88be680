package stemma.policy;

/** The sorts of targets, told apart by the op's family. Each has its own form and its own patterns. */
enum TargetKind {
    /** {@code fs.*}: one absolute, resolved path. */
    PATH("an absolute path such as /srv/data/** or {workspace}/**"),
    /** {@code proc.*}: a command line. */
    COMMAND("the first words of a command such as git push *"),
    /** Everything else: an id, a name, a URL. */
    TEXT("a text with * for any part");

    private final String example;

    TargetKind(String example) {
        this.example = example;
    }

    String example() {
        return example;
    }

    static TargetKind of(String op) {
        if (op.startsWith("fs.")) {
            return PATH;
        }
        return op.startsWith("proc.") ? COMMAND : TEXT;
    }
}
