package stemma.policy.simulation;

/** What happened in one run, a line each; written by the baton's holder alone. */
final class Transcript {
    /** More lines than any run writes; beyond it a run goes in circles. */
    static final int LINES_MAX = 100_000;

    private final StringBuilder lines = new StringBuilder();
    private int count;

    void line(String what) {
        if (++count > LINES_MAX) {
            throw new IllegalStateException("a run of more than " + LINES_MAX + " lines goes in circles");
        }
        lines.append(what).append('\n');
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
