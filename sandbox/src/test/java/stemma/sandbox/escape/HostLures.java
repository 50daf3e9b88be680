package stemma.sandbox.escape;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stemma.sandbox.Outside;

/**
 * What a host has besides files: a process of the attempts' own user, which listens, answers, shares memory, and has a
 * variable to hide. Ending it takes all of that back.
 */
final class HostLures {
    /** Its variable. */
    static final String HIDDEN = "HIDDEN_FROM_BOXES";

    /** Takes the path of its socket, its abstract name and its key; says its ports; ends when its input does. */
    private static final String SCRIPT = """
            use strict; use Socket;
            my ($path, $name, $key) = @ARGV;
            sub bound { my ($domain, $type, $address) = @_;
                socket(my $s, $domain, $type, 0) or die $!; bind($s, $address) or die $!; return $s }
            my $any = pack_sockaddr_in(0, INADDR_LOOPBACK);
            my ($tcp, $udp) = (bound(PF_INET, SOCK_STREAM, $any), bound(PF_INET, SOCK_DGRAM, $any));
            my $unix = bound(PF_UNIX, SOCK_STREAM, pack_sockaddr_un($path));
            my $abstract = bound(PF_UNIX, SOCK_STREAM, pack("S a*", PF_UNIX, "\\0$name"));
            listen($_, 50) for $tcp, $unix, $abstract;
            chmod 0777, $path;
            my $segment = shmget($key, 64, 0666 | 01000);
            defined $segment or die $!;
            $| = 1;
            print join(" ", map { (unpack_sockaddr_in(getsockname($_)))[0] } $tcp, $udp), "\n";
            while (1) {
                my $bits = "";
                vec($bits, fileno($_), 1) = 1 for *STDIN, $udp;
                select($bits, undef, undef, undef);
                if (vec($bits, fileno($udp), 1)) { my $from = recv($udp, my $said, 64, 0); send($udp, "yes", 0, $from) }
                last if vec($bits, fileno(STDIN), 1);
            }
            shmctl($segment, 0, 0);
            """;

    private final Process process;
    private final Path memory;
    private final Map<String, String> facts;

    private HostLures(Process process, Path memory, Map<String, String> facts) {
        this.process = process;
        this.memory = memory;
        this.facts = facts;
    }

    /** Lays them, with files in this folder, which anybody may enter. */
    static HostLures lay(Path folder) throws Exception {
        long own = ProcessHandle.current().pid();
        String name = "stemma-lure-" + own;
        Path place = Files.createDirectory(folder.resolve("sockets"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path socket = place.resolve("socket");
        String key = Long.toString(0x57000000L + own);
        ProcessBuilder starting =
                new ProcessBuilder(Outside.asNobody(List.of("perl", "-e", SCRIPT, socket.toString(), name, key)));
        starting.environment().put(HIDDEN, "yes");
        starting.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = starting.start();
        Path memory = Files.writeString(Path.of("/dev/shm").resolve(name), "a lure\n");
        HostLures lures = new HostLures(process, memory, new TreeMap<>());
        try {
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            String[] ports = String.valueOf(said.readLine()).split(" ");
            lures.facts.putAll(Map.of(
                    "tcp",
                    ports[0],
                    "nodeport",
                    ports[0],
                    "udp",
                    ports[1],
                    "socket",
                    socket.toString(),
                    "abstract",
                    name,
                    "key",
                    key,
                    "pid",
                    Long.toString(process.pid()),
                    "names",
                    HIDDEN,
                    "tmp",
                    Files.writeString(folder.resolve("in-tmp"), "a lure\n").toString(),
                    "shm",
                    memory.toString()));
            return lures;
        } catch (RuntimeException | IOException e) {
            lures.close();
            throw e;
        }
    }

    Map<String, String> facts() {
        return facts;
    }

    void close() throws IOException, InterruptedException {
        Files.deleteIfExists(memory);
        process.getOutputStream().close();
        process.waitFor();
    }
}
