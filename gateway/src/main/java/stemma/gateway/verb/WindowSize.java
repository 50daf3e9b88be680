package stemma.gateway.verb;

/** Size of a terminal in character cells, each 1 to {@value #CELLS_MAX}. */
public record WindowSize(int columns, int rows) {
    public static final int CELLS_MAX = 10_000;

    public WindowSize {
        if (columns < 1 || rows < 1 || columns > CELLS_MAX || rows > CELLS_MAX) {
            throw new IllegalArgumentException("a window is 1 to " + CELLS_MAX + " cells each way");
        }
    }
}
