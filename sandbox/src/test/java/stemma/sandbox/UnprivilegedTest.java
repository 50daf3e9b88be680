package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the build runs as root, the same tests again in a Java of an ordinary user, where boxes are made another
 * way.
 */
class UnprivilegedTest {
    @TempDir
    Path temp;

    @Test
    void everythingHoldsForAnOrdinaryUserToo() throws Exception {
        Assumptions.assumeTrue(Outside.root(), "this build already runs as an ordinary user");
        Tools.need("setpriv");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dsun.jnu.encoding=UTF-8",
                "-XX:-UsePerfData",
                "-cp",
                readableClassPath(),
                TestsByHand.class.getName());
        String said = Outside.run(command);
        assertThat(said).contains("passed").doesNotContain("FAILED").endsWith("exit 0");
    }

    /** The class path as copies that anybody may read. */
    private String readableClassPath() throws Exception {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path copy = temp.resolve(copies.size() + "-" + source.getFileName());
                Trees.copy(source.toRealPath(), copy, new Trees.Bounds(1L << 30, 100_000), -1);
                copies.add(copy.toString());
            }
        }
        new ProcessBuilder("chmod", "-R", "a+rX", temp.toString()).start().waitFor();
        return String.join(File.pathSeparator, copies);
    }
}
