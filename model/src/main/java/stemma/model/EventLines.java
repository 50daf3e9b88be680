package stemma.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events out of pieces of bytes that may break anywhere, also inside a character or
 * between CR and LF. Only the data of an event is of use here; its name, id and retry time, and
 * comments, are passed over. An event without the empty line that ends it is taken at the end, because
 * some servers leave that line out.
 *
 * <p>Source: WHATWG HTML, "Server-sent events", section "Interpreting an event stream".
 */
final class EventLines {
    /** Of one event, its lines together. */
    static final int EVENT_BYTES_MAX = 2 << 20;

    private static final String DATA = "data";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCr;
    private boolean first = true;
    private int eventBytes;

    /** The events that this piece completes. */
    List<String> feed(byte[] piece) {
        List<String> events = new ArrayList<>();
        for (byte b : piece) {
            if (b == '\n' && afterCr) {
                afterCr = false;
                continue;
            }
            afterCr = b == '\r';
            if (b == '\n' || b == '\r') {
                endLine(events);
                continue;
            }
            line.write(b);
            eventBytes++;
            if (eventBytes > EVENT_BYTES_MAX) {
                throw new WireFault("one event has more than " + EVENT_BYTES_MAX + " bytes");
            }
        }
        return events;
    }

    /** The event that was under way when the stream ended, if any. */
    List<String> end() {
        List<String> events = new ArrayList<>();
        if (line.size() > 0) {
            endLine(events);
        }
        endLine(events);
        return events;
    }

    private void endLine(List<String> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        first = false;
        if (text.isEmpty()) {
            if (hasData) {
                events.add(data.toString());
            }
            data.setLength(0);
            hasData = false;
            eventBytes = 0;
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        if (field.equals(DATA)) {
            String value = colon < 0 ? "" : text.substring(colon + 1);
            data.append(hasData ? "\n" : "").append(value.startsWith(" ") ? value.substring(1) : value);
            hasData = true;
        }
    }
}
