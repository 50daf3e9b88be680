package stemma.sandbox;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * File names as text and back, without loss. A {@link Path} keeps the bytes of a name but shows them
 * only through its URI, where each byte that is not plain ASCII stands as {@code %NN}.
 */
final class WorkspaceNames {
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-fA-F]{2})");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private WorkspaceNames() {}

    /** Any path as text; its slashes stay slashes. */
    static String text(Path path) {
        String shown = path.toString();
        boolean plain = shown.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '\\');
        return plain ? shown : text(bytes(path));
    }

    /** One name from its text. */
    static Path path(String name) {
        boolean plain = name.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '\\');
        if (plain) {
            return Path.of(name);
        }
        byte[] bytes = unescape(name);
        StringBuilder uri = new StringBuilder("file:///");
        for (byte b : bytes) {
            if (b == 0 || b == '/') {
                throw new WorkspaceRefused("a file name holds no zero byte and no slash: " + name);
            }
            uri.append('%').append(HEX.toHexDigits(b));
        }
        Path found = Path.of(URI.create(uri.toString())).getFileName();
        if (found == null || found.toString().equals("..") || found.toString().equals(".")) {
            throw new WorkspaceRefused("'" + name + "' is not a file name");
        }
        return found;
    }

    private static byte[] bytes(Path path) {
        Path whole = path.isAbsolute() ? path : Path.of("/").resolve(path);
        String raw = whole.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = path.isAbsolute() ? 0 : 1; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        byte[] all = bytes.toByteArray();
        boolean slashAdded = all.length > 1 && all[all.length - 1] == '/';
        return slashAdded ? Arrays.copyOf(all, all.length - 1) : all;
    }

    private static String text(byte[] bytes) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            decoded = "";
        }
        boolean utf8 = !decoded.isEmpty();
        StringBuilder text = new StringBuilder();
        if (utf8) {
            String guarded = ESCAPE.matcher(decoded).replaceAll("\\\\x5Cx$1");
            guarded.codePoints().forEach(c -> append(text, c));
            return text.toString();
        }
        for (byte b : bytes) {
            boolean plain = b >= 0x20 && b < 0x7f && b != '\\';
            text.append(plain ? String.valueOf((char) b) : "\\x" + HEX.toHexDigits(b));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int character) {
        if (!Character.isISOControl(character)) {
            text.appendCodePoint(character);
            return;
        }
        for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            text.append("\\x").append(HEX.toHexDigits(b));
        }
    }

    private static byte[] unescape(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        Matcher escape = ESCAPE.matcher(name);
        int from = 0;
        while (escape.find()) {
            bytes.writeBytes(name.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
            bytes.write(HexFormat.fromHexDigits(escape.group(1)));
            from = escape.end();
        }
        bytes.writeBytes(name.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
