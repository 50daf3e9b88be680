package stemma.bench;

import java.util.List;
import stemma.core.Json;

/**
 * What one measurement came to.
 *
 * @param obstacle why there are no figures; empty when there are
 * @param load of the machine when it began
 */
record Outcome(String name, String what, List<Figure> figures, String obstacle, double load) {
    Outcome {
        figures = List.copyOf(figures);
    }

    /** Whether there are figures. */
    boolean shown() {
        return obstacle.isEmpty();
    }

    /** The figures that do not reach their bar. */
    List<Figure> missed() {
        return figures.stream().filter(figure -> !figure.met().orElse(true)).toList();
    }

    Json json() {
        return Json.object()
                .put("name", name)
                .put("what", what)
                .put("load", load)
                .put("obstacle", obstacle)
                .put("figures", Json.array(figures.stream().map(Figure::json).toList()))
                .build();
    }
}
