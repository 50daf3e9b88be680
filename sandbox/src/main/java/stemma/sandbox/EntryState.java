package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import stemma.core.Json;
import stemma.sandbox.linux.RawPath;

/**
 * Exactly what an entry is: enough to recognise it again, and with its bytes to make it again.
 *
 * @param mode permissions and the rest of the twelve bits
 * @param content SHA-256 of a file in hexadecimal, the escaped target of a link, nothing for a folder
 */
record EntryState(FileKind kind, int mode, int uid, int gid, String content) {
    static Optional<EntryState> of(Path entry) throws IOException {
        Optional<FileFacts> facts = FileFacts.of(entry);
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        FileKind kind = facts.get().kind();
        Owner owner = Owner.of(entry);
        int mode = kind == FileKind.SYMLINK ? 0 : facts.get().mode();
        return Optional.of(new EntryState(kind, mode, owner.uid(), owner.gid(), content(kind, entry)));
    }

    private static String content(FileKind kind, Path entry) throws IOException {
        return switch (kind) {
            case FILE -> digest(entry);
            case SYMLINK -> RawPath.encode(Files.readSymbolicLink(entry));
            case FOLDER, SPECIAL -> "";
        };
    }

    /** Whether another state shows the same kind, mode and content; the owner may differ. */
    boolean sameAs(EntryState other) {
        return kind == other.kind && mode == other.mode && content.equals(other.content);
    }

    Json.Obj json() {
        return Json.object()
                .put("kind", kind.name())
                .put("mode", mode)
                .put("uid", uid)
                .put("gid", gid)
                .put("content", content)
                .build();
    }

    static EntryState of(Json.Obj json) {
        return new EntryState(
                FileKind.valueOf(json.string("kind")),
                (int) json.longNumber("mode"),
                (int) json.longNumber("uid"),
                (int) json.longNumber("gid"),
                json.string("content"));
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file, NOFOLLOW_LINKS), sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
