package stemma.gateway.verb;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs verbs for clients on the home's socket. Whoever may open the socket file is the operator: it
 * lies in a folder of mode 0700 and has mode 0600 itself, and no box ever sees the home.
 */
public final class VerbServer implements AutoCloseable {
    /** Verbs running at once; a client past that waits for its turn. */
    public static final int CLIENTS_MAX = 64;

    private static final Logger LOG = Logger.getLogger(VerbServer.class.getName());

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Verb verb;
    private final Past past;
    private final AtomicLong faults = new AtomicLong();
    private final Semaphore clients = new Semaphore(CLIENTS_MAX);

    private VerbServer(ServerSocketChannel listener, Path socket, Verb verb, Past past) {
        this.listener = listener;
        this.socket = socket;
        this.verb = verb;
        this.past = past;
    }

    /** Listens on the socket file, replacing one that a dead node left behind. The caller holds the home's lock. */
    public static VerbServer open(Path socket, Verb verb, Past past) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        VerbServer server = new VerbServer(listener, socket, verb, past);
        Thread.ofVirtual().name("stemma-verbs").start(server::accept);
        return server;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                clients.acquire();
                SocketChannel client = listener.accept();
                Thread.ofVirtual().name("stemma-verb").start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return; // close() ends the listening
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                clients.release();
                LOG.log(Level.WARNING, "a verb's client could not be accepted", e);
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            new RemoteShell(client, past).serve(verb, this::fault);
        } catch (IOException e) {
            LOG.log(Level.FINE, "a verb's client went away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.release();
        }
    }

    /** Keeps the stack for whoever mends the defect, and says where. */
    private String fault(Throwable defect) {
        long number = faults.incrementAndGet();
        LOG.log(Level.SEVERE, defect, () -> "fault " + number + ": a verb failed inside the node");
        return "stemma: the node could not finish this verb: " + defect
                + ". It runs on, and what was done is in stemma log tail; the cause is kept as fault " + number
                + " in logs/ of the home";
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
    }
}
