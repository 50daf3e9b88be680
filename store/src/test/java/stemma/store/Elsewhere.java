package stemma.store;

import java.nio.file.Path;

/** The other process of {@link HomeTest}: takes a home and says by its exit status how it went. */
final class Elsewhere {
    static final int TAKEN = 40;
    static final int BUSY = 41;

    private Elsewhere() {}

    public static void main(String[] arguments) {
        try (HomeLock lock = HomeLock.take(new Home(Path.of(arguments[0])))) {
            System.exit(lock == null ? 1 : TAKEN);
        } catch (HomeBusy busy) {
            System.exit(busy.pid() > 0 ? BUSY : 1);
        }
    }
}
