package stemma.it;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A tree of files as it was at one moment: each entry with its mode and the digest of its bytes. */
record Tree(Map<String, String> entries) {
    /** Reads a tree, following no link, less the folders of these names directly in it. */
    static Tree of(Path root, String... without) throws Exception {
        Set<String> left = Set.of(without);
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.toList()) {
                Path at = root.relativize(path);
                if (!path.equals(root) && !left.contains(at.getName(0).toString())) {
                    entries.put(at.toString(), facts(path));
                }
            }
        }
        return new Tree(entries);
    }

    private static String facts(Path path) throws Exception {
        Object mode = Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        return Files.isRegularFile(path, NOFOLLOW_LINKS) ? mode + " " + digest(path) : mode.toString();
    }

    private static String digest(Path file) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IOException(file + " cannot be read", e);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** What became of it, each as a kind and a path; a rename counts as a deletion and a creation. */
    TreeSet<String> changesTo(Tree after) {
        TreeSet<String> changes = new TreeSet<>();
        after.entries.forEach((path, facts) -> {
            if (!entries.containsKey(path)) {
                changes.add("created " + path);
            } else if (!facts.equals(entries.get(path))) {
                changes.add("changed " + path);
            }
        });
        entries.keySet().stream()
                .filter(path -> !after.entries.containsKey(path))
                .forEach(path -> changes.add("deleted " + path));
        return changes;
    }
}
