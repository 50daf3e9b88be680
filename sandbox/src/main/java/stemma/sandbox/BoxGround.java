package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** What all boxes of an engine stand on: read, made or opened once. Thread-safe. */
record BoxGround(Host host, Toolchains toolchains, BoxKit kit, IdMaps idMaps, Blocking blocking, BoxThreads threads, Set<Integer> ownPorts)
        implements AutoCloseable {
    static BoxGround open(Path boxesFolder, Host host, Set<Integer> ownPorts) throws IOException {
        IdMaps idMaps = new IdMaps(Host.needed("unshare", "util-linux"));
        return new BoxGround(
                host, Toolchains.of(host), BoxKit.open(boxesFolder, host), idMaps, new Blocking(), new BoxThreads(host.root()), ownPorts);
    }

    @Override
    public void close() throws IOException {
        threads.close();
        blocking.close();
        idMaps.close();
    }
}
