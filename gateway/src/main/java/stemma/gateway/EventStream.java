package stemma.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Json;

/**
 * Server-sent events. A client that was away names the last log index it saw ({@code Last-Event-ID},
 * which browsers send by themselves, or {@code ?after=}); it is told again what it missed, and then
 * what happens.
 *
 * <p>The watcher starts before the log is read, so nothing falls between the two; what arrives by
 * both ways is sent once. A gap longer than {@link #RESUME_EVENTS_MAX}, and events dropped because
 * the client was slow, are said as {@code missed} with their count (-1 when nobody counted): the
 * client then reloads. Thread-safe.
 */
final class EventStream {
    static final int RESUME_EVENTS_MAX = 2_000;
    private static final int PAGE_EVENTS_MAX = 500;
    private static final String TYPE = "text/event-stream; charset=utf-8";

    private final Events events;
    private final Replay replay;
    private final long heartbeatMillis;
    private final int streamsMax;
    private final Semaphore free;

    EventStream(Events events, Replay replay, GatewayConfig config) {
        this.events = events;
        this.replay = replay;
        this.heartbeatMillis = config.heartbeatMillis();
        this.streamsMax = config.streamsMax();
        this.free = new Semaphore(streamsMax);
    }

    Answer open(Exchange exchange) {
        List<String> after = exchange.query().getOrDefault("after", List.of(""));
        long from = index(exchange.header("Last-Event-ID").orElse(after.getFirst()));
        if (free.availablePermits() == 0) {
            throw full();
        }
        return new Answer.Stream(TYPE, sink -> run(from, sink));
    }

    private void run(long from, Answer.Sink sink) throws IOException, InterruptedException {
        if (!free.tryAcquire()) {
            sink.send(":" + full().getMessage() + "\n\n");
            return;
        }
        try (Events.Watcher watcher = events.watch()) {
            sink.send("retry: 1000\n\n");
            long told = from < 0 ? -1 : tell(from, sink);
            while (!Thread.currentThread().isInterrupted()) {
                Optional<Event> next = watcher.poll(heartbeatMillis);
                long dropped = watcher.takeDropped();
                if (dropped > 0) {
                    sink.send(missed(dropped));
                }
                if (next.isEmpty()) {
                    sink.send(":\n\n");
                } else if (index(next.get()) < 0 || index(next.get()) > told) {
                    sink.send(frame(index(next.get()), next.get()));
                }
            }
        } finally {
            free.release();
        }
    }

    /** Sends what came after the index; gives the last index that was sent. */
    private long tell(long from, Answer.Sink sink) throws IOException {
        long told = from;
        for (int sent = 0; sent < RESUME_EVENTS_MAX; ) {
            List<Replay.Numbered> page = replay.since(told, PAGE_EVENTS_MAX);
            for (Replay.Numbered numbered : page) {
                sink.send(frame(numbered.index(), numbered.event()));
                told = numbered.index();
            }
            sent += page.size();
            if (page.size() < PAGE_EVENTS_MAX) {
                return told;
            }
        }
        sink.send(missed(-1));
        return told;
    }

    private static String frame(long index, Event event) {
        Json data = Json.object()
                .put("subject", event.subject())
                .put("body", event.body())
                .build();
        String id = index < 0 ? "" : "id: " + index + "\n";
        return "event: " + event.topic() + "\n" + id + "data: " + data.text() + "\n\n";
    }

    private static String missed(long count) {
        return frame(
                -1, new Event("missed", "", Json.object().put("count", count).build()));
    }

    /** The log index an event's body names, or -1. */
    private static long index(Event event) {
        boolean numbered =
                event.body().find("index").filter(Json.Num.class::isInstance).isPresent();
        return numbered ? event.body().longNumber("index") : -1;
    }

    private static long index(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        try {
            return Math.max(-1, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new Problem(400, "bad input", "an event id is a log index, not '" + text + "'");
        }
    }

    private Problem full() {
        return new Problem(503, "unavailable", "there are " + streamsMax + " event streams already; close one")
                .with("Retry-After", "5");
    }
}
