package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What reaches a running node from outside, and what stands in a starting one's way. */
@TestInstance(Lifecycle.PER_CLASS)
final class BadRequestTest {
    private static final int CONFLICT = 75;
    private static final int BODY_BYTES_MAX = 1 << 20;

    private NodeHome home;
    private NodeProcess node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = NodeHome.in(folder);
        node = home.up();
    }

    @AfterAll
    void nothingIsLost() throws Exception {
        node.close();
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
    }

    @Test
    void aSecondNodeNamesTheFirst() throws Exception {
        Said said = home.verb("up");
        assertThat(said.code()).as(said.all()).isEqualTo(CONFLICT);
        assertThat(said.sentences()).hasSize(1);
        assertThat(said.sentences().getFirst())
                .contains("is in use by process " + node.java().pid())
                .contains("STEMMA_HOME");
    }

    @Test
    void aPortInUseIsNamedWithItsSetting(@TempDir Path folder) throws Exception {
        NodeHome other = NodeHome.in(folder);
        for (String setting : new String[] {"operator_port", "public_port", "metrics_port"}) {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                String ports = "[listen]\noperator_port = 0\npublic_port = 0\nmetrics_port = 0\n";
                Files.writeString(
                        other.home().resolve("node.toml"),
                        ports.replace(setting + " = 0", setting + " = " + taken.getLocalPort()));
                Said said = other.verb("up");
                assertThat(said.code()).as(said.all()).isEqualTo(CONFLICT);
                assertThat(said.sentences()).as(said.all()).hasSize(1);
                assertThat(said.sentences().getFirst())
                        .contains(Integer.toString(taken.getLocalPort()))
                        .contains("listen." + setting);
            }
        }
    }

    @Test
    void aWrongTokenOpensNothing() throws Exception {
        assertThat(node.get("/api/status").statusCode()).isEqualTo(200);
        for (String wrong : new String[] {"", "x", "stemma_" + "A".repeat(43)}) {
            HttpResponse<String> answer = node.getAs(wrong, "/api/status");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("token").doesNotContain("checkpoint");
        }
    }

    @Test
    void bodiesAreBounded() throws Exception {
        HttpResponse<String> much = node.post("/api/halt", "\"" + "x".repeat(BODY_BYTES_MAX - 1) + "\"");
        assertThat(much.statusCode()).isEqualTo(413);
        HttpResponse<String> fits = node.post("/api/halt", "\"" + "x".repeat(BODY_BYTES_MAX - 2) + "\"");
        assertThat(fits.statusCode()).as(fits.body()).isEqualTo(400);
        assertThat(node.get("/api/status").body()).contains("\"name\"");
    }

    @Test
    void bodiesThatMeanNothingAreRefused() throws Exception {
        for (String body : new String[] {"{", "[]", "{\"why\":\"x\"}", "{\"reason\":\"\\ud800\"}"}) {
            HttpResponse<String> answer = node.post("/api/halt", body);
            assertThat(answer.statusCode()).as(body + " gave " + answer.body()).isEqualTo(400);
        }
        HttpResponse<String> typed = node.post("/api/halt", "{\n  \"reason\": 7\n}");
        assertThat(typed.statusCode()).isEqualTo(400);
        assertThat(typed.body()).contains("line 2, column 13: reason is not a string");
        assertThat(node.get("/api/nothing").statusCode()).isEqualTo(404);
        assertThat(node.get("/api/halt").statusCode()).isEqualTo(405);
        assertThat(node.get("/api/log/show?index=x").statusCode()).isEqualTo(400);
        assertThat(node.get("/api/log/show?index=99999").statusCode()).isEqualTo(404);
    }
}
