package stemma.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import stemma.core.Json;

/** Reads a model's arguments by name and type; each fault is a sentence that the model can act upon. */
final class Arguments {
    private final String tool;
    private final Json.Obj given;

    Arguments(String tool, Json.Obj given, Set<String> known) {
        this.tool = tool;
        this.given = given;
        Set<String> unknown = new TreeSet<>(given.members().keySet());
        unknown.removeAll(known);
        Inputs.require(
                unknown.isEmpty(),
                tool + " has no argument " + String.join(", ", unknown) + "; it takes "
                        + String.join(", ", new TreeSet<>(known)));
    }

    String text(String name) {
        Json value = given.find(name).orElseThrow(() -> wrong(name, "is missing; it is a text"));
        return asText(name, value);
    }

    String text(String name, String otherwise) {
        return given.find(name)
                .filter(Arguments::present)
                .map(v -> asText(name, v))
                .orElse(otherwise);
    }

    int number(String name, int otherwise) {
        return given.find(name)
                .filter(Arguments::present)
                .map(v -> asInt(name, v))
                .orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return given.find(name)
                .filter(Arguments::present)
                .map(v -> asFlag(name, v))
                .orElse(otherwise);
    }

    List<String> texts(String name) {
        Json value = given.find(name).filter(Arguments::present).orElse(Json.array());
        if (!(value instanceof Json.Arr(List<Json> items))) {
            throw wrong(name, "is a list of texts, for example [\"ls\", \"-l\"]");
        }
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(asText(name, item)));
        return texts;
    }

    private String asText(String name, Json value) {
        if (value instanceof Json.Str(String text)) {
            return text;
        }
        throw wrong(name, "is a text, not " + value.text());
    }

    private int asInt(String name, Json value) {
        boolean whole = value instanceof Json.Num(double n) && n == (int) n;
        if (!whole) {
            throw wrong(name, "is a whole number, not " + value.text());
        }
        return (int) ((Json.Num) value).value();
    }

    private boolean asFlag(String name, Json value) {
        if (value instanceof Json.Bool(boolean flag)) {
            return flag;
        }
        throw wrong(name, "is true or false, not " + value.text());
    }

    private static boolean present(Json value) {
        return !value.equals(Json.ofNull());
    }

    private IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("argument " + name + " of " + tool + " " + what);
    }
}
