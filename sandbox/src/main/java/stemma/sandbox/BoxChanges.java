package stemma.sandbox;

/** What one run did to its folder. */
public final class BoxChanges {
    private final BoxFolder box;
    private final Origin origin;

    BoxChanges(BoxFolder box, Origin origin) {
        this.box = box;
        this.origin = origin;
    }

    BoxFolder box() {
        return box;
    }

    Origin origin() {
        return origin;
    }
}
