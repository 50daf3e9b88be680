package stemma.mind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.JsonException;
import stemma.core.Screen;
import stemma.ledger.dag.Dag;
import stemma.ledger.dag.DagObject;
import stemma.ledger.dag.Kept;
import stemma.store.Objects;

/**
 * What goals keep, as objects that link to what they came from.
 *
 * <pre>
 *   goal <-- plan <-- message <-- message <-- ...      of a conversation with a model
 *              ^                     |
 *              +---- findings <------+                 of a step; then an answer links to all of these
 * </pre>
 *
 * An object that was erased or lost is read as a text in brackets that says so. Thread-safe.
 */
public final class GoalObjects {
    private static final String GOAL = "goal";

    private final Dag dag;
    private final Objects older;
    private final Screen screen;

    /**
     * Keeps in this DAG.
     *
     * @param screen for secrets, which are left out of whatever is kept
     * @param older holds findings and reports of goals from before there were objects
     */
    public GoalObjects(Dag dag, Objects older, Screen screen) {
        this.dag = dag;
        this.older = older;
        this.screen = screen;
    }

    private Digest put(DagObject object) {
        Json.Obj payload = (Json.Obj) masked(object.payload());
        return dag.put(DagObject.of(object.kind(), screen.masked(object.title()), payload)
                .from(object.links())
                .tells(object.acts()));
    }

    /** What a tool read from a file may hold a secret of the node's. */
    private Json masked(Json json) {
        return switch (json) {
            case Json.Str(String text) -> Json.of(screen.masked(text));
            case Json.Arr(List<Json> items) ->
                Json.array(items.stream().map(this::masked).toList());
            case Json.Obj(Map<String, Json> members) -> {
                Map<String, Json> clean = new TreeMap<>();
                members.forEach((name, value) -> clean.put(screen.masked(name), masked(value)));
                yield new Json.Obj(clean);
            }
            case Json.Null _, Json.Bool _, Json.Num _ -> json;
        };
    }

    Digest goal(GoalRequest request) {
        return put(DagObject.of(GOAL, request.text(), request.payload()));
    }

    boolean holds(Digest object, GoalRequest request) {
        return dag.find(object)
                .map(DagObject::payload)
                .filter(request.payload()::equals)
                .isPresent();
    }

    Optional<String> folder(Digest goal) {
        return dag.find(goal).map(object -> object.payload().string("dir"));
    }

    /** Keeps a plan; one that follows another comes from it. */
    Digest plan(Goal goal, Optional<Digest> before, Plan plan) {
        Json.Obj payload = Json.object()
                .put("planner", plan.planner())
                .put(
                        "steps",
                        GoalJson.texts(plan.steps().stream().map(Step::title).toList()))
                .put("template", plan.template())
                .build();
        return put(DagObject.of("plan", plan.title(), payload)
                .from(before.or(goal::object).map(List::of).orElse(List.of())));
    }

    /** Keeps the answer, which comes from the plan and from what its steps found. */
    Digest answer(Goal goal, Digest plan, String headline, String report) {
        Set<Digest> from = new LinkedHashSet<>();
        from.add(plan);
        goal.steps().forEach(step -> step.result().ifPresent(from::add));
        List<Digest> links = List.copyOf(from);
        Json.Obj payload =
                Json.object().put("headline", headline).put("report", report).build();
        return put(DagObject.of("answer", headline, payload)
                .from(links.subList(Math.max(0, links.size() - DagObject.LINKS_MAX), links.size())));
    }

    /** What comes from this plan. */
    public Trail from(Digest plan) {
        return new Trail(this, plan);
    }

    /** What one step leaves. Used by the goal's one thread. */
    public static final class Trail {
        private final GoalObjects objects;
        private final Digest plan;
        private Optional<Digest> last = Optional.empty();

        private Trail(GoalObjects objects, Digest plan) {
            this.objects = objects;
            this.plan = plan;
        }

        /** The plan that the step belongs to. */
        public Digest plan() {
            return plan;
        }

        /** Keeps an object that the step's findings come from. */
        public Digest keep(DagObject object) {
            Digest kept = objects.put(object);
            last = Optional.of(kept);
            return kept;
        }

        Digest findings(String title, String summary, List<ActId> acts, Findings findings) {
            List<Digest> from = new ArrayList<>(List.of(plan));
            last.ifPresent(from::add);
            Json.Obj payload = Json.object()
                    .put("findings", findings.json())
                    .put("summary", Texts.cut(Texts.oneLine(summary), GoalStep.SUMMARY_CHARS_MAX))
                    .build();
            return objects.put(
                    DagObject.of("findings", title, payload).from(from).tells(acts));
        }
    }

    /** What a step found; empty when it cannot be read any more. */
    Optional<Findings> findings(Digest result) {
        return dag.find(result)
                .map(object -> Findings.of(object.payload().object("findings")))
                .or(() -> older.get(result).map(Findings::parse));
    }

    String report(Digest report) {
        Kept kept = dag.find(report);
        return kept instanceof Kept.Lost
                ? older.get(report)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElseGet(() -> said(kept, "report"))
                : said(kept, "report");
    }

    /** A goal of the table with its words and its message. */
    Goal titled(Goal goal) {
        String words =
                goal.object().map(object -> said(dag.find(object), "text")).orElse(goal.text());
        String message = goal.message().isEmpty()
                ? goal.report()
                        .map(report -> said(dag.find(report), "headline"))
                        .orElse("")
                : goal.message();
        return goal.filled(words, message, goal.steps());
    }

    /** The same with the summaries of its steps too. */
    Goal filled(Goal goal) {
        Goal titled = titled(goal);
        List<GoalStep> steps = goal.steps().stream().map(this::summed).toList();
        return titled.filled(titled.text(), titled.message(), steps);
    }

    private GoalStep summed(GoalStep step) {
        return step.summary().isEmpty() && step.result().isPresent()
                ? step.summed(said(dag.find(step.result().get()), "summary"))
                : step;
    }

    private static String said(Kept kept, String member) {
        try {
            return kept.text(object -> object.payload().string(member));
        } catch (JsonException e) {
            return "";
        }
    }
}
