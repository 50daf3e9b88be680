package stemma.node;

/** The version of this build, from its jar. */
final class Version {
    private Version() {}

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unbuilt" : version;
    }
}
