package stemma.sandbox;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** What all boxes of an engine stand on: read, made or opened once. Thread-safe. */
record BoxGround(
        Host host,
        Toolchains toolchains,
        BoxKit kit,
        IdMaps idMaps,
        Blocking blocking,
        BoxThreads threads,
        AtomicReference<Optional<String>> refused,
        SandboxConfig config)
        implements AutoCloseable {
    static BoxGround open(SandboxConfig config, Host host) throws IOException {
        IdMaps idMaps = new IdMaps(Host.needed("unshare", "util-linux"));
        return new BoxGround(
                host,
                Toolchains.of(host),
                BoxKit.open(config.boxesFolder(), host),
                idMaps,
                new Blocking(),
                new BoxThreads(host.root()),
                new AtomicReference<>(Optional.empty()),
                config);
    }

    Set<Integer> ownPorts() {
        return config.ownPorts();
    }

    /** What is in the way of namespaces, as far as a box has shown or can be seen without making one. */
    Optional<String> namespaceObstacle() {
        if (!config.namespaces()) {
            return Optional.of("namespaces are switched off for boxes");
        }
        return Host.tool("bwrap").isPresent()
                ? refused.get().or(SandboxProbe::namespaceObstacle)
                : Optional.of("'bwrap' is not on this machine; install the package 'bubblewrap'");
    }

    /** Refuses where a box of namespaces cannot even be tried. */
    void needNamespaces() {
        if (!config.namespaces() || Host.tool("bwrap").isEmpty()) {
            throw new NamespacesRefused(namespaceObstacle().orElse(""));
        }
    }

    @Override
    public void close() throws IOException {
        threads.close();
        blocking.close();
        idMaps.close();
    }
}
