package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way out of a box: none, or exactly what was granted. */
class NetTest {
    @TempDir
    Path temp;

    private Rig rig;
    private HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        Tools.need("curl", "perl");
        rig = new Rig(temp);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = ("hello " + body.length).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() throws Exception {
        server.stop(0);
        rig.close();
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private BoxSpec curl(String... more) {
        return BoxSpec.of(
                rig.project,
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("curl", "-sS", "-m", "10"), java.util.stream.Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void withoutAGrantThereIsNoNetwork() throws Exception {
        Rig.Ran ran = rig.run(curl("http://" + address() + "/x"));
        assertThat(ran.code()).isNotZero();
        assertThat(asked).isEmpty();
        assertThat(rig.sh("cat /proc/net/dev | tail -n +3 | cut -d: -f1 | tr -d ' '")
                        .out())
                .isEqualTo("lo\n");
    }

    @Test
    void aGrantedHostIsReachedAndReported() throws Exception {
        BoxSpec spec = curl("http://" + address() + "/plain?q=1").withNetHosts(List.of(HostPort.parse(address())));
        Rig.Ran ran = rig.run(spec);
        assertThat(ran.out()).as(ran.err()).isEqualTo("hello 0");
        assertThat(asked).containsExactly("GET /plain?q=1");
        assertThat(rig.events).contains(new BoxEvent.HostAsked(HostPort.parse(address()), true, ""));
    }

    @Test
    void aTunnelAndALargeBodyPass() throws Exception {
        BoxSpec spec = BoxSpec.of(
                        rig.project,
                        "sh",
                        "-c",
                        "head -c 3000000 /dev/zero | curl -sS -m 20 -p --data-binary @- http://" + address() + "/big")
                .withNetHosts(List.of(HostPort.parse(address())));
        Rig.Ran ran = rig.run(spec);
        assertThat(ran.out()).as(ran.err()).isEqualTo("hello 3000000");
        assertThat(asked).containsExactly("POST /big");
    }

    @Test
    void whatWasNotGrantedIsRefusedAndReported() throws Exception {
        List<HostPort> other = List.of(HostPort.parse("example.org"), HostPort.parse("127.0.0.1:1"));
        Rig.Ran ran =
                rig.run(curl("-w", "%{http_code}", "http://" + address() + "/x").withNetHosts(other));
        assertThat(ran.out()).contains("403").contains("not granted");
        Rig.Ran tunnel = rig.run(curl("-p", "http://" + address() + "/x").withNetHosts(other));
        assertThat(tunnel.code()).isNotZero();
        assertThat(asked).isEmpty();
        assertThat(rig.events).contains(new BoxEvent.HostAsked(HostPort.parse(address()), false, "it was not granted"));
    }

    /** Although it was granted. */
    @Test
    void theNodesOwnListenerIsNeverReached() throws Exception {
        int own = server.getAddress().getPort();
        rig.close();
        rig = new Rig(temp, config -> config.withOwnPorts(Set.of(own)));
        for (String host : List.of("127.0.0.1", "0.0.0.0")) {
            HostPort granted = new HostPort(host, own);
            Rig.Ran ran = rig.run(curl("--noproxy", "", "-w", "%{http_code}", "http://" + granted + "/x")
                    .withNetHosts(List.of(granted)));
            assertThat(ran.out()).as(host + ran.err()).contains("403").contains("never reaches the node itself");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aNameThatLeadsToThisMachineIsRefused() throws Exception {
        HostPort byName = new HostPort("localhost", server.getAddress().getPort());
        Rig.Ran ran = rig.run(curl("--noproxy", "", "http://" + byName + "/x").withNetHosts(List.of(byName)));
        assertThat(ran.out()).contains("private network");
        assertThat(asked).isEmpty();
    }

    @Test
    void theBoxEndsWithItsRelay() throws Exception {
        BoxSpec spec = BoxSpec.of(rig.project, "sh", "-c", "exit 9").withNetHosts(List.of(HostPort.parse(address())));
        assertThat(rig.run(spec).code()).isEqualTo(9);
    }
}
