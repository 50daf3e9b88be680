package stemma.mind.ask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.ledger.dag.DagObject;
import stemma.mind.GoalObjects;
import stemma.model.Message;
import stemma.model.ToolCall;

/**
 * The messages of a conversation, each of which is kept as an object before anything follows from it. A
 * message comes from the one before it; what tools answered to one turn comes from that turn, and the next
 * message from all of those answers. Used by one thread.
 */
final class Transcript {
    private final List<Message> messages = new ArrayList<>();
    private final List<List<ActId>> acts = new ArrayList<>();
    private final List<Digest> answers = new ArrayList<>();
    private List<Digest> before = List.of();
    private int kept;

    void add(Message message) {
        add(message, List.of());
    }

    /**
     * Adds a message.
     *
     * @param of the acts that it tells of
     */
    void add(Message message, List<ActId> of) {
        messages.add(message);
        acts.add(of);
    }

    List<Message> all() {
        return Collections.unmodifiableList(messages);
    }

    /** Keeps what was added since the last time; the first message comes from the plan. */
    void keep(GoalObjects.Trail trail) {
        if (before.isEmpty()) {
            before = List.of(trail.plan());
        }
        for (; kept < messages.size(); kept++) {
            Message message = messages.get(kept);
            boolean answer = message instanceof Message.ToolAnswer;
            List<Digest> from = answer || answers.isEmpty() ? before : List.copyOf(answers);
            Digest object = trail.keep(object(message).from(from).tells(acts.get(kept)));
            if (answer) {
                answers.add(object);
            } else {
                before = List.of(object);
                answers.clear();
            }
        }
    }

    private static DagObject object(Message message) {
        return switch (message) {
            case Message.Instruction m -> object("instruction", m.text(), Json.object());
            case Message.User m -> object("user", m.text(), Json.object());
            case Message.Assistant m ->
                object(
                        "model",
                        m.text().isBlank() ? called(m.calls()) : m.text(),
                        Json.object()
                                .put(
                                        "calls",
                                        Json.array(m.calls().stream()
                                                .map(Transcript::json)
                                                .toList())));
            case Message.ToolAnswer m -> object("tool", m.text(), Json.object().put("call", whole(m.callId())));
        };
    }

    private static DagObject object(String role, String text, JsonBuilder payload) {
        String said = whole(text);
        return DagObject.of(
                "message",
                role + ": " + said,
                payload.put("role", role).put("text", said).build());
    }

    private static String called(List<ToolCall> calls) {
        return "calls " + String.join(", ", calls.stream().map(ToolCall::name).toList());
    }

    private static Json json(ToolCall call) {
        return Json.object()
                .put("id", whole(call.id()))
                .put("name", whole(call.name()))
                .put("text", whole(call.text()))
                .build();
    }

    /** With a question mark for half a character, which has no encoding. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
