package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Json;
import stemma.identity.SshSignature;

/** Three people with keys of OpenSSH, of whom two must sign, over a real node. */
final class QuorumTest {
    private static final int WAITS = 75;
    private static final int FORBIDDEN = 77;
    private static final Pattern WAITING = Pattern.compile("waits for approval (\\d+\\.\\d+)");
    private static final Pattern KEPT = Pattern.compile("\"signature\":\\{\"key\":\"[^\"]+\",\"value\":\"([^\"]+)\"}");

    private NodeHome home;
    private Path ssh;

    @BeforeEach
    void people(@TempDir Path folder) throws Exception {
        Needs.tool("ssh-keygen", "signatures that people make outside are not tried");
        home = NodeHome.in(folder);
        ssh = Files.createDirectories(home.user().resolve(".ssh"));
        for (String name : List.of("ada", "ben", "cleo")) {
            tool(
                    List.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-f",
                            ssh.resolve(name).toString()),
                    "");
        }
    }

    @AfterEach
    void theTablesAreWhatTheLogSays() throws Exception {
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
        assertThat(home.verb("rebuild").out()).doesNotContain("DIFFERENT");
    }

    /** Runs a tool to its end and gives what it wrote. */
    private static String tool(List<String> command, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private Said done(String... words) throws Exception {
        Said said = home.verb(words);
        assertThat(said.code()).as(said.all()).isZero();
        return said;
    }

    private String asked(String... words) throws Exception {
        Said said = home.verb(words);
        assertThat(said.code()).as(said.all()).isEqualTo(WAITS);
        Matcher waiting = WAITING.matcher(said.all());
        assertThat(waiting.find()).as(said.all()).isTrue();
        assertThat(said.all()).contains("2 of ada, ben, cleo sign it: stemma approval show " + waiting.group(1));
        return waiting.group(1);
    }

    private String signature(String who, String statement) throws Exception {
        Path file = Files.writeString(home.root().resolve("ask-" + who + ".txt"), statement);
        Files.deleteIfExists(Path.of(file + ".sig"));
        tool(
                List.of(
                        "ssh-keygen",
                        "-Y",
                        "sign",
                        "-n",
                        "stemma-approval",
                        "-f",
                        ssh.resolve(who).toString(),
                        file.toString()),
                "");
        return Files.readString(Path.of(file + ".sig"));
    }

    @Test
    void twoOfThreeSignOnTheCommandLineAndOverHttp() throws Exception {
        String id;
        String statement;
        try (NodeProcess node = home.up()) {
            for (String name : List.of("ada", "ben", "cleo")) {
                done("operator", "add", name, ssh.resolve(name + ".pub").toString());
            }
            Path rules = home.root().resolve("two.rules");
            Files.writeString(
                    rules,
                    Files.readString(home.home().resolve("policy.rules"))
                            + "ask purse.set * by operator quorum 2 of ada, ben, cleo # money needs two\n");
            done("policy", "adopt", rules.toString());
            id = asked("purse", "set", "day", "tokens", "5000");
            tokensAloneAreNotEnough(node, id);
            statement = done("approval", "statement", id).out();
            assertThat(statement).contains("op: purse.set\n", "target: \"day tokens 5000\"\n", "answer: yes\n");
            Said first = done("approve", id, "--signature", signature("ada", statement));
            assertThat(first.out()).contains("Signed by ada", "1 of ben, cleo must sign too");
            HttpResponse<String> second = node.post(
                    "/api/approve",
                    Json.object()
                            .put("id", id)
                            .put("signature", signature("cleo", statement))
                            .build()
                            .text());
            assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
            assertThat(second.body()).contains("\"state\":\"approved\"");
            done("purse", "set", "day", "tokens", "5000");
            asked("operator", "remove", "cleo");
            asked("policy", "adopt", home.home().resolve("policy.rules").toString());
        }
        checkedByOpenSsh(statement);
        assertThat(done("purse", "list").out()).contains("5,000 of 5,000 left today");
        assertThat(done("operator", "list").out()).contains("ada   SHA256:").contains("cleo  SHA256:");
    }

    /** The command line, the API's token and no signature; a signature of the other answer; a stranger's. */
    private void tokensAloneAreNotEnough(NodeProcess node, String id) throws Exception {
        Said bare = home.verb("approve", id);
        assertThat(bare.code()).as(bare.all()).isEqualTo(FORBIDDEN);
        assertThat(bare.all()).contains("wants the signatures of 2 of ada, ben, cleo");
        assertThat(node.post("/api/approve", "{\"id\":\"" + id + "\"}").statusCode())
                .isEqualTo(403);
        String no = signature(
                "ada", done("approval", "statement", id, "--answer", "no").out());
        Said turned = home.verb("approve", id, "--signature", no);
        assertThat(turned.code()).as(turned.all()).isEqualTo(FORBIDDEN);
        tool(
                List.of(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        ssh.resolve("eve").toString()),
                "");
        String eve = signature("eve", done("approval", "statement", id).out());
        assertThat(home.verb("approve", id, "--signature", eve).all()).contains("which is no operator's here");
    }

    /** What the log keeps of an answer is enough for a tool that is not ours. */
    private void checkedByOpenSsh(String statement) throws Exception {
        List<String> allowed = new ArrayList<>();
        for (String name : List.of("ada", "cleo")) {
            allowed.add(
                    name + " " + Files.readString(ssh.resolve(name + ".pub")).strip());
        }
        Path file = Files.write(home.root().resolve("allowed"), allowed);
        String log = Files.readString(home.entries(), StandardCharsets.ISO_8859_1);
        List<String> kept =
                KEPT.matcher(log).results().map(found -> found.group(1)).toList();
        assertThat(kept).hasSize(2);
        for (int i = 0; i < kept.size(); i++) {
            Path signature = Files.writeString(
                    home.root().resolve("kept.sig"),
                    SshSignature.parse(kept.get(i)).armoured());
            String name = List.of("ada", "cleo").get(i);
            assertThat(tool(
                            List.of(
                                    "ssh-keygen",
                                    "-Y",
                                    "verify",
                                    "-n",
                                    "stemma-approval",
                                    "-f",
                                    file.toString(),
                                    "-I",
                                    name,
                                    "-s",
                                    signature.toString()),
                            statement))
                    .startsWith("Good \"stemma-approval\" signature for " + name);
        }
    }

    /** Neither a command in a box nor a goal comes near a person's key, the node's credential or its socket. */
    @Test
    void aBoxAndAGoalHoldNoKey() throws Exception {
        Needs.tool("bwrap", "a command in a box is not tried");
        String script = "cat \"$HOME/.ssh/ada\" " + ssh.resolve("ada") + " " + home.home() + "/keys/operator.token "
                + home.home() + "/node.sock; true";
        Said boxed = home.verb("run", "--", "sh", "-c", script);
        assertThat(boxed.all()).doesNotContain("OPENSSH PRIVATE KEY").contains("No such file");
        for (String target : List.of(ssh.resolve("ada").toString(), home.home() + "/keys/operator.token")) {
            Said judged = home.verb("policy", "explain", "fs.read", target, "--actor", "goal:1.1");
            assertThat(judged.out()).startsWith("deny");
        }
        for (String actor : List.of("goal:1.1", "run:1.1")) {
            Said judged = home.verb("policy", "explain", "operator.add", "eve", "--actor", actor);
            assertThat(judged.out()).startsWith("deny by floor");
        }
    }
}
