package stemma.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import stemma.sandbox.linux.PinnedFolder;

/**
 * The node's end of a box's way out: an HTTP proxy on a Unix socket that only this box can reach.
 *
 * <p>It admits exactly the granted pairs of host and port. A name is resolved once and the connection goes to that
 * answer, so a second answer cannot lead elsewhere; an answer inside this machine or its network is refused unless the
 * address itself was granted, and the node's own listeners are refused in any case. Every question is told to the
 * listener, with the answer. It sees where to, not what: a tunnel is passed as it is.
 */
final class NetProxy implements AutoCloseable {
    static final int CONNECTIONS_MAX = 64;
    private static final int CONNECT_MILLIS_MAX = 15_000;
    private static final int HEAD_MILLIS_MAX = 30_000;
    private static final int BUFFER_BYTES = 1 << 15;

    private final Set<HostPort> granted;
    private final Set<Integer> ownPorts;
    private final Consumer<BoxEvent> events;
    private final ServerSocketChannel server;
    private final Semaphore free = new Semaphore(CONNECTIONS_MAX);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();

    private NetProxy(
            Set<HostPort> granted, Set<Integer> ownPorts, Consumer<BoxEvent> events, ServerSocketChannel server) {
        this.granted = granted;
        this.ownPorts = ownPorts;
        this.events = events;
        this.server = server;
    }

    /** Listens on the socket {@code name} in a folder; through a pinned name, because socket paths are short. */
    static NetProxy open(
            Path folder, String name, Set<HostPort> granted, Set<Integer> ownPorts, Consumer<BoxEvent> events)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (PinnedFolder pinned = PinnedFolder.open(folder, Path.of(""))) {
            server.bind(UnixDomainSocketAddress.of(pinned.entry(Path.of(name))), CONNECTIONS_MAX);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        NetProxy proxy = new NetProxy(Set.copyOf(granted), Set.copyOf(ownPorts), events, server);
        Thread.ofVirtual().name("box proxy").start(proxy::accept);
        return proxy;
    }

    /** Bytes passed in both directions. */
    long bytes() {
        return bytes.get();
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                free.acquire();
                SocketChannel client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel client) {
        Thread watchdog = Thread.ofVirtual().start(() -> closeAfter(client, HEAD_MILLIS_MAX));
        try (client) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(client));
            ProxyRequest request = ProxyRequest.read(in);
            watchdog.interrupt();
            Optional<SocketChannel> target = admitted(request.target(), client);
            if (target.isPresent()) {
                open.add(target.get());
                join(request, client, in, target.get());
            }
        } catch (IOException broken) {
            answer(client, "400 Bad Request", String.valueOf(broken.getMessage()));
        } finally {
            watchdog.interrupt();
            open.remove(client);
            free.release();
        }
    }

    /** A connection to where the request may go; otherwise the client has its answer already. */
    private Optional<SocketChannel> admitted(HostPort target, SocketChannel client) {
        if (!granted.contains(target)) {
            return refuse(target, client, "it was not granted");
        }
        try {
            InetAddress[] answers = InetAddress.getAllByName(target.host());
            boolean literal = answers.length == 1 && isLiteral(target.host());
            for (InetAddress address : answers) {
                if (isOwn(address, target.port())) {
                    return refuse(target, client, "a box never reaches the node itself");
                }
                if (literal || PublicAddress.is(address)) {
                    SocketChannel connected = connect(new InetSocketAddress(address, target.port()));
                    events.accept(new BoxEvent.HostAsked(target, true, ""));
                    return Optional.of(connected);
                }
            }
            return refuse(target, client, "the name leads into a private network");
        } catch (IOException e) {
            events.accept(new BoxEvent.HostAsked(target, true, "it could not be reached"));
            answer(client, "502 Bad Gateway", target + " could not be reached");
            return Optional.empty();
        }
    }

    private Optional<SocketChannel> refuse(HostPort target, SocketChannel client, String reason) {
        events.accept(new BoxEvent.HostAsked(target, false, reason));
        answer(client, "403 Forbidden", "the box may not reach " + target + ": " + reason);
        return Optional.empty();
    }

    private static SocketChannel connect(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, CONNECT_MILLIS_MAX);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void join(ProxyRequest request, SocketChannel client, InputStream in, SocketChannel target)
            throws IOException {
        try (target) {
            if (request.forward().isPresent()) {
                Channels.newOutputStream(target).write(request.forwardBytes());
            } else {
                Channels.newOutputStream(client)
                        .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            Thread up = Thread.ofVirtual().start(() -> pump(in, target));
            pump(Channels.newInputStream(target), client);
            up.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(target);
        }
    }

    /** Copies until the end, then tells the other side that nothing more comes. */
    private void pump(InputStream from, SocketChannel to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            OutputStream out = Channels.newOutputStream(to);
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                out.write(buffer, 0, n);
                bytes.addAndGet(n);
            }
            to.shutdownOutput();
        } catch (IOException oneSideIsGone) {
            quietly(to);
        }
    }

    private static void answer(SocketChannel client, String status, String reason) {
        String text = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
                + reason + "\n";
        try {
            Channels.newOutputStream(client).write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            quietly(client);
        }
    }

    /** Whether the node itself listens there, under whichever of the machine's addresses. */
    private boolean isOwn(InetAddress address, int port) throws IOException {
        return ownPorts.contains(port)
                && (address.isLoopbackAddress()
                        || address.isAnyLocalAddress()
                        || NetworkInterface.getByInetAddress(address) != null);
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private static void closeAfter(SocketChannel client, long millis) {
        try {
            Thread.sleep(millis);
            quietly(client);
        } catch (InterruptedException inTime) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // closing was all that was wanted
        }
    }

    private void end() {
        open.forEach(NetProxy::quietly);
    }

    @Override
    public void close() throws IOException {
        server.close();
        end();
    }
}
