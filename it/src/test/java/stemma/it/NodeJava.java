package stemma.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How these tests start a Java with the node in it. They start hundreds, and an archive of loaded classes takes a third
 * off each start. It is made once for each test process, by a first verb in a home of its own, where every module is
 * a jar: an archive takes no folders of classes, and a run of a few tests has those.
 */
final class NodeJava {
    private static final int ARCHIVE_SECONDS_MAX = 60;
    private static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).startsWith(Path.of("target").toAbsolutePath()))
            .collect(Collectors.joining(File.pathSeparator));
    private static final List<String> ARCHIVE = archive();

    private NodeJava() {}

    /** The node's class path, these tests not in it. */
    static String classPath() {
        return CLASS_PATH;
    }

    /** The node's main class with these options before it. */
    static List<String> command(String... options) {
        List<String> command = new ArrayList<>(java());
        command.addAll(ARCHIVE);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", CLASS_PATH, "stemma.node.Main"));
        return List.copyOf(command);
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    private static List<String> archive() {
        boolean jars =
                Arrays.stream(CLASS_PATH.split(File.pathSeparator)).allMatch(e -> Files.isRegularFile(Path.of(e)));
        if (!jars) {
            return List.of();
        }
        try {
            Path folder = Files.createTempDirectory("node-archive");
            Path archive = folder.resolve("node.jsa");
            List<String> command = new ArrayList<>(java());
            command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
            command.addAll(List.of("-cp", CLASS_PATH, "stemma.node.Main", "status"));
            ProcessBuilder starting = new ProcessBuilder(command).redirectErrorStream(true);
            starting.environment().put("STEMMA_HOME", folder.resolve("home").toString());
            starting.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
            starting.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Process process = starting.start();
            boolean ended = process.waitFor(ARCHIVE_SECONDS_MAX, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return ended && Files.exists(archive)
                    ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:aot=off")
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("no archive of the node's classes could be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the archive in " + folder + " stays behind", e);
        }
    }
}
