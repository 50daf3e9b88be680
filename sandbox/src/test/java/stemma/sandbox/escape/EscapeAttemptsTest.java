package stemma.sandbox.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Outside;
import stemma.sandbox.Rig;
import stemma.sandbox.Tools;
import stemma.sandbox.escape.Attempt.Needs;
import stemma.sandbox.escape.Attempt.Outcome;

/**
 * Every attempt to leave a box, in one and in none.
 *
 * <p>In none each must succeed, as an ordinary user or as root of a user namespace that is thrown away afterwards; or
 * its failure in the box would say nothing. What only the machine's root could do has no such control: no test runs
 * as root outside of a box.
 */
public final class EscapeAttemptsTest {
    private static final int ATTEMPTS_WITH_CONTROL_MIN = 50;

    @TempDir
    public Path temp;

    private Rig rig;
    private Lures lures;
    private HostLures host;
    private Map<String, String> facts;

    private IntConsumer shown = attempts -> {};

    /** In the form that the bench reads; where no engine runs the tests there is nobody to tell. */
    @BeforeEach
    void showTo(TestReporter reporter) {
        shown = attempts -> reporter.publishFile(
                "escapes-held.figure",
                MediaType.TEXT_PLAIN_UTF_8,
                file -> Files.writeString(
                        file, "figure: escapes-held: " + attempts + " of " + attempts + " attempts to leave\n"));
    }

    @BeforeEach
    public void open() throws Exception {
        Tools.need("perl", "setpriv", "unshare");
        Path base = temp.toRealPath();
        permit(base, "rwxr-xr-x");
        rig = new Rig(base);
        lures = Lures.lay(base.resolve("trial"));
        permit(base.resolve("trial/beside/open"), "rw-rw-rw-");
        Files.createDirectories(base.resolve("own-home/ledger"));
        host = HostLures.lay(base);
        facts = new TreeMap<>(lures.facts());
        facts.putAll(EscapeTrial.BEYOND);
        facts.putAll(host.facts());
        facts.put("node", base.resolve("own-home").toString());
        facts.put("marker", EscapeTrial.marker());
    }

    @AfterEach
    public void close() throws Exception {
        host.close();
        lures.close();
        rig.close();
    }

    @Test
    public void eachFailsInABoxAndSucceedsInNone() throws Exception {
        List<Attempt> inside = inABox();
        assertThat(inside)
                .allSatisfy(attempt ->
                        assertThat(attempt.outcome()).as(attempt.toString()).isEqualTo(Outcome.SHUT));

        List<Attempt> anyone = inNone(List.of("perl", "-"));
        assertThat(named(anyone, Needs.ANYONE, Outcome.OPEN)).containsExactlyElementsOf(named(inside, Needs.ANYONE));
        List<Attempt> mapped = inNone(
                List.of("unshare", "--user", "--map-root-user", "--mount", "--net", "--uts", "--ipc", "perl", "-"));
        assertThat(named(mapped, Needs.MAPPED, Outcome.OPEN)).containsExactlyElementsOf(named(inside, Needs.MAPPED));

        int controlled =
                named(inside, Needs.ANYONE).size() + named(inside, Needs.MAPPED).size();
        assertThat(controlled).isGreaterThanOrEqualTo(ATTEMPTS_WITH_CONTROL_MIN);
        shown.accept(controlled);
    }

    private List<Attempt> inABox() throws Exception {
        BoxSpec spec =
                BoxSpec.of(lures.project().toRealPath(), EscapeScript.command()).withLimits(EscapeTrial.limits());
        Rig.Ran ran = rig.run(spec, EscapeScript.input(facts));
        assertThat(ran.code()).as(ran.err()).isZero();
        return Attempt.parse(ran.out()).stream()
                .map(attempt -> EscapeTrial.afterwards(attempt, EscapeTrial.marker()))
                .toList();
    }

    /** Never as root: as nobody, with a scratch folder in place of the box's own {@code /tmp}. */
    private List<Attempt> inNone(List<String> command) throws Exception {
        Path scratch = Files.createTempDirectory(temp.toRealPath(), "scratch");
        permit(scratch, "rwxrwxrwx");
        Map<String, String> outside = new TreeMap<>(facts);
        outside.put("scratch", scratch.toString());
        List<String> leaky = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 9</dev/null", "sh"));
        leaky.addAll(command);
        ProcessBuilder starting = new ProcessBuilder(Outside.asNobody(leaky))
                .directory(lures.project().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        starting.environment().put(HostLures.HIDDEN, "yes");
        Process process = starting.start();
        try (InputStream script = new ByteArrayInputStream(EscapeScript.input(outside));
                OutputStream in = process.getOutputStream()) {
            script.transferTo(in);
        }
        List<Attempt> said = EscapeScript.parse(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        List<Attempt> known = said.stream()
                .map(attempt -> EscapeTrial.afterwards(attempt, EscapeTrial.marker()))
                .toList();
        EscapeTrial.survivors(EscapeTrial.marker()).forEach(ProcessHandle::destroyForcibly);
        return known;
    }

    private static List<String> named(List<Attempt> attempts, Needs needs) {
        return names(attempts.stream().filter(attempt -> attempt.needs() == needs));
    }

    private static List<String> named(List<Attempt> attempts, Needs needs, Outcome outcome) {
        return names(attempts.stream().filter(attempt -> attempt.needs() == needs && attempt.outcome() == outcome));
    }

    private static List<String> names(Stream<Attempt> attempts) {
        return attempts.map(Attempt::name).toList();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
