package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine offers to a box: who the node is, and where the system's own tools are.
 *
 * <p>Tools are looked for in the system folders only. They run before the uid is dropped, so a folder that the user can
 * write to has no say in which of them is taken.
 */
record Host(int uid, int gid, Path home, List<Path> searchPath, Optional<Path> javaHome) {
    private static final List<Path> SYSTEM =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));
    private static final Path NO_HOME = Path.of("/home/agent");

    Host {
        searchPath = List.copyOf(searchPath);
    }

    /** Reads the host; {@code environment} is the node's own, of which only PATH and JAVA_HOME are looked at. */
    static Host read(Path userHome, Map<String, String> environment) throws IOException {
        Path self = Path.of("/proc/self");
        int uid = (Integer) Files.getAttribute(self, "unix:uid");
        int gid = (Integer) Files.getAttribute(self, "unix:gid");
        List<Path> search = Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
                .filter(p -> p.startsWith("/"))
                .map(Path::of)
                .map(Path::normalize)
                .filter(Files::isDirectory)
                .distinct()
                .toList();
        Optional<Path> java = Optional.ofNullable(environment.get("JAVA_HOME"))
                .filter(p -> p.startsWith("/"))
                .map(Path::of)
                .map(Path::normalize)
                .filter(Files::isDirectory);
        boolean usable = userHome.isAbsolute() && userHome.getNameCount() > 0 && Files.isDirectory(userHome);
        return new Host(uid, gid, usable ? userHome.normalize() : NO_HOME, search, java);
    }

    boolean root() {
        return uid == 0;
    }

    /** The system's own copy of a tool. */
    static Optional<Path> tool(String name) {
        return SYSTEM.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The tool, or a refusal that says how to get it. */
    static Path needed(String name, String debianPackage) {
        return tool(name)
                .orElseThrow(() -> new BoxRefused("the box needs '" + name
                        + "', which is not on this machine; install the package '" + debianPackage + "'"));
    }
}
