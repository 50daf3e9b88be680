package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of this machine every box shows, read-only: the system's folders, and outside of them what the tools on the
 * user's path need. Read once.
 *
 * <p>A version manager keeps a small folder of launchers on the path and the tools themselves beside it; the whole
 * of such a manager is shown. A folder directly in the home is shown only if it is on this list: what else lies in a
 * home (keys, tokens, histories) never comes along because a tool was nearby.
 */
record Toolchains(List<Path> folders, Map<Path, Path> links, List<Path> extra) {
    private static final List<String> SYSTEM =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/snap", "/gnu");

    private static final List<String> MANAGERS = List.of(
            ".pyenv",
            ".rbenv",
            ".nvm",
            ".fnm",
            ".volta",
            ".asdf",
            ".sdkman/candidates",
            ".jdks",
            ".rustup",
            ".bun/bin",
            ".deno/bin",
            ".local/lib",
            ".local/share/uv",
            ".local/share/mise",
            ".local/share/pnpm",
            ".local/share/fnm");

    Toolchains {
        folders = List.copyOf(folders);
        extra = List.copyOf(extra);
    }

    static Toolchains of(Host host) throws IOException {
        Map<Path, Path> links = new LinkedHashMap<>();
        for (Path link : systemLinks()) {
            links.put(link, Files.readSymbolicLink(link));
        }
        return new Toolchains(systemFolders(), links, extra(host));
    }

    /** System folders that exist and are not links (a merged /usr has links there). */
    private static List<Path> systemFolders() {
        return SYSTEM.stream()
                .map(Path::of)
                .filter(p -> Files.isDirectory(p) && !Files.isSymbolicLink(p))
                .toList();
    }

    /** System folders that are links, to be made again as links. */
    private static List<Path> systemLinks() {
        return SYSTEM.stream().map(Path::of).filter(Files::isSymbolicLink).toList();
    }

    /** Folders outside the system that hold tools. */
    private static List<Path> extra(Host host) {
        Set<Path> wanted = new LinkedHashSet<>();
        boolean fromHome = false;
        for (Path entry : host.searchPath()) {
            fromHome |= entry.startsWith(host.home());
            addIfTools(wanted, entry, host);
        }
        host.javaHome().ifPresent(java -> addIfTools(wanted, java, host));
        if (fromHome) {
            MANAGERS.stream()
                    .map(host.home()::resolve)
                    .filter(Files::isDirectory)
                    .forEach(wanted::add);
        }
        return wanted.stream()
                .filter(p -> wanted.stream().noneMatch(other -> !p.equals(other) && p.startsWith(other)))
                .toList();
    }

    private static void addIfTools(Set<Path> wanted, Path folder, Host host) {
        boolean system = SYSTEM.stream().anyMatch(folder::startsWith);
        boolean tooWide = host.home().startsWith(folder) || folder.getNameCount() < 2;
        if (!system && !tooWide && !folder.startsWith("/proc") && !folder.startsWith("/dev")) {
            wanted.add(folder);
        }
    }
}
