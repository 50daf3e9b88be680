package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stemma.it.RunPeersTest.Who;

/**
 * A script that tries to leave its box, beside one that does the same things inside of it.
 *
 * <p>Each attempt opens or looks and never writes. In no box, as an unprivileged user, every one of them succeeds, or
 * its failure in the box would prove nothing; and in the box its harmless twin succeeds, or the box would hold only
 * because nothing works in it.
 */
final class RunEscapeTest {
    /** How many attempts there are, and as many harmless twins. */
    private static final int ATTEMPTS = 11;

    /** One word for each that succeeds; told where the secrets are, whom to signal, and where to connect. */
    private static final String SCRIPT = """
            base=$1 pid=$2 port=$3
            try() { name=$1; shift; if "$@" >/dev/null 2>&1; then echo "$name"; fi; }
            update() { perl -e 'open(F, "+<", $ARGV[0]) or exit 1' "$1"; }
            tcp() { perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new("127.0.0.1:$ARGV[0]")' "$1"; }
            unix() { perl -MIO::Socket::UNIX -e 'exit !IO::Socket::UNIX->new(Peer => $ARGV[0])' "$1"; }

            echo own >/tmp/own; ln -s /tmp/own /tmp/way
            perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1:0");
                open(F, ">", "/tmp/port"); print F $s->sockport; close(F); sleep 60' & tcp=$!
            perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Listen => 5, Local => "/tmp/unix");
                sleep 60' & unix=$!
            for i in 1 2 3 4 5 6 7 8 9; do [ -s /tmp/port ] && [ -S /tmp/unix ] || sleep 0.3; done
            sleep 60 & child=$!

            try leaves-beside cat ../beside/secret;          try stays-beside cat ../project/note
            try leaves-absolute cat "$base/beside/secret";   try stays-absolute cat "$base/project/note"
            try leaves-link cat link;                        try stays-link cat /tmp/way
            try leaves-update update ../beside/open;         try stays-update update note
            try leaves-home cat "$base/user/.ssh/id";        try stays-home ls -d ~
            try leaves-environ grep -l hushhush "/proc/$pid/environ"
            try stays-environ grep -l PATH /proc/self/environ
            try leaves-root cat "/proc/$pid/root$base/beside/secret"
            try stays-root cat "/proc/self/root$base/project/note"
            try leaves-signal kill -0 "$pid";                try stays-signal kill -0 "$child"
            try leaves-tcp tcp "$port";                      try stays-tcp tcp "$(cat /tmp/port)"
            try leaves-unix unix "$base/beside/socket";      try stays-unix unix /tmp/unix
            try leaves-namespace unshare --user true;        try stays-namespace nice -n 5 true

            kill "$tcp" "$unix" "$child"
            if [ "$4" = boxed ]; then
                setsid sleep 98765 >/dev/null 2>&1 &
                echo more >>note; echo made >made; exit 3
            fi
            """;

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void whatTriesToLeaveStaysInside(Who who, TestReporter reporter) throws Exception {
        RunPeer peer = RunPeersTest.peer(temp, who, "perl", "setsid");
        Path project = peer.folder(RunPeer.PROJECT);
        Files.writeString(project.resolve("note"), "text\n");
        Files.setPosixFilePermissions(project.resolve("note"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.createSymbolicLink(project.resolve("link"), peer.base().resolve("beside/secret"));
        Files.writeString(project.resolve("escape.sh"), SCRIPT);
        Path beside = peer.folder("beside");
        Files.writeString(beside.resolve("secret"), "hush\n");
        Files.writeString(beside.resolve("open"), "as it is\n");
        Files.setPosixFilePermissions(beside.resolve("open"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.writeString(Files.createDirectories(peer.user().resolve(".ssh")).resolve("id"), "hush\n");
        ProcessBuilder sleeping = new ProcessBuilder(RunPeer.asNobody("sleep", "1000"));
        sleeping.environment().put("HIDDEN", "hushhush");
        Process sleeper = sleeping.start();
        try (ServerSocket tcp = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(beside.resolve("socket")));
            Files.setPosixFilePermissions(beside.resolve("socket"), PosixFilePermissions.fromString("rwxrwxrwx"));
            String[] script = {
                "sh",
                "escape.sh",
                peer.base().toString(),
                Long.toString(sleeper.pid()),
                Integer.toString(tcp.getLocalPort()),
                "boxed"
            };
            RunPeer.Ran ran = RunPeersTest.run(peer, project, script);
            assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(3);
            assertThat(ran.out().lines())
                    .as("each harmless twin succeeds, and nothing else")
                    .hasSize(ATTEMPTS)
                    .allMatch(line -> line.startsWith("stays-"));
            assertThat(ran.changes()).containsExactly("changed note", "created made");
            assertThat(ProcessHandle.allProcesses().flatMap(p -> p.info().commandLine().stream()))
                    .as("nothing survives its box")
                    .noneMatch(line -> line.contains("sleep 98765"));
            long attempts = succeedsOutside(peer, script);
            Shown.all(reporter, "attempts-held", attempts, "attempts to leave");
            RunPeersTest.right(reporter);
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    /** In no box and never as root, each attempt must succeed; returns how many there were. */
    private static long succeedsOutside(RunPeer peer, String... boxed) throws Exception {
        List<String> script = List.of(boxed).subList(0, boxed.length - 1);
        Path scratch = Files.createTempDirectory(peer.base(), "own");
        String inScratch = Files.readString(peer.folder(RunPeer.PROJECT).resolve("escape.sh"))
                .replace("/tmp/", scratch + "/");
        Path copy = Files.writeString(peer.base().resolve("escape.sh"), inScratch);
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
        String[] words = Stream.concat(
                        Stream.of("sh", copy.toString()), script.stream().skip(2))
                .toArray(String[]::new);
        RunPeer.Ran bare = peer.bareAsNobody(peer.folder(RunPeer.PROJECT), Map.of(), words);
        List<String> left =
                bare.out().lines().filter(line -> line.startsWith("leaves-")).toList();
        assertThat(left)
                .as("without a box the same attempts succeed: " + bare.out() + bare.err())
                .hasSize(ATTEMPTS);
        return left.size();
    }
}
