package stemma.sandbox;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Tools a test needs: absent, the test is skipped with a word, and on a build server it fails. */
public final class Tools {
    private Tools() {}

    public static void need(String... names) {
        for (String name : names) {
            boolean there = Host.tool(name).isPresent();
            if (!there && "true".equals(System.getenv("CI"))) {
                throw new AssertionError("this build server lacks '" + name + "'");
            }
            Assumptions.assumeTrue(there, () -> "skipped: '" + name + "' is not installed in " + Path.of("/usr/bin"));
        }
    }
}
