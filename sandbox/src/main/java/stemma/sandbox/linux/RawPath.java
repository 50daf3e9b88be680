package stemma.sandbox.linux;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bytes of a file name.
 *
 * <p>Linux names are bytes, not text: a Java {@code Path} that came from a directory walk keeps them, but shows them
 * only through its URI, where each byte outside the plain set is escaped. Going through the URI both ways is therefore
 * the one loss-free way to hand such a name to a system call or to write it into a file.
 */
public final class RawPath {
    private static final Path ROOT = Path.of("/");

    private RawPath() {}

    /** The bytes of {@code path}; a relative path stays relative. */
    public static byte[] bytes(Path path) {
        String raw = encode(path);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    /** Printable ASCII that {@link #decode} turns back into the same path. */
    public static String encode(Path path) {
        String raw = ROOT.resolve(path).toUri().getRawPath();
        String trimmed = raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        return path.isAbsolute() ? trimmed : trimmed.substring(1);
    }

    /** The path whose {@link #encode} form this is. */
    public static Path decode(String encoded) {
        boolean absolute = encoded.startsWith("/");
        Path path = Path.of(URI.create("file://" + (absolute ? encoded : "/" + encoded)));
        boolean empty = path.getNameCount() == 0;
        return absolute ? path : empty ? Path.of("") : path.subpath(0, path.getNameCount());
    }

    /** The path made of these bytes. */
    public static Path of(byte[] bytes) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : bytes) {
            boolean plain = b == '/' || (b > ' ' && Character.isLetterOrDigit(b));
            encoded.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return decode(encoded.toString());
    }

    /** Text that is safe to show: control characters and bytes that are not UTF-8 appear escaped. */
    public static String shown(Path path) {
        String text = new String(bytes(path), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0xFFFD) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
