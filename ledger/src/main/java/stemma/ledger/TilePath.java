package stemma.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one static piece of the public log, after C2SP's tlog-tiles.
 *
 * <pre>
 *   tile/0/x001/x234/067        256 leaf hashes from leaf 1234067 * 256 on
 *   tile/1/000.p/5              the roots of the first five full tiles of level 0
 *   tile/entries/000.p/70       the first 70 commitments
 * </pre>
 *
 * @param level 0 to {@link #LEVEL_MAX}, or {@link #ENTRIES}
 * @param number of the tile within its level
 * @param width how many hashes it has; {@link Tiles#TILE_LEAVES} is a full one
 * @see <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>
 */
record TilePath(int level, long number, int width) {
    static final int ENTRIES = -1;
    static final int LEVEL_MAX = 63;
    static final long NUMBER_MAX = 999_999_999_999_999_999L;

    private static final int GROUP = 1_000;
    private static final Pattern FORM =
            Pattern.compile("tile/(entries|[0-9]{1,2})/" + "((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    TilePath {
        if (level < ENTRIES || level > LEVEL_MAX || number < 0 || number > NUMBER_MAX) {
            throw new IllegalArgumentException("there is no tile " + number + " of level " + level);
        }
        if (width < 1 || width > Tiles.TILE_LEAVES) {
            throw new IllegalArgumentException("a tile has 1 to " + Tiles.TILE_LEAVES + " hashes, not " + width);
        }
    }

    /** Reads a name; empty for what is no tile's one right name. */
    static Optional<TilePath> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int level = form.group(1).equals("entries") ? ENTRIES : Integer.parseInt(form.group(1));
        long number = Long.parseLong(form.group(2).replaceAll("[x/]", ""));
        int width = form.group(3) == null ? Tiles.TILE_LEAVES : Integer.parseInt(form.group(3));
        if (level > LEVEL_MAX || width > Tiles.TILE_LEAVES) {
            return Optional.empty();
        }
        TilePath path = new TilePath(level, number, width);
        return path.text().equals(text) ? Optional.of(path) : Optional.empty();
    }

    /** Every piece that a log of this size has, the partial ones included. */
    static List<TilePath> of(long size) {
        List<TilePath> all = new ArrayList<>();
        addLevel(all, ENTRIES, size);
        int level = 0;
        for (long hashes = size; hashes > 0; hashes /= Tiles.TILE_LEAVES) {
            addLevel(all, level++, hashes);
        }
        return all;
    }

    private static void addLevel(List<TilePath> all, int level, long hashes) {
        for (long from = 0; from < hashes; from += Tiles.TILE_LEAVES) {
            all.add(new TilePath(level, from / Tiles.TILE_LEAVES, (int) Math.min(Tiles.TILE_LEAVES, hashes - from)));
        }
    }

    /** How many hashes a log of this size has on the level of this tile. */
    private long hashes(long size) {
        int bits = Math.max(0, level) * Tiles.TILE_LEVEL;
        return bits < Long.SIZE ? size >>> bits : 0;
    }

    /** Whether a log of this size has all of this piece. */
    boolean within(long size) {
        long hashes = hashes(size);
        long full = hashes / Tiles.TILE_LEAVES;
        return number < full || (number == full && width <= hashes % Tiles.TILE_LEAVES);
    }

    /** The first of its hashes, counted within its level. */
    long first() {
        return number * Tiles.TILE_LEAVES;
    }

    boolean full() {
        return width == Tiles.TILE_LEAVES;
    }

    /** The one right name. */
    String text() {
        StringBuilder groups = new StringBuilder(String.format("%03d", number % GROUP));
        for (long rest = number / GROUP; rest > 0; rest /= GROUP) {
            groups.insert(0, String.format("x%03d/", rest % GROUP));
        }
        String name = "tile/" + (level == ENTRIES ? "entries" : level) + "/" + groups;
        return full() ? name : name + ".p/" + width;
    }
}
