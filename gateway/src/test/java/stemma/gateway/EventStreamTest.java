package stemma.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Json;

class EventStreamTest {
    private static final int LINES_MAX = 100_000;

    @Test
    void tellsWhatHappensAsItHappens() throws Exception {
        try (TestNode node = new TestNode();
                Stream stream = Stream.open(node, "")) {
            node.events.publish(TestNode.event("act", 7));
            node.events.publish(
                    new Event("halt", "", Json.object().put("text", "a\nb").build()));
            assertThat(stream.next())
                    .containsExactly("event: act", "id: 7", "data: {\"body\":{\"index\":7},\"subject\":\"1.8\"}");
            assertThat(stream.next())
                    .containsExactly("event: halt", "data: {\"body\":{\"text\":\"a\\nb\"},\"subject\":\"\"}");
        }
    }

    @Test
    void resumesAfterTheLastEventAndSendsNothingTwice() throws Exception {
        try (TestNode node = new TestNode()) {
            for (int i = 0; i < 1_200; i++) {
                node.past.add(new Replay.Numbered(i, TestNode.event("act", i)));
            }
            try (Stream stream = Stream.open(node, "9")) {
                node.events.publish(TestNode.event("act", 1_199));
                node.events.publish(TestNode.event("act", 1_200));
                for (int i = 10; i <= 1_200; i++) {
                    assertThat(stream.next()).contains("id: " + i);
                }
            }
        }
    }

    @Test
    void aGapTooLongToTellIsSaid() throws Exception {
        try (TestNode node = new TestNode()) {
            for (int i = 0; i < EventStream.RESUME_EVENTS_MAX + 600; i++) {
                node.past.add(new Replay.Numbered(i, TestNode.event("act", i)));
            }
            try (Stream stream = Stream.open(node, "0")) {
                List<String> event = stream.next();
                int told = 0;
                while (event.contains("event: act")) {
                    told++;
                    event = stream.next();
                }
                assertThat(told).isEqualTo(EventStream.RESUME_EVENTS_MAX);
                assertThat(event).contains("event: missed", "data: {\"body\":{\"count\":-1},\"subject\":\"\"}");
            }
        }
    }

    @Test
    void streamsAreBoundedAndFreedWhenTheClientLeaves() throws Exception {
        GatewayConfig two = new GatewayConfig(
                0, 0, 0, 4_096, 4_096, 30_000, 20_000, 16, 2, 20, GatewayConfig.Rates.STANDARD, Optional.empty());
        try (TestNode node = new TestNode(two)) {
            try (Stream first = Stream.open(node, "");
                    Stream second = Stream.open(node, "")) {
                assertThat(first.lines).isNotNull();
                assertThat(second.lines).isNotNull();
                assertThat(node.get("/api/events").statusCode()).isEqualTo(503);
            }
            // A heartbeat finds out that the clients are gone.
            int attempts = 0;
            while (status(node) == 503 && attempts++ < 200) {
                Thread.sleep(20);
            }
            assertThat(attempts).isLessThan(200);
        }
    }

    @Test
    void droppedEventsAreCounted() throws Exception {
        try (TestNode node = new TestNode();
                Stream stream = Stream.open(node, "")) {
            String text = "x".repeat(10_000);
            int sent = 3 * Events.QUEUE_EVENTS_MAX;
            for (int i = 0; i < sent; i++) {
                node.events.publish(new Event(
                        "run.output", "1.1", Json.object().put("text", text).build()));
            }
            node.events.publish(new Event("last", "", Json.object().build()));
            long arrived = 0;
            long missed = 0;
            List<String> event = stream.next();
            while (!event.contains("event: last")) {
                if (event.contains("event: missed")) {
                    missed += ((Json.Obj) Json.parse(event.getLast().substring(6)))
                            .object("body")
                            .longNumber("count");
                } else {
                    arrived++;
                }
                event = stream.next();
            }
            assertThat(missed).isPositive();
            assertThat(arrived + missed).isEqualTo(sent);
        }
    }

    @Test
    void aWrongEventIdIsRefused() {
        try (TestNode node = new TestNode()) {
            assertThat(node.send(node.request("/api/events").header("Last-Event-ID", "x"))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void closingTheGatewayEndsTheStreams() throws Exception {
        TestNode node = new TestNode();
        try (Stream stream = Stream.open(node, "")) {
            node.gateway.close();
            assertThat(ended(stream)).as("the stream ended").isTrue();
        } finally {
            node.close();
        }
    }

    /** Whether nothing more comes: the end of the stream, or the break that an abrupt end is. */
    private static boolean ended(Stream stream) {
        try {
            return stream.lines.readLine() == null;
        } catch (IOException e) {
            return true;
        }
    }

    private static int status(TestNode node) throws IOException, InterruptedException {
        HttpRequest request = node.request("/api/events").build();
        HttpResponse<InputStream> response = node.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    /** A client of the stream; past its retry line, so that the watcher is there. */
    private record Stream(BufferedReader lines) implements AutoCloseable {
        static Stream open(TestNode node, String last) throws IOException, InterruptedException {
            HttpRequest.Builder request = node.request("/api/events");
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            InputStream in = node.client
                    .send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            Stream stream = new Stream(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            assertThat(stream.next()).containsExactly("retry: 1000");
            return stream;
        }

        /** The lines of the next event; heartbeats are passed over. */
        List<String> next() throws IOException {
            List<String> event = new ArrayList<>();
            for (int i = 0; i < LINES_MAX; i++) {
                String line = lines.readLine();
                if (line == null) {
                    throw new AssertionError("the stream ended after " + event);
                }
                if (line.isEmpty() && !event.isEmpty()) {
                    return event;
                }
                if (!line.isEmpty() && !line.startsWith(":")) {
                    event.add(line);
                }
            }
            throw new AssertionError("no event in " + LINES_MAX + " lines");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
