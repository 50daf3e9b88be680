package stemma.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node that {@code ./stemma up} started: ready when this exists, ended by its process id when closed.
 *
 * @param readyMillis from the start of the script to the first good answer of {@code /readyz}
 * @param cpuMillis processor time until then
 */
record LiveNode(Process process, double readyMillis, double cpuMillis) implements AutoCloseable {
    /** A node that is built takes no longer. */
    static final long READY_MILLIS_MAX = 60_000;

    private static final long POLL_MILLIS = 3;
    private static final int ANSWER_MILLIS_MAX = 2_000;
    private static final long STOP_MILLIS_MAX = 10_000;

    /** Starts it with the command and waits until it is ready, or throws NotMeasured. */
    static LiveNode start(NodeHome home, List<String> command, boolean cache, long readyMillisMax)
            throws IOException, InterruptedException {
        Path output = home.output("up");
        long start = System.nanoTime();
        Process process = Shot.start(command, home.lab().root(), home.environment(cache), output);
        Shot.guard(process);
        try {
            while (!ready(home.operatorPort())) {
                boolean late = System.nanoTime() - start > readyMillisMax * 1_000_000;
                if (late || !process.isAlive()) {
                    throw new NotMeasured(
                            "the node " + (late ? "was not ready in time: " : "ended at once: ") + Shot.tail(output));
                }
                Thread.sleep(POLL_MILLIS);
            }
            double millis = (System.nanoTime() - start) / 1e6;
            Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
            return new LiveNode(process, millis, cpu.toNanos() / 1e6);
        } catch (NotMeasured | InterruptedException e) {
            Shot.end(process, 0);
            throw e;
        }
    }

    private static boolean ready(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS_MAX);
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            String request = "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return line != null && line.startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            Shot.end(process, STOP_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process was ended by force
        }
    }
}
