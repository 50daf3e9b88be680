package stemma.mind;

import java.nio.file.Path;
import java.util.Optional;
import stemma.core.Json;
import stemma.core.Provenance;

/**
 * What somebody wants.
 *
 * @param text in their own words, 1 to {@value #TEXT_CHARS_MAX} characters
 * @param dir the folder it is about, absolute
 * @param template the plan template to use, when the words are not to decide
 * @param provenance where the wish came from
 */
public record GoalRequest(String text, Path dir, Optional<String> template, Provenance provenance) {
    public static final int TEXT_CHARS_MAX = 4_000;

    public GoalRequest {
        if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
            throw new IllegalArgumentException("a goal's text has 1 to " + TEXT_CHARS_MAX + " characters");
        }
        if (!dir.isAbsolute()) {
            throw new IllegalArgumentException("a goal's folder is an absolute path, not '" + dir + "'");
        }
        dir = dir.normalize();
    }

    /** A goal that the words alone decide. */
    public static GoalRequest of(String text, Path dir) {
        return new GoalRequest(text, dir, Optional.empty(), Provenance.OPERATOR);
    }

    public GoalRequest using(String name) {
        return new GoalRequest(text, dir, Optional.of(name), provenance);
    }

    GoalRequest worded(String other) {
        return new GoalRequest(other, dir, template, provenance);
    }

    public GoalRequest from(Provenance other) {
        return new GoalRequest(text, dir, template, other);
    }

    /** What the object that holds it says. */
    Json.Obj payload() {
        return Json.object()
                .put("dir", dir.toString())
                .put("template", template.orElse(""))
                .put("text", text)
                .build();
    }
}
