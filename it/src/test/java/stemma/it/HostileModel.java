package stemma.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model host on loopback that writes whatever bytes a test wants, which no well-made fake does. What
 * it does is chosen by the goal in the request. Every misbehaviour ends with the connection.
 */
final class HostileModel implements AutoCloseable {
    /** What no node should take of an answer. */
    static final int ENDLESS_BYTES = 256 << 20;

    private static final int SILENCE_SECONDS_MAX = 60;

    /** Answers one request whose head and body were read. */
    @FunctionalInterface
    interface Script {
        void answer(String request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Map<String, Script> scripts;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    HostileModel(Map<String, Script> scripts) throws IOException {
        this.scripts = Map.copyOf(scripts);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /** How many requests came. */
    int asked() {
        return asked.get();
    }

    /** Says nothing until the other side goes, or the test ends. */
    void silence() throws InterruptedException {
        closing.await(SILENCE_SECONDS_MAX, TimeUnit.SECONDS);
    }

    static void head(OutputStream out, String status, String type) throws IOException {
        write(out, "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n");
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** One event of a stream. */
    static String event(String json) {
        return "data: " + json + "\n\n";
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            String request = request(new BufferedInputStream(socket.getInputStream()));
            asked.incrementAndGet();
            Script script = scripts.entrySet().stream()
                    .filter(entry -> request.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no script for " + request));
            script.answer(request, socket.getOutputStream());
        } catch (IOException gone) {
            open.remove(socket); // the node hung up, which is what most scripts are for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no request");
            }
            head.append((char) c);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
