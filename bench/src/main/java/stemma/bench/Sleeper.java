package stemma.bench;

/** A JVM with nothing to do: the peer of an idle node. Ends by itself if it is forgotten. */
final class Sleeper {
    private static final long MILLIS_MAX = 120_000;

    private Sleeper() {}

    public static void main(String... args) throws InterruptedException {
        Thread.sleep(MILLIS_MAX);
    }
}
