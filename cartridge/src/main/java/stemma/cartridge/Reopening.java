package stemma.cartridge;

import java.util.ArrayList;
import java.util.List;
import stemma.cartridge.engine.ModuleRefused;
import stemma.core.Refusal;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StoreFailed;

/** Puts what was served when the node closed on the shelf again. */
public final class Reopening {
    private Reopening() {}

    /** Serves the same set; says of each that cannot be served why, and serves the others. */
    public static List<String> of(StateDb db, Objects objects, Shelf shelf) {
        List<String> warnings = new ArrayList<>();
        for (CartridgeTable.Served served : db.read(CartridgeTable::all)) {
            try {
                byte[] wasm = objects.get(served.wasm())
                        .orElseThrow(() -> gone(served.wasm().hex()));
                byte[] manifest = objects.get(served.manifest())
                        .orElseThrow(() -> gone(served.manifest().hex()));
                shelf.publish(shelf.load(Manifest.parse(manifest), wasm));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return warnings;
            } catch (ModuleRefused | CartridgeFailed | Refusal | StoreFailed e) {
                warnings.add("cartridge " + served.slug() + " is not served: " + e.getMessage());
            }
        }
        return warnings;
    }

    private static StoreFailed gone(String digest) {
        return new StoreFailed("the object " + digest + " is gone; restore it from a backup, or deploy again");
    }
}
