package stemma.core;

import java.util.Objects;

/**
 * Something that just happened, for whoever watches. An event is a view, not a record: what must
 * last is in the log.
 *
 * @param topic what kind, for example {@code act} or {@code run.output}
 * @param subject what it is about, for example an act id
 * @param body the facts
 */
public record Event(String topic, String subject, Json.Obj body) {
    public Event {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(body, "body");
        if (topic.isEmpty()) {
            throw new IllegalArgumentException("an event has a topic");
        }
    }
}
