package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dependency caches and parts of the home. */
class CacheTest {
    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(temp);
        Path m2 = Files.createDirectories(rig.home.resolve(".m2/repository/a"));
        Files.writeString(m2.resolve("a.jar"), "jar");
        Files.writeString(rig.home.resolve(".m2/settings.xml"), """
                <settings><mirrors><mirror><id>near</id></mirror></mirrors>
                <servers><server><id>s</id><password>hunter2</password></server></servers></settings>
                """);
        Files.writeString(rig.home.resolve(".m2/settings-security.xml"), "<master>hunter2</master>");
        Files.createDirectories(rig.home.resolve(".gradle"));
        Files.writeString(
                rig.home.resolve(".gradle/gradle.properties"), "org.gradle.jvmargs=-Xmx1g\nrepoPassword=hunter2\n");
        Files.writeString(rig.home.resolve(".netrc"), "hunter2");
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private Map<String, String> home() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(rig.home)) {
            for (Path p : walk.toList()) {
                all.put(p.toString(), EntryState.of(p).orElseThrow() + " " + Files.getLastModifiedTime(p));
            }
        }
        return all;
    }

    @Test
    void aCacheIsUsedAndStaysAsItWas() throws Exception {
        Map<String, String> before = home();
        List<CacheLayer> caches = CacheLayer.known(rig.home);
        assertThat(caches).hasSize(2);
        BoxSpec spec = BoxSpec.of(
                        rig.project,
                        "sh",
                        "-c",
                        "cat ~/.m2/repository/a/a.jar; echo new > ~/.m2/repository/a/b.jar;"
                                + " rm ~/.m2/repository/a/a.jar; ls ~/.m2/repository/a; cat ~/.m2/settings.xml ~/.gradle/gradle.properties;"
                                + " grep -r hunter2 ~ && echo leaked; ls -A ~")
                .withCaches(caches);
        Rig.Ran ran = rig.run(spec);
        assertThat(ran.out())
                .startsWith("jarb.jar\n")
                .contains("<id>near</id>", "-Xmx1g")
                .doesNotContain("hunter2", ".netrc");
        assertThat(home()).isEqualTo(before);
        assertThat(ran.box().changes().diff().changes()).isEmpty();
    }

    @Test
    void withoutAGrantTheHomeIsEmptyAndPrivate() throws Exception {
        Rig.Ran ran = rig.sh("ls -A ~; echo x > ~/made && cat ~/made");
        assertThat(ran.out()).isEqualTo("x\n");
        assertThat(rig.home.resolve("made")).doesNotExist();
    }

    @Test
    void aGrantedFileAndFolderOfTheHomeAreCopiesOnWrite() throws Exception {
        Files.createDirectories(rig.home.resolve("tool"));
        Files.writeString(rig.home.resolve("tool/state"), "state");
        Files.writeString(rig.home.resolve(".toolrc"), "rc");
        BoxSpec spec = BoxSpec.of(
                        rig.project,
                        "sh",
                        "-c",
                        "cat ~/tool/state ~/.toolrc; echo x > ~/tool/state; echo y > ~/.toolrc")
                .withHomeGrants(
                        List.of(new HomeGrant(rig.home.resolve("tool")), new HomeGrant(rig.home.resolve(".toolrc"))));
        Rig.Ran ran = rig.run(spec);
        assertThat(ran.out()).as(ran.err()).isEqualTo("staterc");
        assertThat(ran.code()).isZero();
        assertThat(rig.home.resolve("tool/state")).hasContent("state");
        assertThat(rig.home.resolve(".toolrc")).hasContent("rc");
    }

    @Test
    void anAbsentGrantIsSaid() throws Exception {
        Rig.Ran ran =
                rig.run(BoxSpec.of(rig.project, "true").withHomeGrants(List.of(new HomeGrant(rig.home.resolve("no")))));
        assertThat(ran.box().notes()).anyMatch(note -> note.contains("does not exist"));
    }
}
