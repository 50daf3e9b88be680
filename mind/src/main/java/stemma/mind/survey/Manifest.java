package stemma.mind.survey;

import java.util.List;

/**
 * What one manifest or lock file says.
 *
 * @param path relative to the folder
 * @param what it is, such as {@code Maven project}
 * @param name the project calls itself; empty where it does not
 * @param licence the project states for itself; empty where it does not
 * @param direct dependencies it names itself, in its order
 * @param locked every dependency a lock file pins, direct or not
 * @param fault why it could not be read, one clause; empty when it could
 */
record Manifest(
        String path,
        String what,
        String name,
        String licence,
        List<Dependency> direct,
        List<Dependency> locked,
        String fault) {
    Manifest {
        direct = List.copyOf(direct);
        locked = List.copyOf(locked);
    }

    static Manifest of(String path, String what, String name, String licence, List<Dependency> direct) {
        return new Manifest(path, what, name, licence, direct, List.of(), "");
    }

    static Manifest lock(String path, String what, List<Dependency> locked) {
        return new Manifest(path, what, "", "", List.of(), locked, "");
    }

    static Manifest faulty(String path, String what, String fault) {
        return new Manifest(path, what, "", "", List.of(), List.of(), fault);
    }
}
