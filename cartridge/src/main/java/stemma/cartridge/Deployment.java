package stemma.cartridge;

import java.nio.charset.StandardCharsets;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.store.Objects;

/** Puts cartridges on the shelf and takes them off, as acts. Thread-safe. */
public final class Deployment {
    static final Op<New, Digest> DEPLOY = Op.effect("cartridge.deploy");
    static final Op<Slug, Slug> DELETE = Op.effect("cartridge.delete");

    /** How long a deployment may take. */
    private static final long DEPLOY_MILLIS_MAX = 60_000;

    private final Shelf shelf;
    private final Objects objects;

    public Deployment(Shelf shelf, Objects objects) {
        this.shelf = shelf;
        this.objects = objects;
    }

    /** A version that was loaded and checked, with the bytes it came from. */
    record New(Loaded loaded, byte[] wasm) {
        /** Both digests in one: what an approval is bound to. */
        Digest digest() {
            byte[] manifest = loaded.manifest().json().canonical();
            return Digest.ofUtf8(Digest.of(manifest).hex() + loaded.wasm().hex());
        }
    }

    /** Registers who performs deployments. */
    public void register(Performers.Builder performers) {
        performers.add(DEPLOY, this::deploy).add(DELETE, this::delete);
    }

    static Act deployment(New next, Actor by) {
        return Act.of(DEPLOY, next.loaded().manifest().slug().text(), by, Provenance.OPERATOR)
                .input(next.digest())
                .within(DEPLOY_MILLIS_MAX);
    }

    static Act deletion(Slug slug, Actor by) {
        return Act.of(DELETE, slug.text(), by, Provenance.OPERATOR);
    }

    private Done<Digest> deploy(New next, Permit permit) {
        Manifest manifest = next.loaded().manifest();
        permit.spend(new Effect(DEPLOY.name(), manifest.slug().text(), next.digest()));
        Digest wasm = objects.put(next.wasm());
        Digest described = objects.put(manifest.json().text().getBytes(StandardCharsets.UTF_8));
        shelf.publish(next.loaded());
        return Done.of(wasm)
                .digest(wasm)
                .evidence(Json.object()
                        .put("wasm", wasm.hex())
                        .put("manifest", described.hex())
                        .put("bytes", next.wasm().length)
                        .put("version", manifest.version())
                        .build());
    }

    private Done<Slug> delete(Slug slug, Permit permit) {
        permit.spend(new Effect(DELETE.name(), slug.text(), Digest.EMPTY));
        shelf.remove(slug);
        return Done.of(slug);
    }
}
