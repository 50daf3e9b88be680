package stemma.cartridge;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import stemma.cartridge.engine.ModuleLimits;
import stemma.core.Refusal;
import stemma.store.Disk;

/** Finds what an operator deploys: the module and its manifest, each in a file or spelled out. */
final class CartridgeFiles {
    private final Disk disk;

    CartridgeFiles(Disk disk) {
        this.disk = disk;
    }

    /** The module that is named, or given. */
    byte[] wasm(CartridgeOperations.New in) {
        if (in.file().isEmpty() == in.wasm().isEmpty()) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "give the module as a file, or in Base64 with --wasm");
        }
        if (in.wasm().isEmpty()) {
            return content(in.file(), ModuleLimits.standard().moduleBytesMax());
        }
        try {
            return Base64.getDecoder().decode(in.wasm());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "the module is no Base64: " + e.getMessage());
        }
    }

    /** The manifest that is named or given; without one a cartridge has a name and nothing else. */
    Manifest manifest(CartridgeOperations.New in) {
        boolean itself = in.manifest().strip().startsWith("{");
        if (!in.manifest().isEmpty()) {
            byte[] json = itself
                    ? in.manifest().getBytes(StandardCharsets.UTF_8)
                    : content(in.manifest(), Manifest.BYTES_MAX);
            Manifest manifest = Manifest.parse(json);
            if (!in.slug().isEmpty() && !in.slug().equals(manifest.slug().text())) {
                throw new Refusal(
                        Refusal.Kind.BAD_INPUT, "the manifest is for " + manifest.slug() + ", not for " + in.slug());
            }
            return manifest;
        }
        String name = in.slug().isEmpty() ? fileName(in.file()) : in.slug();
        return Manifest.plain(Slug.given(name));
    }

    private static String fileName(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.endsWith(".wasm") ? name.substring(0, name.length() - ".wasm".length()) : name;
    }

    private byte[] content(String file, int bytesMax) {
        try {
            Path path = Path.of(file);
            if (!path.isAbsolute()) {
                throw new Refusal(Refusal.Kind.BAD_INPUT, "'" + file + "' is no absolute path");
            }
            return disk.content(path, bytesMax)
                    .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no file " + file));
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "'" + file.replace('\0', '?') + "' is no path");
        }
    }
}
