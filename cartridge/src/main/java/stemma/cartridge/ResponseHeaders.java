package stemma.cartridge;

import java.util.Locale;
import java.util.Set;

/** Which headers a cartridge may set: those that say what its answer is, and none that speak for the node. */
final class ResponseHeaders {
    static final int HEADERS_MAX = 32;
    static final int VALUE_CHARS_MAX = 1_024;

    private static final Set<String> ALLOWED = Set.of(
            "cache-control",
            "content-disposition",
            "content-language",
            "etag",
            "last-modified",
            "location",
            "retry-after",
            "vary");

    private ResponseHeaders() {}

    static boolean allowed(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean known = ALLOWED.contains(lower) || (lower.startsWith("x-") && lower.matches("x-[a-z0-9-]{1,62}"));
        boolean plain = value.length() <= VALUE_CHARS_MAX && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        boolean nodes = lower.equals("x-frame-options") || lower.equals("x-content-type-options");
        return known && plain && !nodes;
    }
}
