package stemma.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.sandbox.linux.RawPath;

/**
 * File names as text and back, without loss: what a person reads in a receipt, a person can type.
 */
final class WorkspaceNames {
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-fA-F]{2})");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private WorkspaceNames() {}

    /** Any path as text; its slashes stay slashes. */
    static String text(Path path) {
        String shown = path.toString();
        boolean plain = shown.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '\\');
        return plain ? shown : text(RawPath.bytes(path));
    }

    /** One name from its text. */
    static Path path(String name) {
        boolean plain = name.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '\\');
        if (plain) {
            return Path.of(name);
        }
        byte[] bytes = unescape(name);
        for (byte b : bytes) {
            if (b == 0 || b == '/') {
                throw new WorkspaceRefused("a file name holds no zero byte and no slash: " + name);
            }
        }
        String shape = new String(bytes, StandardCharsets.ISO_8859_1);
        if (shape.isEmpty() || shape.equals(".") || shape.equals("..")) {
            throw new WorkspaceRefused("'" + name + "' is not a file name");
        }
        return RawPath.of(bytes);
    }

    private static String text(byte[] bytes) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
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
