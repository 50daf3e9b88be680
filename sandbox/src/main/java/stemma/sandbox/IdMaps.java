package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import stemma.sandbox.linux.Fd;
import stemma.sandbox.linux.IdMap;

/** The id maps made so far: one costs a helper process, so each is made once and kept. Thread-safe. */
final class IdMaps implements AutoCloseable {
    /** Open descriptors kept; the owners of folders times the uids in use at one time stay far below. */
    private static final int MAPS_MAX = 512;

    private record Key(Owner owner, int uid) {}

    private final Path unshare;
    private final Map<Key, Fd> made = new HashMap<>();

    IdMaps(Path unshare) {
        this.unshare = unshare;
    }

    /** The map on which files of {@code owner} appear as owned by {@code uid}. It stays ours. */
    synchronized Fd map(Owner owner, int uid) throws IOException {
        Key key = new Key(owner, uid);
        Fd known = made.get(key);
        if (known != null) {
            return known;
        }
        if (made.size() >= MAPS_MAX) {
            throw new IOException("more than " + MAPS_MAX + " id maps are open; restart the node");
        }
        Fd map = IdMap.of(owner.uid(), owner.gid(), uid, unshare);
        made.put(key, map);
        return map;
    }

    @Override
    public synchronized void close() throws IOException {
        for (Fd map : made.values()) {
            map.close();
        }
        made.clear();
    }
}
