package stemma.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides how each granted part of the host is shown. Layer 0 is always the folder. */
final class LayerPlan {
    /** Entries looked at to learn whether a tree has several owners; enough for its upper levels. */
    private static final int OWNERS_READ_MAX = 1_000;

    private final List<Layer> layers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private LayerPlan() {}

    /** The plan with overlays, or without where something is in their way. */
    static LayerPlan of(Host host, BoxSpec spec, Optional<String> obstacle) throws IOException {
        LayerPlan plan = new LayerPlan();
        boolean overlays = obstacle.isEmpty();
        if (spec.view() == FolderView.COPY_ON_WRITE) {
            obstacle.ifPresent(why -> plan.notes.add("the command works on a copy: " + why));
        }
        plan.addFolder(host, spec, overlays);
        Stream<Path> extras = Stream.concat(
                spec.homeGrants().stream().map(HomeGrant::path),
                spec.caches().stream().map(CacheLayer::path));
        for (Path extra : extras.distinct().toList()) {
            plan.addExtra(extra, spec.folder(), overlays);
        }
        return plan;
    }

    List<Layer> layers() {
        return List.copyOf(layers);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    ViewKind folderView(Host host) {
        return switch (layers.getFirst().kind()) {
            case OVERLAY -> host.root() ? ViewKind.IDMAPPED_OVERLAY : ViewKind.OVERLAY;
            case COPY -> ViewKind.COPY;
            case READ_ONLY -> ViewKind.READ_ONLY;
        };
    }

    private void addFolder(Host host, BoxSpec spec, boolean overlays) throws IOException {
        Path folder = spec.folder();
        Layer.Kind kind = spec.view() == FolderView.READ_ONLY
                ? Layer.Kind.READ_ONLY
                : overlays ? Layer.Kind.OVERLAY : Layer.Kind.COPY;
        if (host.root() && kind == Layer.Kind.OVERLAY && severalOwners(folder)) {
            notes.add("the folder's files have several owners, so the command works on a copy");
            kind = Layer.Kind.COPY;
        }
        layers.add(new Layer(0, folder, folder, kind));
    }

    private void addExtra(Path path, Path folder, boolean overlays) {
        if (!Files.exists(path)) {
            notes.add(path + " does not exist, so it is not shown");
        } else if (path.startsWith(folder)) {
            notes.add(path + " is in the folder already");
        } else if (!Files.isDirectory(path)) {
            layers.add(new Layer(layers.size(), path, path, Layer.Kind.COPY));
        } else if (overlays) {
            layers.add(new Layer(layers.size(), path, path, Layer.Kind.OVERLAY));
        } else {
            notes.add(path + " is not shown: without an overlay it would have to be copied");
        }
    }

    /** Looks at a sample; what cannot be read from here, such as a path beyond the kernel's limit, is left out. */
    private static boolean severalOwners(Path folder) throws IOException {
        int owner = Owner.of(folder).uid();
        Deque<Path> open = new ArrayDeque<>(List.of(folder));
        int left = OWNERS_READ_MAX;
        while (!open.isEmpty() && left > 0) {
            for (Path entry : entries(open.removeFirst(), left)) {
                left--;
                if (foreign(entry, owner)) {
                    return true;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    open.add(entry);
                }
            }
        }
        return false;
    }

    private static List<Path> entries(Path folder, int most) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (found.size() == most) {
                    break;
                }
                found.add(entry);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return found;
        }
        return found;
    }

    private static boolean foreign(Path entry, int owner) {
        try {
            return Owner.of(entry).uid() != owner;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
