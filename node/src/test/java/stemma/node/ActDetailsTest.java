package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.core.Json;
import stemma.core.Policy;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.identity.Identity;
import stemma.identity.SealedObjects;
import stemma.policy.RulePolicy;
import stemma.sandbox.undo.KeptContent;
import stemma.sandbox.undo.Outlook;
import stemma.store.BoundedFolder;
import stemma.store.Home;
import stemma.store.LocalDisk;
import stemma.store.Objects;

/** A person who is asked sees what the approval is bound to, and all of it. */
final class ActDetailsTest {
    @TempDir
    private Path folder;

    private Objects objects;
    private BoundedFolder undo;
    private SealedObjects sealed;
    private boolean off;

    @BeforeEach
    void open() {
        objects = new Objects(new LocalDisk(), folder.resolve("objects"));
        Home home = new Home(folder.resolve("home"));
        home.prepare();
        undo = new BoundedFolder(new LocalDisk(), home.undo(), Clock.system(), 1 << 20);
        Identity identity = Identity.open(new LocalDisk(), home, Entropy.system());
        sealed = SealedObjects.of(identity, "test", undo);
    }

    @Test
    void aCommandIsShownWordByWordWithWhatItIsGiven() {
        String shown = details("proc.run", "sh -c x", command(List.of("sh", "-c", "rm -rf $HOME"), "example.org:443"));
        assertThat(shown.lines())
                .contains(
                        "runs           \"sh\"",
                        "argument 1     \"-c\"",
                        "argument 2     \"rm -rf $HOME\"",
                        "of your home   .config/tool",
                        "reaches        example.org:443",
                        "is given       TOKEN");
        assertThat(details("proc.exec", "true", command(List.of("true"))).lines())
                .contains("reaches        no host");
    }

    @Test
    void changesAreShownUpToABoundAndTheRestIsCounted() {
        int most = ActDetails.CHANGES_SHOWN_MAX;
        assertThat(details("fs.apply", "/work", changes(most)))
                .contains("changed        file" + (most - 1) + ", 7 bytes")
                .doesNotContain("more changes");
        assertThat(details("fs.apply", "/work", changes(most + 1)))
                .doesNotContain("file" + most + ",")
                .contains("\nand 1 more changes\n");
    }

    @Test
    void aFileIsShownAsItIsNow() throws IOException {
        Path file = Files.writeString(folder.resolve("seven"), "1234567");
        assertThat(details("fs.write", file.toString(), "{}")).contains("\nwhich is now   7 bytes\n");
        assertThat(details("fs.edit", file + ".gone", "{}")).contains("\nwhich is now   not there\n");
    }

    @Test
    void aPersonIsToldBeforehandWhatCanBeTakenBack() throws IOException {
        Path file = Files.writeString(folder.resolve("small"), "1234567");
        Path large = Files.write(folder.resolve("large"), new byte[(int) undo.roomBytes() + 1]);
        Path secret = Files.writeString(folder.resolve(".env"), "KEY=1");
        assertThat(afterwards("fs.write", file.toString(), "{}")).startsWith("can be undone");
        assertThat(afterwards("fs.edit", large.toString(), "{}"))
                .startsWith("cannot be undone: it is too large: ")
                .contains("[undo] bytes_max");
        assertThat(afterwards("fs.write", secret.toString(), "{}"))
                .startsWith("cannot be undone: the rules keep its content from operator:cli");
        assertThat(afterwards("fs.apply", "/work", changes(1))).startsWith("can be undone");
        assertThat(afterwards("model.ask", "127.0.0.1:8080", "{}"))
                .isEqualTo("cannot be undone: what was sent is gone");
        assertThat(afterwards("proc.run", "sh", command(List.of("sh"), "example.org:443")))
                .isEqualTo("cannot be undone: what it sends to a host is gone");
        assertThat(afterwards("proc.exec", "sh", command(List.of("sh")))).isEqualTo("changes nothing outside its box");
        assertThat(afterwards("fs.discard", "/work", "{}")).isEqualTo("cannot be undone: what it forgets is gone");
        off = true;
        assertThat(afterwards("fs.write", file.toString(), "{}")).contains("[undo] off");
    }

    private String afterwards(String op, String target, String input) {
        String last = details(op, target, input).lines().toList().getLast();
        assertThat(last).startsWith("afterwards     ");
        return last.substring("afterwards     ".length());
    }

    @Test
    void whatIsNotKeptIsNotInvented() {
        assertThat(details().apply(act("proc.run", "true", Digest.EMPTY))).isEmpty();
        assertThatThrownBy(() -> details("proc.run", "true", "[]"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("proc.run");
    }

    private String details(String op, String target, String input) {
        Digest digest = objects.put(input.getBytes(StandardCharsets.UTF_8));
        return details().apply(act(op, target, digest));
    }

    private ActDetails details() {
        Policy policy = act -> act.target().endsWith(".env")
                ? new Verdict.Ask("test", "may hold secrets")
                : new Verdict.Deny(RulePolicy.DEFAULT, "nothing speaks of it");
        return new ActDetails(
                objects, new Outlook(new KeptContent(sealed, undo, policy, off)), act -> Optional.empty());
    }

    private static Act act(String op, String target, Digest input) {
        return new Act(
                op,
                target,
                input,
                Actor.operator("cli"),
                new Provenance(Trust.OPERATOR, List.of()),
                Act.PURSE_DEFAULT,
                Cost.ZERO,
                Act.DEADLINE_MILLIS_DEFAULT,
                1);
    }

    private static String command(List<String> argv, String... hosts) {
        return Json.object()
                .put("argv", texts(argv))
                .put("cwd", "/work")
                .put("folder", "/work")
                .put("home", texts(List.of(".config/tool")))
                .put("net", texts(List.of(hosts)))
                .put("environment", texts(List.of("TOKEN")))
                .put("caches", texts(List.of()))
                .build()
                .text();
    }

    private static String changes(int count) {
        List<Json.Obj> changes = IntStream.range(0, count)
                .mapToObj(i -> Json.object()
                        .put("action", "changed")
                        .put("path", "file" + i)
                        .put("bytes", 7)
                        .build())
                .toList();
        return Json.object()
                .put("box", "3-7")
                .put("folder", "/work")
                .put("changes", Json.array(changes))
                .build()
                .text();
    }

    private static Json.Arr texts(List<String> texts) {
        return Json.array(texts.stream().map(Json::of).toList());
    }
}
