package stemma.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A small Maven project with one test, and a local repository that holds exactly what building it needs. */
final class MavenProject {
    /** The repository of this build is offered as a remote one, so that what is fetched from it is a copy. */
    private static final String SETTINGS = """
            <settings><profiles><profile><id>near</id>
            <repositories><repository><id>near</id><url>NEAR</url></repository></repositories>
            <pluginRepositories><pluginRepository><id>near</id><url>NEAR</url></pluginRepository></pluginRepositories>
            </profile></profiles><activeProfiles><activeProfile>near</activeProfile></activeProfiles></settings>
            """;

    private static final String POM = """
            <project><modelVersion>4.0.0</modelVersion>
            <groupId>stemma.peer</groupId><artifactId>tiny</artifactId><version>1</version>
            <properties><maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
            <dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
            <version>JUNIT</version><scope>test</scope></dependency></dependencies>
            <build><plugins>
            <plugin><artifactId>maven-resources-plugin</artifactId><version>3.5.0</version></plugin>
            <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
            <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
            <plugin><artifactId>maven-jar-plugin</artifactId><version>3.5.1</version></plugin>
            <plugin><artifactId>maven-install-plugin</artifactId><version>3.1.4</version></plugin>
            </plugins></build></project>
            """;

    private static final String SOURCE = "class A { static int sum() { return SUM; } }\n";
    private static final String TEST = """
            import org.junit.jupiter.api.*;
            class ATest { @Test void sum() { Assertions.assertEquals(2, A.sum()); } }
            """;

    /** A build of one second is over before a second compiler or collector pays. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC\n";

    private final Path folder;

    private MavenProject(Path folder) {
        this.folder = folder;
    }

    static MavenProject at(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("src/main/java"));
        Files.createDirectories(folder.resolve("src/test/java"));
        Files.writeString(Files.createDirectories(folder.resolve(".mvn")).resolve("jvm.config"), QUICK_START);
        String junit = Test.class.getPackage().getImplementationVersion();
        Files.writeString(folder.resolve("pom.xml"), POM.replace("JUNIT", junit));
        Files.writeString(folder.resolve("src/test/java/ATest.java"), TEST);
        return new MavenProject(folder).sum("1 + 1");
    }

    /** What the class returns; anything but 2 fails the test. */
    MavenProject sum(String expression) throws Exception {
        Files.writeString(folder.resolve("src/main/java/A.java"), SOURCE.replace("SUM", expression));
        return this;
    }

    /** Java takes the home from the system's accounts, whatever HOME says. */
    static Map<String, String> inHome(Path home) {
        return Map.of("HOME", home.toString(), "MAVEN_OPTS", "-Duser.home=" + home);
    }

    /** Fills the repository in a peer's home. */
    static void fillRepository(RunPeer peer) throws Exception {
        Path m2 = Files.createDirectories(peer.user().resolve(".m2"));
        Path near = Path.of(System.getProperty("user.home"), ".m2", "repository");
        Files.writeString(
                m2.resolve("settings.xml"),
                SETTINGS.replace("NEAR", near.toUri().toString()),
                UTF_8);
        Path trial = Files.createDirectories(peer.base().resolve("twin"));
        at(trial);
        RunPeer.Ran filled = peer.prepare(trial, inHome(peer.user()), "mvn", "-B", "-q", "install");
        Needs.that(
                filled.code() == 0,
                "the plug-ins of a Maven build cannot be had, so that a run of it is not tested: " + filled.out());
        RunPeer.exec(
                "rm", "-r", trial.toString(), m2.resolve("repository/stemma").toString());
        try (Stream<Path> walk = Files.walk(m2)) {
            List<Path> origins =
                    walk.filter(path -> path.endsWith("_remote.repositories")).toList();
            for (Path origin : origins) {
                Files.delete(origin);
            }
        }
        peer.own(m2);
    }
}
