package stemma.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import stemma.core.Digest;
import stemma.core.Json;

/**
 * Replaces a text that stands in a file exactly as often as expected. It works on bytes, so a file in
 * any encoding keeps every byte that the edit does not name.
 *
 * @param find the text as it stands in the file, not empty
 * @param replace what takes its place
 * @param expected how often it must occur, 1 or more
 */
public record WorkspaceEdit(String find, String replace, int expected) {
    private static final int LINES_NAMED_MAX = 10;

    public WorkspaceEdit {
        if (find.isEmpty() || expected < 1) {
            throw new IllegalArgumentException("an edit finds a text at least once");
        }
    }

    /** What an approval of the edit is bound to. */
    public Digest digest() {
        return Digest.of(Json.object()
                .put("find", find)
                .put("replace", replace)
                .put("expected", expected)
                .build()
                .canonical());
    }

    /** The new content; throws {@link WorkspaceRefused} that says where the text is, or what is near. */
    byte[] apply(String path, byte[] before) {
        byte[] wanted = find.getBytes(StandardCharsets.UTF_8);
        List<Integer> places = places(before, wanted);
        if (places.size() != expected) {
            throw new WorkspaceRefused(path + ": " + problem(before, places) + "; nothing was changed");
        }
        byte[] instead = replace.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream after = new ByteArrayOutputStream(before.length + instead.length);
        int from = 0;
        for (int place : places) {
            after.write(before, from, place - from);
            after.writeBytes(instead);
            from = place + wanted.length;
        }
        after.write(before, from, before.length - from);
        return after.toByteArray();
    }

    private String problem(byte[] before, List<Integer> places) {
        if (places.isEmpty()) {
            return "the text to replace does not occur; " + WorkspaceNearest.hint(before, find);
        }
        List<String> lines = new ArrayList<>();
        for (int place : places.subList(0, Math.min(places.size(), LINES_NAMED_MAX))) {
            lines.add(String.valueOf(line(before, place)));
        }
        String more = places.size() > LINES_NAMED_MAX ? " and more" : "";
        return "the text occurs " + places.size() + " times, not " + expected + " (lines "
                + String.join(", ", lines) + more + "); include more of the text around it, or expect "
                + places.size();
    }

    private static List<Integer> places(byte[] content, byte[] wanted) {
        List<Integer> places = new ArrayList<>();
        int at = 0;
        while (at <= content.length - wanted.length) {
            if (matches(content, at, wanted)) {
                places.add(at);
                at += wanted.length;
            } else {
                at++;
            }
        }
        return places;
    }

    private static boolean matches(byte[] content, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (content[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int line(byte[] content, int place) {
        int line = 1;
        for (int i = 0; i < place; i++) {
            line += content[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
