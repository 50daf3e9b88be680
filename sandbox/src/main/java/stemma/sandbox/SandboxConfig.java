package stemma.sandbox;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What the box engine is told once.
 *
 * @param boxesFolder where box folders live, inside the node's home; made if absent
 * @param userHome the user's home, shown in the box as an empty private folder
 * @param environment the node's own environment; only PATH and JAVA_HOME are read, nothing is inherited
 * @param firstUid first uid handed to boxes when the node is root
 * @param boxesMax boxes at one time
 * @param floor below this strength nothing starts
 * @param namespaces whether boxes may be made of namespaces; otherwise they are made as where these are refused
 * @param ownPorts ports of this machine on which the node itself listens; no grant leads a box there
 */
public record SandboxConfig(
        Path boxesFolder,
        Path userHome,
        Map<String, String> environment,
        int firstUid,
        int boxesMax,
        Strength floor,
        boolean namespaces,
        Set<Integer> ownPorts) {
    private static final int FIRST_UID = 200_000;
    private static final int BOXES_MAX = 64;

    public SandboxConfig {
        Paths.absolute(boxesFolder, "the boxes folder");
        environment = Map.copyOf(environment);
        ownPorts = Set.copyOf(ownPorts);
    }

    /** The usual settings. */
    public static SandboxConfig standard(Path boxesFolder, Path userHome, Map<String, String> environment) {
        return new SandboxConfig(
                boxesFolder, userHome, environment, FIRST_UID, BOXES_MAX, Strength.FIRM, true, Set.of());
    }

    public SandboxConfig withBoxesMax(int boxes) {
        return new SandboxConfig(boxesFolder, userHome, environment, firstUid, boxes, floor, namespaces, ownPorts);
    }

    public SandboxConfig withFloor(Strength least) {
        return new SandboxConfig(boxesFolder, userHome, environment, firstUid, boxesMax, least, namespaces, ownPorts);
    }

    public SandboxConfig withOwnPorts(Set<Integer> ports) {
        return new SandboxConfig(boxesFolder, userHome, environment, firstUid, boxesMax, floor, namespaces, ports);
    }

    SandboxConfig withoutNamespaces() {
        return new SandboxConfig(boxesFolder, userHome, environment, firstUid, boxesMax, floor, false, ownPorts);
    }
}
