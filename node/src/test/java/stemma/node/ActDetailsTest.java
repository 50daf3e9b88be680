package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.store.LocalDisk;
import stemma.store.Objects;

/** A person who is asked sees what the approval is bound to, and all of it. */
final class ActDetailsTest {
    @TempDir
    private Path folder;

    private Objects objects;

    @BeforeEach
    void open() {
        objects = new Objects(new LocalDisk(), folder.resolve("objects"));
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
                .endsWith("and 1 more changes");
    }

    @Test
    void aFileIsShownAsItIsNow() throws IOException {
        Path file = Files.writeString(folder.resolve("seven"), "1234567");
        assertThat(details("fs.write", file.toString(), "{}")).endsWith("which is now   7 bytes");
        assertThat(details("fs.edit", file + ".gone", "{}")).endsWith("which is now   not there");
    }

    @Test
    void whatIsNotKeptIsNotInvented() {
        assertThat(new ActDetails(objects).apply(act("proc.run", "true", Digest.EMPTY)))
                .isEmpty();
        assertThat(details("goal.start", "/work", "{}")).isEmpty();
        assertThatThrownBy(() -> details("proc.run", "true", "[]"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("proc.run");
    }

    private String details(String op, String target, String input) {
        Digest digest = objects.put(input.getBytes(StandardCharsets.UTF_8));
        return new ActDetails(objects).apply(act(op, target, digest));
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
