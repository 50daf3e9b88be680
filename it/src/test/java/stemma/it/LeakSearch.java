package stemma.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import stemma.store.StateDb;
import stemma.store.StateFile;

/**
 * Looks for secrets in whatever a node leaves behind, each in four forms: as it is, as base64 with and
 * without padding marks, and as hexadecimal. A secret may be where it lives, and nowhere else.
 */
final class LeakSearch {
    private static final int COLUMNS_MAX = 64;

    private final Map<String, byte[]> secrets = new TreeMap<>();
    private final Map<String, Path> homes = new TreeMap<>();
    private int places;

    /** A secret that has no place of its own. */
    LeakSearch secret(String name, byte[] value) {
        secrets.put(name, value.clone());
        return this;
    }

    LeakSearch secret(String name, String value) {
        return secret(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A secret that lives in this file. */
    LeakSearch secret(String name, byte[] value, Path lives) {
        homes.put(name, lives);
        return secret(name, value);
    }

    /** How many files, rows, texts and processes were looked at. */
    int places() {
        return places;
    }

    /** Every plain file below the folder. */
    List<String> files(Path folder) throws IOException {
        List<String> hits = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                hits.addAll(in("file " + file, Files.readAllBytes(file), file));
            }
        }
        return hits;
    }

    /** Every column of every row of every table, of a copy of the database. */
    List<String> rows(Path database, Path scratch) throws IOException {
        Path copy = scratch.resolve("copy-of-state.db");
        for (String part : List.of("", "-wal")) {
            Path from = database.resolveSibling(database.getFileName() + part);
            if (Files.exists(from)) {
                Files.copy(from, scratch.resolve("copy-of-state.db" + part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        List<String> hits = new ArrayList<>();
        try (StateDb db = StateFile.open(copy, scratch, List.of())) {
            List<String> tables = db.read(sql ->
                    sql.all(row -> row.text(1), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
            for (String table : tables) {
                for (int column = 0; column < COLUMNS_MAX; column++) {
                    hits.addAll(column(db, table, column));
                }
            }
        }
        return hits;
    }

    private List<String> column(StateDb db, String table, int column) {
        List<String> names = db.read(sql ->
                sql.all(row -> row.text(1), "SELECT name FROM pragma_table_info(?) WHERE cid = ?", table, column));
        List<String> hits = new ArrayList<>();
        for (String name : names) {
            String query = "SELECT CAST(\"" + name + "\" AS BLOB) FROM \"" + table + "\"";
            List<byte[]> values =
                    db.read(sql -> sql.all(row -> row.bytesOrNone(1).orElse(new byte[0]), query));
            for (byte[] value : values) {
                hits.addAll(in("row of " + table + "." + name, value, Path.of("/")));
            }
        }
        return hits;
    }

    /** A text that somebody was shown or sent. */
    List<String> text(String place, String text) {
        return in(place, text.getBytes(StandardCharsets.UTF_8), Path.of("/"));
    }

    /** The environment and the arguments of a process; nothing when it has ended meanwhile. */
    List<String> process(ProcessHandle process) {
        List<String> hits = new ArrayList<>();
        for (String part : List.of("environ", "cmdline")) {
            try {
                byte[] bytes = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), part));
                String command = process.info().command().orElse("a process");
                hits.addAll(in(part + " of " + command, bytes, Path.of("/")));
            } catch (IOException ended) {
                return hits;
            }
        }
        return hits;
    }

    private List<String> in(String place, byte[] bytes, Path file) {
        places++;
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> hits = new ArrayList<>();
        secrets.forEach((name, value) -> {
            boolean lives = file.equals(homes.getOrDefault(name, Path.of("")));
            if (!lives && forms(value).stream().anyMatch(text::contains)) {
                hits.add(name + " in " + place);
            }
        });
        return hits;
    }

    private static Set<String> forms(byte[] value) {
        return new TreeSet<>(List.of(
                new String(value, StandardCharsets.ISO_8859_1),
                Base64.getEncoder().withoutPadding().encodeToString(value),
                Base64.getUrlEncoder().withoutPadding().encodeToString(value),
                HexFormat.of().formatHex(value)));
    }
}
