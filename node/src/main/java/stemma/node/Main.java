package stemma.node;

/** The entry point of the command line. */
public final class Main {

    private Main() {}

    /** Prints the version of this build and ends. */
    public static void main(String... args) {
        String version = Main.class.getPackage().getImplementationVersion();
        System.out.println("stemma " + (version == null ? "unbuilt" : version));
    }
}
