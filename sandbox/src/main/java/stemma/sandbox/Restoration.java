package stemma.sandbox;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Json;

/**
 * What taking acts back does to one file. The permit is bound to all of it: to the acts, to what the file
 * holds now and to what it will hold.
 *
 * @param acts whose writing is taken back, the oldest first
 * @param now digest of what the file holds; empty when there is none
 * @param content what it shall hold; empty to remove it
 * @param folders how many folders around a removed file go too, if they are empty then
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Restoration(List<ActId> acts, Optional<Digest> now, Optional<byte[]> content, int folders) {
    public Restoration {
        Objects.requireNonNull(now, "now");
        acts = List.copyOf(acts);
        if (acts.isEmpty() || folders < 0 || (content.isPresent() && folders > 0)) {
            throw new IllegalArgumentException("a restoration is of at least one act, and keeps a file's folders");
        }
    }

    /** What a person is asked about, and the digest is made of. */
    public Json.Obj input() {
        return Json.object()
                .put(
                        "acts",
                        Json.array(
                                acts.stream().map(id -> Json.of(id.toString())).toList()))
                .put("now", digest(now))
                .put("then", digest(content.map(Digest::of)))
                .put("folders", folders)
                .build();
    }

    /** The effect of it on this path. */
    public Effect effect(WorkspacePath path) {
        return new Effect(BoxChanges.UNDO_OP, path.target(), Digest.of(input().canonical()));
    }

    private static Json digest(Optional<Digest> digest) {
        return digest.map(d -> Json.of(d.hex())).orElseGet(Json::ofNull);
    }
}
