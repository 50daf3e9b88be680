package stemma.tools;

import java.util.ArrayList;
import java.util.List;

/**
 * A file name pattern: {@code ?} is one character, {@code *} any within a name, {@code **} any number
 * of names, {@code [a-z]} and {@code [!a-z]} one of a class, a backslash takes the next character as
 * it is. Matching goes back to the last star only, one for each kind, so it takes at most
 * time proportional to the square of the path's length whatever the pattern is.
 */
final class Glob {
    private final List<Part> parts;

    private sealed interface Part {}

    private record One(String among, boolean not) implements Part {
        boolean takes(char c) {
            if (c == '/') {
                return !not && among.equals("/");
            }
            return (among.indexOf(c) >= 0) != not;
        }
    }

    private record Star() implements Part {}

    /** {@code whole}: takes whole names with their slashes, so what follows begins a name. */
    private record Stars(boolean whole) implements Part {
        int next(String path, int at) {
            int slash = whole ? path.indexOf('/', at) : at;
            return slash < 0 ? -1 : slash + 1;
        }
    }

    private Glob(List<Part> parts) {
        this.parts = parts;
    }

    static Glob of(String pattern) {
        List<Part> parts = new ArrayList<>();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
            if (pattern.startsWith("**/", i) && (i == 0 || pattern.charAt(i - 1) == '/')) {
                parts.add(new Stars(true));
                i += 3;
            } else if (pattern.startsWith("**", i)) {
                parts.add(new Stars(false));
                i += 2;
            } else if (c == '*') {
                parts.add(new Star());
                i++;
            } else if (close > 0) {
                parts.add(oneOf(pattern.substring(i + 1, close)));
                i = close + 1;
            } else {
                int at = c == '\\' && i + 1 < pattern.length() ? i + 1 : i;
                parts.add(c == '?' ? new One("", true) : new One(pattern.substring(at, at + 1), false));
                i = at + 1;
            }
        }
        return new Glob(parts);
    }

    private static One oneOf(String inside) {
        boolean not = inside.startsWith("!") || inside.startsWith("^");
        String text = not ? inside.substring(1) : inside;
        StringBuilder among = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean range = i + 2 < text.length() && text.charAt(i + 1) == '-';
            char last = range ? text.charAt(i + 2) : text.charAt(i);
            for (char c = text.charAt(i); c <= last && among.length() < 256; c++) {
                among.append(c);
            }
            i += range ? 2 : 0;
        }
        return new One(among.toString(), not);
    }

    boolean matches(String path) {
        return new Match(path).run();
    }

    /** One run over one path: where it stands, and where it can go back to. */
    private final class Match {
        private final String path;
        private int at;
        private int part;
        private int starPart = -1;
        private int starAt;
        private int starsPart = -1;
        private int starsAt;

        Match(String path) {
            this.path = path;
        }

        boolean run() {
            while (at < path.length() || part < parts.size()) {
                if (!step() && !back()) {
                    return false;
                }
            }
            return true;
        }

        private boolean step() {
            if (part == parts.size()) {
                return false;
            }
            switch (parts.get(part)) {
                case Stars _ -> {
                    starsPart = part;
                    starsAt = at;
                    starPart = -1;
                }
                case Star _ -> {
                    starPart = part;
                    starAt = at;
                }
                case One one -> {
                    if (at == path.length() || !one.takes(path.charAt(at))) {
                        return false;
                    }
                    at++;
                }
            }
            part++;
            return true;
        }

        private boolean back() {
            if (starPart >= 0 && starAt < path.length() && path.charAt(starAt) != '/') {
                starAt++;
                at = starAt;
                part = starPart + 1;
                return true;
            }
            if (starsPart < 0 || starsAt >= path.length() || !(parts.get(starsPart) instanceof Stars stars)) {
                return false;
            }
            starsAt = stars.next(path, starsAt);
            at = Math.max(starsAt, 0);
            part = starsPart + 1;
            starPart = -1;
            return starsAt >= 0;
        }
    }
}
