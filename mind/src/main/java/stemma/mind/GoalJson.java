package stemma.mind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Trust;

/** A goal as one JSON document, for its row in the table. */
final class GoalJson {
    private GoalJson() {}

    static Json.Obj of(Goal goal) {
        return Json.object()
                .put("id", goal.id().toString())
                .put("text", goal.text())
                .put("object", goal.object().map(Digest::hex).orElse(""))
                .put("dir", goal.dir())
                .put("template", goal.template())
                .put("planner", goal.planner())
                .put("trust", goal.provenance().trust().word())
                .put("sources", texts(goal.provenance().sources()))
                .put("state", goal.state().word())
                .put("waits", goal.waits().text())
                .put("message", goal.message())
                .put("plans", goal.plans())
                .put("steps", Json.array(goal.steps().stream().map(GoalJson::of).toList()))
                .put("report", goal.report().map(Digest::hex).orElse(""))
                .put("createdMillis", goal.createdMillis())
                .put("endedMillis", goal.endedMillis())
                .build();
    }

    static Goal goal(Json.Obj body) {
        return new Goal(
                ActId.parse(body.string("id")),
                body.string("text"),
                digest(body.string("object")),
                body.string("dir"),
                body.string("template"),
                body.string("planner"),
                new Provenance(Trust.parse(body.string("trust")), texts(body.array("sources"))),
                GoalState.parse(body.string("state")),
                Waits.parse(body.string("waits")),
                body.string("message"),
                (int) body.longNumber("plans"),
                objects(body.array("steps")).stream().map(GoalJson::step).toList(),
                digest(body.string("report")),
                body.longNumber("createdMillis"),
                body.longNumber("endedMillis"));
    }

    private static Json.Obj of(GoalStep step) {
        return Json.object()
                .put("number", step.number())
                .put("title", step.title())
                .put("state", step.state().word())
                .put("startedMillis", step.startedMillis())
                .put("endedMillis", step.endedMillis())
                .put(
                        "receipts",
                        texts(step.receipts().stream().map(ActId::toString).toList()))
                .put("summary", step.summary())
                .put("result", step.result().map(Digest::hex).orElse(""))
                .build();
    }

    private static GoalStep step(Json.Obj body) {
        return new GoalStep(
                (int) body.longNumber("number"),
                body.string("title"),
                GoalStep.State.parse(body.string("state")),
                body.longNumber("startedMillis"),
                body.longNumber("endedMillis"),
                texts(body.array("receipts")).stream().map(ActId::parse).toList(),
                body.string("summary"),
                digest(body.string("result")));
    }

    static Optional<Digest> digest(String hex) {
        return hex.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(hex));
    }

    static Json.Arr texts(List<String> texts) {
        return Json.array(texts.stream().map(Json::of).toList());
    }

    static List<String> texts(Json.Arr array) {
        List<String> texts = new ArrayList<>();
        for (Json item : array.items()) {
            if (item instanceof Json.Str(String text)) {
                texts.add(text);
            }
        }
        return List.copyOf(texts);
    }

    private static List<Json.Obj> objects(Json.Arr array) {
        List<Json.Obj> objects = new ArrayList<>();
        for (Json item : array.items()) {
            if (item instanceof Json.Obj obj) {
                objects.add(obj);
            }
        }
        return List.copyOf(objects);
    }
}
