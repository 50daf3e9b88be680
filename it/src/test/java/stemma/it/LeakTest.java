package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.store.StateDb;
import stemma.store.StateFile;

/**
 * Secrets of every sort are planted in a real node, its main jobs are done with them at hand, and then
 * everything it left behind, said or sent is searched for them. A search that finds nothing proves
 * nothing by itself: beside it one planted value is found in each kind of place.
 */
final class LeakTest {
    private static final int WAIT_MILLIS_MAX = 120_000;
    private static final int POLL_MILLIS = 50;
    /** A goal's own state stands behind its planner; its steps have states too. */
    private static final Pattern ENDED = Pattern.compile("\"planner\":\"[a-z]*\",\"state\":\"(done|failed)\"");

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9.]+)\"");

    @TempDir
    Path folder;

    @TempDir
    Path apart;

    private final Random random = new Random(4711);
    private final List<String> prompts = new CopyOnWriteArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final String vaulted = "vlt." + drawn(40);
    private final String imported = "env." + drawn(40);
    private final String filed = "ghp_" + drawn(36);
    private final String lent = "run." + drawn(40);
    private final String phrase = "phrase " + drawn(24);
    private HostileModel model;
    private NodeHome home;
    private NodeHome keyed;

    @BeforeEach
    void begin() throws IOException {
        model = new HostileModel(Map.of("messages", this::answer));
        home = ModelNode.home(folder, model.base(), "")
                .with("PEER_KEY", imported)
                .with("LENT", lent);
        keyed = home;
        Files.writeString(home.work().resolve("notes.env"), "# settings\nTOKEN=" + filed + "\nMODE=1\n");
        Files.writeString(home.work().resolve("a.txt"), "alpha\n");
    }

    @AfterEach
    void end() throws IOException {
        model.close();
    }

    private String drawn(int chars) {
        String alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < chars; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Reads the file with the token, copies what it saw into another, and reports; or refuses the key aloud. */
    private void answer(String request, OutputStream out) throws IOException {
        String body = request.substring(request.indexOf("\r\n\r\n") + 4);
        prompts.add(body);
        if (body.contains("with a wrong key")) {
            String header = request.lines()
                    .filter(line -> line.startsWith("Authorization"))
                    .findFirst()
                    .orElse("");
            HostileModel.head(out, "401 Unauthorized", "application/json");
            HostileModel.write(out, "{\"error\":{\"message\":\"I do not know " + header.strip() + "\"}}");
            return;
        }
        int answers = body.split("\"role\":\"tool\"", -1).length - 1;
        String message = switch (answers) {
            case 0 ->
                calls(
                        call("read", "{\\\"path\\\":\\\"notes.env\\\"}"),
                        call("exec", "{\\\"argv\\\":[\\\"sh\\\",\\\"-c\\\",\\\"cat notes.env; env\\\"]}"));
            case 2 ->
                calls(call(
                        "write",
                        "{\\\"path\\\":\\\"copy.env\\\",\\\"content\\\":\\\"TOKEN=[secret github-token]\\\"}"));
            default -> {
                Matcher act = Pattern.compile("\\[act [0-9.]+\\]").matcher(body);
                yield "\"content\":\"- There are settings. " + (act.find() ? act.group() : "") + "\"";
            }
        };
        HostileModel.head(out, "200 OK", "application/json");
        HostileModel.write(
                out,
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + message + "},"
                        + "\"finish_reason\":\"" + (answers < 3 ? "tool_calls" : "stop") + "\"}]}");
    }

    private static String calls(String... calls) {
        return "\"content\":null,\"tool_calls\":[" + String.join(",", calls) + "]";
    }

    private static String call(String tool, String arguments) {
        return "{\"id\":\"" + tool + "\",\"type\":\"function\",\"function\":{\"name\":\"" + tool + "\",\"arguments\":\""
                + arguments + "\"}}";
    }

    @Test
    void nothingThatIsLeftBehindHoldsASecret(TestReporter reporter) throws Exception {
        Needs.tool("bwrap", "nothing runs in a box");
        List<String> hits = new ArrayList<>();
        try (NodeProcess node = keyed.up()) {
            put(node);
            jobs(node, "The key is " + vaulted + ", the other " + imported + " and " + filed + ": count with them");
            assertThat(String.join("\n", prompts))
                    .contains("[secret vault:peer]", "[secret env:PEER_KEY]", "[secret github-token]");
            hits.addAll(whileARunLives(node));
            mistakes(node);
            hits.addAll(search(node).files(folder));
            said.add(node.said().all());
        }
        Path settings = home.home().resolve("node.toml");
        Files.writeString(
                settings, Files.readString(settings).replace("key_variable = \"PEER_KEY\"", "key = \"vault:peer\""));
        try (NodeProcess node = keyed.up()) {
            jobs(node, "Count again with " + vaulted + " and " + filed);
            say(typed(phrase + "\n" + phrase + "\n", "vault", "passphrase"));
            say(home.verb("vault", "lock"));
            say(typed(vaulted, "vault", "unlock"));
            say(typed(phrase, "vault", "unlock"));
            say(home.verb("vault", "list"));
            said.add(node.said().all());
            hits.addAll(search(node).files(folder));
        }
        LeakSearch search = searchClosed();
        hits.addAll(search.files(folder));
        hits.addAll(search.rows(home.home().resolve("state.db"), apart));
        for (String text : said) {
            hits.addAll(search.text("output", text));
        }
        for (String prompt : prompts) {
            hits.addAll(search.text("prompt", prompt));
        }
        assertThat(hits).isEmpty();
        assertThat(prompts).hasSizeGreaterThan(8);
        assertThat(String.join("\n", said))
                .contains("vault:peer", "the passphrase is wrong", "mark that stands for a secret");
        assertThat(home.work().resolve("copy.env")).doesNotExist();
        assertThat(home.work().resolve("notes.env")).content().contains(filed);
        assertThat(home.verb("log", "verify").code()).isZero();
        Shown.all(reporter, "secrets-planted", 8, "secrets");
        Shown.all(reporter, "places-searched", search.places(), "places");
    }

    private void put(NodeProcess node) throws Exception {
        say(typed(vaulted + "\n", "vault", "put", "peer"));
        said.add(node.post("/api/vault/put", "{\"name\":\"second\",\"secret\":\"" + vaulted + "2\"}")
                .body());
    }

    private void jobs(NodeProcess node, String text) throws Exception {
        goal(node, text);
        goal(node, "Speak to one with a wrong key, and with " + vaulted);
        say(home.verb("run", "--", "sh", "-c", "cat notes.env > /dev/null; echo beta >> a.txt"));
        say(home.verb("run", "--env", "LENT", "--", "sh", "-c", "test -n \"$LENT\" && exit 3"));
        say(home.verb("run", "--", "/no/such/program"));
        for (String[] words : new String[][] {
            {"doctor"},
            {"status"},
            {"settings"},
            {"act", "list"},
            {"log", "tail"},
            {"approval", "list"},
            {"goal", "list"},
            {"policy", "show"},
            {"vault", "list", "--json"},
            {"log", "verify"},
            {"log", "show", "9"},
            {"log", "export", folder.resolve("export-" + said.size()).toString()}
        }) {
            say(home.verb(words));
        }
        for (String path :
                List.of("status", "settings", "act/list", "log/tail", "goal/list", "vault/list", "openapi.json")) {
            said.add(node.get("/api/" + path).body());
        }
    }

    /** Gives the goal, and answers whatever it asks with yes. */
    private void goal(NodeProcess node, String text) throws Exception {
        String begun = node.post(
                        "/api/goal",
                        "{\"text\":\"" + text + "\",\"dir\":\"" + home.work() + "\",\"template\":\"model\"}")
                .body();
        said.add(begun);
        Matcher id = ID.matcher(begun);
        assertThat(id.find()).as(begun).isTrue();
        String shown = begun;
        for (int waited = 0; !ENDED.matcher(shown).find(); ) {
            assertThat(waited).as(shown).isLessThan(WAIT_MILLIS_MAX);
            Thread.sleep(POLL_MILLIS);
            waited += POLL_MILLIS;
            String asked = node.get("/api/approval/list").body();
            Matcher approval = ID.matcher(asked);
            if (approval.find()) {
                said.add(asked);
                say(home.verb("approval", "show", approval.group(1)));
                say(home.verb("approve", approval.group(1)));
            }
            shown = node.get("/api/goal/show?id=" + id.group(1)).body();
        }
        said.add(shown);
    }

    private List<String> whileARunLives(NodeProcess node) throws Exception {
        Path ready = home.work().resolve("ready");
        Process client = home.builder("run", "--", "sh", "-c", "sleep 20")
                .redirectErrorStream(true)
                .redirectOutput(apart.resolve("run.txt").toFile())
                .start();
        List<String> hits = new ArrayList<>();
        LeakSearch search = search(node);
        int seen = 0;
        for (int waited = 0; waited < 10_000 && seen < 3; waited += POLL_MILLIS) {
            Thread.sleep(POLL_MILLIS);
            List<ProcessHandle> children = node.java().descendants().toList();
            // A child that has not become another program yet is a part of the node and shares its memory.
            children.stream()
                    .filter(child ->
                            !child.info().command().equals(node.java().info().command()))
                    .forEach(child -> hits.addAll(search.process(child)));
            boolean sleeping = children.stream()
                    .anyMatch(child -> child.info().command().orElse("").endsWith("sleep")
                            || child.info()
                                    .arguments()
                                    .map(a -> List.of(a).contains("20"))
                                    .orElse(false));
            seen = sleeping ? seen + 1 : seen;
        }
        assertThat(seen).as("the boxed command was looked at").isPositive();
        assertThat(Files.exists(ready)).isFalse();
        client.destroy();
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return hits;
    }

    private void mistakes(NodeProcess node) throws Exception {
        for (String body : List.of(
                "{\"name\":\"x\",\"secret\":" + vaulted + "}",
                "{\"name\":\"x\",\"secret\":{\"a\":\"" + vaulted + "\"}}",
                "{\"name\":\"x\",\"secret\":\"" + vaulted + "\",\"more\":1}",
                "{\"name\":\"../x\",\"secret\":\"" + vaulted + "\"}",
                "{\"name\":\"x\",\"secret\":[\"" + vaulted + "\"",
                "{\"name\":\"x\",\"secret\":\"" + vaulted)) {
            said.add(node.post("/api/vault/put", body).body());
        }
        said.add(node.post("/api/vault/unlock", "{\"passphrase\":\"" + vaulted + "\"}")
                .body());
        said.add(node.getAs("wrong", "/api/vault/list").body());
        say(home.verb("vault", "put", "peer", "of no use"));
    }

    /** The secrets as they are while a node runs. */
    private LeakSearch search(NodeProcess node) throws Exception {
        assertThat(node.alive()).isTrue();
        return searchClosed();
    }

    private LeakSearch searchClosed() throws Exception {
        Path keyFile = home.home().resolve("keys/node.key");
        Path tokenFile = home.home().resolve("keys/operator.token");
        String key = Files.readString(keyFile);
        Matcher form = Pattern.compile("soul ([0-9a-f]{64})\nentropy (\\S+)\n").matcher(key);
        assertThat(form.find()).isTrue();
        byte[] entropy = Base64.getDecoder().decode(form.group(2));
        byte[] salt = HexFormat.of().parseHex(form.group(1));
        return new LeakSearch()
                .secret("vault value", vaulted)
                .secret("imported key", imported)
                .secret("lent variable", lent)
                .secret("passphrase", phrase)
                .secret(
                        "token in a file",
                        filed.getBytes(StandardCharsets.UTF_8),
                        home.work().resolve("notes.env"))
                .secret("node's entropy", entropy, keyFile)
                .secret("node's seed", seed(salt, entropy))
                .secret(
                        "operator's token",
                        Files.readString(tokenFile).strip().getBytes(StandardCharsets.UTF_8),
                        tokenFile);
    }

    /** RFC 5869 for one block. */
    private static byte[] seed(byte[] salt, byte[] entropy) throws Exception {
        byte[] label = "stemma genesis key v1\u0001".getBytes(StandardCharsets.UTF_8);
        return hmac(hmac(salt, entropy), label);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private Said typed(String input, String... words) throws Exception {
        Path out = apart.resolve("out.txt");
        Path err = apart.resolve("err.txt");
        Process process = home.builder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), NodeHome.text(out), NodeHome.text(err));
    }

    private void say(Said one) {
        said.add(one.all());
    }

    /** The search finds one planted value in each kind of place, in each form. */
    @Test
    void whatIsPlantedIsFoundInEachKindOfPlace(TestReporter reporter) throws Exception {
        String planted = "control." + drawn(30);
        byte[] bytes = planted.getBytes(StandardCharsets.UTF_8);
        LeakSearch search = new LeakSearch().secret("control", planted);
        int found = 0;
        for (String form : List.of(
                planted,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes))) {
            for (String place : List.of(
                    "logs/node.log",
                    "objects/ab/cd",
                    "ledger/entries.log",
                    "export/tile/0/000",
                    "boxes/1-2/upper/a.txt",
                    "state.db-wal")) {
                Path file = apart.resolve("planted").resolve(place);
                Files.createDirectories(file.getParent());
                Files.write(file, ("\u0000\u0001 before " + form + " after").getBytes(StandardCharsets.UTF_8));
                assertThat(search.files(apart.resolve("planted"))).as(place).containsExactly("control in file " + file);
                Files.delete(file);
                found++;
            }
            for (String place : List.of("output", "prompt", "answer")) {
                assertThat(search.text(place, "x" + form + "x")).containsExactly("control in " + place);
                found++;
            }
            found += row(search, form);
            found += process(search, form);
        }
        assertThat(search.text("output", planted.substring(1))).isEmpty();
        Path lives = apart.resolve("lives");
        Files.writeString(lives, planted, StandardOpenOption.CREATE_NEW);
        assertThat(new LeakSearch().secret("control", bytes, lives).files(apart.resolve("lives")))
                .isEmpty();
        Shown.all(reporter, "planted-secrets-found", found, "places");
    }

    private int row(LeakSearch search, String form) throws IOException {
        Path database = folder.resolve("control-" + search.places() + ".db");
        Files.createDirectories(folder);
        try (StateDb db = StateFile.open(database, folder, List.of())) {
            db.write(sql -> sql.run("CREATE TABLE t (a INTEGER, b TEXT, c BLOB)"));
            byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
            db.write(sql -> sql.run("INSERT INTO t VALUES (1, ?, ?)", "x".repeat(9_000) + form, bytes));
        }
        assertThat(search.rows(database, apart)).containsExactly("control in row of t.b", "control in row of t.c");
        return 2;
    }

    private int process(LeakSearch search, String form) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "30");
        builder.environment().put("PLANTED", form);
        Process lives = builder.start();
        Process argued = new ProcessBuilder("sh", "-c", "sleep 30 # " + form).start();
        try {
            assertThat(search.process(lives.toHandle()))
                    .singleElement()
                    .asString()
                    .startsWith("control in environ of /");
            assertThat(search.process(argued.toHandle()))
                    .singleElement()
                    .asString()
                    .startsWith("control in cmdline of /");
        } finally {
            lives.destroyForcibly().waitFor();
            argued.descendants().forEach(ProcessHandle::destroyForcibly);
            argued.destroyForcibly().waitFor();
        }
        return 2;
    }
}
