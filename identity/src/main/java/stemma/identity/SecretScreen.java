package stemma.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import stemma.core.Screen;

/**
 * Finds two sorts of secrets: those this node holds, exactly and also as base64 or percent-encoded, and
 * tokens whose well-known form gives them away. A held secret that is short and could be a word counts
 * only where it stands alone.
 *
 * <p>Held secrets are few and a text is at most a conversation, so each is looked for in turn: an
 * automaton over all of them would be another copy of every secret in memory.
 */
public final class SecretScreen implements Screen {
    /** Held secrets shorter than this count only as whole words. */
    private static final int ALONE_CHARS_MAX = 16;

    private final Supplier<List<SecretSource.Known>> known;

    /** Looks for the secrets that are held at the moment of each look. */
    public SecretScreen(Supplier<List<SecretSource.Known>> known) {
        this.known = known;
    }

    @Override
    public List<Hit> hits(String text) {
        List<Hit> found = new ArrayList<>();
        for (SecretSource.Known one : known.get()) {
            String value = one.secret().reveal().strip();
            if (value.length() >= VaultOperations.SECRET_CHARS_MIN) {
                forms(value)
                        .forEach(form -> addHeld(found, text, form, one.handle().toString()));
            }
        }
        for (TokenShape shape : TokenShapes.ALL) {
            shape.prefixes().forEach(prefix -> addShaped(found, text, prefix, shape));
        }
        return apart(found);
    }

    private static Set<String> forms(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new TreeSet<>(List.of(
                value,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }

    private static void addHeld(List<Hit> found, String text, String form, String label) {
        for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
            int end = at + form.length();
            if (form.length() >= ALONE_CHARS_MAX || (edge(text, at - 1) && edge(text, end))) {
                found.add(new Hit(at, end, label));
            }
        }
    }

    private static boolean edge(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }

    private static void addShaped(List<Hit> found, String text, String prefix, TokenShape shape) {
        for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + prefix.length())) {
            int end = shape.end(text, at);
            if (end > 0) {
                found.add(new Hit(at, end, shape.label()));
            }
        }
    }

    /** Of hits that overlap, the first and longest is kept and grown over what the others cover. */
    private static List<Hit> apart(List<Hit> found) {
        List<Hit> apart = new ArrayList<>();
        found.sort(Comparator.comparingInt(Hit::from)
                .thenComparing(Comparator.comparingInt(Hit::to).reversed()));
        for (Hit hit : found) {
            Hit last = apart.isEmpty() ? new Hit(0, 0, "") : apart.getLast();
            if (hit.from() >= last.to()) {
                apart.add(hit);
            } else if (hit.to() > last.to()) {
                apart.set(apart.size() - 1, new Hit(last.from(), hit.to(), last.label()));
            }
        }
        return List.copyOf(apart);
    }
}
