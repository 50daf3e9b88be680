package stemma.sandbox;

/** A terminal's size in character cells. */
public record WindowSize(int columns, int rows) {
    private static final int CELLS_MAX = 10_000;

    public WindowSize {
        if (columns < 1 || rows < 1 || columns > CELLS_MAX || rows > CELLS_MAX) {
            throw new IllegalArgumentException("a terminal of " + columns + " by " + rows + " cells makes no sense");
        }
    }
}
