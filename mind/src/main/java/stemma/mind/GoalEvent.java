package stemma.mind;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.core.Provenance;
import stemma.core.Trust;

/**
 * Something that happened to a goal, as it is kept in the log. Folding a goal's events in order gives
 * the goal; nothing else does. What was wanted and what came of it are objects: an event names them and
 * leaves their words out, so that they can be erased.
 */
sealed interface GoalEvent {
    /** The log topic of all of them. */
    String TOPIC = "goal";

    /** The goal exists and waits its turn. */
    record Created(
            String text, Optional<Digest> object, String dir, String template, String planner, Provenance provenance)
            implements GoalEvent {}

    /** A plan was made: these steps are to come; what was still open of an earlier plan is dropped. */
    record Planned(List<String> titles) implements GoalEvent {
        public Planned {
            titles = List.copyOf(titles);
        }
    }

    /** Steps were added to the plan. */
    record Extended(List<String> titles) implements GoalEvent {
        public Extended {
            titles = List.copyOf(titles);
        }
    }

    /** One step is in a new state. */
    record Stepped(int number, GoalStep.State state, List<ActId> receipts, String summary, Optional<Digest> result)
            implements GoalEvent {
        public Stepped {
            receipts = List.copyOf(receipts);
        }
    }

    /** The goal is in a new state. */
    record Moved(GoalState state, Waits waits, String message, Optional<Digest> report) implements GoalEvent {}

    /** The body of the note that keeps it. */
    default Json.Obj json(long atMillis) {
        return switch (this) {
            case Created e ->
                event(atMillis, "created")
                        .put("text", e.object.isPresent() ? "" : e.text)
                        .put("object", e.object.map(Digest::hex).orElse(""))
                        .put("dir", e.dir)
                        .put("template", e.template)
                        .put("planner", e.planner)
                        .put("trust", e.provenance.trust().word())
                        .put("sources", GoalJson.texts(e.provenance.sources()))
                        .build();
            case Planned e ->
                event(atMillis, "planned")
                        .put("titles", GoalJson.texts(e.titles))
                        .build();
            case Extended e ->
                event(atMillis, "extended")
                        .put("titles", GoalJson.texts(e.titles))
                        .build();
            case Stepped e ->
                event(atMillis, "step")
                        .put("number", e.number)
                        .put("state", e.state.word())
                        .put(
                                "receipts",
                                GoalJson.texts(
                                        e.receipts.stream().map(ActId::toString).toList()))
                        .put("summary", e.result.isPresent() ? "" : e.summary)
                        .put("result", e.result.map(Digest::hex).orElse(""))
                        .build();
            case Moved e ->
                event(atMillis, "moved")
                        .put("state", e.state.word())
                        .put("waits", e.waits.text())
                        .put("message", e.report.isPresent() ? "" : e.message)
                        .put("report", e.report.map(Digest::hex).orElse(""))
                        .build();
        };
    }

    /** Reads what {@link #json} wrote; throws {@link stemma.core.JsonException} for anything else. */
    static GoalEvent of(Json.Obj body) {
        return switch (body.string("event")) {
            case "created" ->
                new Created(
                        body.string("text"),
                        body.find("object").isEmpty() ? Optional.empty() : GoalJson.digest(body.string("object")),
                        body.string("dir"),
                        body.string("template"),
                        body.string("planner"),
                        new Provenance(Trust.parse(body.string("trust")), GoalJson.texts(body.array("sources"))));
            case "planned" -> new Planned(GoalJson.texts(body.array("titles")));
            case "extended" -> new Extended(GoalJson.texts(body.array("titles")));
            case "step" ->
                new Stepped(
                        (int) body.longNumber("number"),
                        GoalStep.State.parse(body.string("state")),
                        GoalJson.texts(body.array("receipts")).stream()
                                .map(ActId::parse)
                                .toList(),
                        body.string("summary"),
                        GoalJson.digest(body.string("result")));
            case "moved" ->
                new Moved(
                        GoalState.parse(body.string("state")),
                        Waits.parse(body.string("waits")),
                        body.string("message"),
                        GoalJson.digest(body.string("report")));
            default -> throw new IllegalArgumentException("no goal event is called " + body.string("event"));
        };
    }

    private static JsonBuilder event(long atMillis, String kind) {
        return Json.object().put("event", kind).put("atMillis", atMillis);
    }
}
