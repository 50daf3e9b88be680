package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node under strace: each process it starts, each connection and each write outside its home
 * belongs to a receipt, or is on the pinned list below. What a boxed command's own descendants do is
 * covered by the receipt of its run.
 */
final class NothingUnseenTest {
    private static final String CALLS =
            "process,network,openat,openat2,open,creat,rename,renameat,renameat2,unlink,unlinkat,"
                    + "mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,fchownat,mknod,mknodat,"
                    + "utimensat,setxattr,lsetxattr,removexattr,lremovexattr";
    private static final Set<String> CHANGES = Set.of(
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "mkdir",
            "mkdirat",
            "rmdir",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "truncate",
            "chmod",
            "fchmodat",
            "chown",
            "fchownat",
            "creat",
            "mknod",
            "mknodat",
            "utimensat",
            "setxattr",
            "lsetxattr",
            "removexattr",
            "lremovexattr");

    /** Programs that the node may start without an act, each with the reason. */
    private static final Map<String, String> PROGRAMS = new TreeMap<>(
            Map.of(".*/lib/jspawnhelper", "the JVM's own helper, which becomes the program that was asked for"));

    /** Programs that an act of running a command starts around the command. */
    private static final Map<String, String> BOX_PROGRAMS = new TreeMap<>(Map.of(
            ".*/(ba|da)?sh", "has the overlays mounted, or becomes the command",
            ".*/bwrap", "makes the box",
            ".*/unshare", "makes the user namespace of the overlays, or whose id map the folder is mounted with",
            ".*/mount", "lays the view of the folder, for a node that is not root"));

    /** Writes outside the home that belong to no act, each with the reason. */
    private static final Map<String, String> WRITES = new TreeMap<>(Map.of(
            "/proc/self/coredump_filter", "the JVM keeps its own heap out of core dumps",
            "/dev/(null|tty|ptmx|random|urandom)", "no file",
            "STATE/stemma(/.*\\.checkpoint(\\.next)?)?|STATE", "the client remembers the last checkpoint it saw"));

    /** Writes outside the home that an act of running a command makes before the command starts. */
    private static final Map<String, String> BOX_WRITES = new TreeMap<>(Map.of(
            "/proc/\\d+/(uid_map|gid_map|setgroups)", "the id map of the box",
            "/mnt/.*|/mnt", "mount points in a mount namespace of the box's own, on a file system in memory",
            "/sys/fs/cgroup/.*", "the control group of the box"));

    /**
     * What the node did to the world.
     *
     * @param unseen the calls among them that neither a receipt nor a list explains
     */
    private record Effects(int programs, int connections, int writesOutside, List<String> unseen) {
        void shown(TestReporter reporter) {
            assertThat(unseen).isEmpty();
            Shown.all(reporter, "programs-matched", programs, "program starts");
            Shown.all(reporter, "connections-matched", connections, "connections");
            Shown.all(reporter, "writes-matched", writesOutside, "writes outside the home");
        }
    }

    @TempDir
    Path folder;

    @Test
    void aRunStartsNothingButItsBox(TestReporter reporter) throws Exception {
        effects("run", "--", "sh", "-c", "echo x > made").shown(reporter);
    }

    @Test
    void readingTheLogStartsNothing(TestReporter reporter) throws Exception {
        effects("log", "verify").shown(reporter);
    }

    /** The list is short because it is exact: a write that no act made is found. */
    @Test
    void aWriteOutsideIsFound() throws Exception {
        Needs.strace();
        Path seen = folder.resolve("trace");
        NodeHome home = NodeHome.in(folder.resolve("node"));
        Said said = home.with("XDG_STATE_HOME", folder.resolve("node/elsewhere").toString())
                .under(Trace.words(seen, CALLS))
                .verb("log", "tail");
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(effects(Trace.read(seen), home, false).unseen())
                .isNotEmpty()
                .allMatch(call -> call.contains("elsewhere"));
    }

    /** Each kind of call that must not pass, beside those that may. */
    @Test
    void eachKindOfUnseenEffectIsFound(TestReporter reporter) throws Exception {
        Path seen = folder.resolve("trace");
        NodeHome home = NodeHome.in(folder.resolve("node"));
        String inside = home.home().resolve("x").toString();
        List<String> hidden = List.of(
                "connect(5<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(443)}, 16) = 0",
                "connect(5<TCP:[1]>, {sa_family=AF_INET6, sin6_port=htons(443)}, 28) = -1 EINPROGRESS (Now)",
                "sendto(6<UDP:[2]>, \"x\", 1, 0, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 1",
                "sendmmsg(6<UDP:[2]>, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53)}}}], 1, 0) = 1",
                "openat(AT_FDCWD</>, \"/etc/x\", O_RDWR) = 7</etc/x>",
                "openat(AT_FDCWD</>, \"/proc/self/fd/7\", O_WRONLY) = 8</etc/x>",
                "openat2(AT_FDCWD</>, \"/etc/x\", {flags=O_WRONLY|O_CREAT}, 24) = 7</etc/x>",
                "rename(\"" + inside + "\", \"/etc/x\") = 0",
                "renameat2(3<" + home.home() + ">, \"x\", 3</etc>, \"../../../../../../../etc/x\", 0) = 0",
                "unlink(\"/etc/x\") = 0",
                "chmod(\"" + home.home() + "/../../x\", 0600) = 0",
                "execve(\"/usr/bin/uname\", [\"uname\"], 0x7 /* 1 var */) = 0");
        List<String> harmless = List.of(
                "connect(5<UNIX:[3]>, {sa_family=AF_UNIX, sun_path=\"/run/nscd\"}, 110) = -1 ENOENT (None)",
                "openat(AT_FDCWD</>, \"/etc/x\", O_RDONLY|O_CLOEXEC) = 7</etc/x>",
                "openat(AT_FDCWD</>, \"/etc/x\", O_RDWR) = -1 EACCES (Permission denied)",
                "openat(AT_FDCWD</>, \"/proc/self/fd/7\", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 8<pipe:[9]>",
                "rename(\"" + inside + "\", \"" + inside + ".next\") = 0",
                "sendto(6<TCP:[2]>, \"x\", 1, 0, NULL, 0) = 1");
        List<String> lines = new ArrayList<>(List.of("execve(\"/usr/bin/java\", [\"java\"], 0x7 /* 1 var */) = 0"));
        lines.addAll(hidden);
        lines.addAll(harmless);
        Files.writeString(seen, "10 " + String.join("\n10 ", lines) + "\n");
        List<String> found = effects(Trace.read(seen), home, false).unseen();
        assertThat(found).hasSameSizeAs(hidden);
        for (int i = 0; i < hidden.size(); i++) {
            assertThat(found.get(i)).isEqualTo("10 " + hidden.get(i));
        }
        Shown.all(reporter, "planted-effects-found", found.size(), "planted calls");
    }

    private Effects effects(String... verb) throws Exception {
        Needs.strace();
        Path seen = folder.resolve("trace");
        NodeHome home = NodeHome.in(folder.resolve("node"));
        Said said = home.under(Trace.words(seen, CALLS)).verb(verb);
        assertThat(said.code()).as(said.all()).isZero();
        Trace trace = Trace.read(seen);
        assertThat(trace.calls()).hasSizeGreaterThan(100);
        boolean ran = home.verb("act", "list").out().contains("proc.run");
        assertThat(ran).isEqualTo(verb[0].equals("run"));
        return effects(trace, home, ran);
    }

    /** Counts every call that changes something, and keeps those that nothing explains. */
    private static Effects effects(Trace trace, NodeHome home, boolean boxed) {
        Set<Integer> own = trace.ownThreads();
        Set<Integer> children = trace.children(own);
        List<String> unseen = new ArrayList<>();
        boolean first = true;
        int programs = 0;
        int connections = 0;
        int writes = 0;
        for (Trace.Call call : trace.calls()) {
            boolean node = own.contains(call.thread());
            if (node && reaches(call)) {
                connections++;
                unseen.add(call.toString());
            }
            if (call.failed() || (!node && !children.contains(call.thread()))) {
                continue;
            }
            if (call.name().startsWith("execve")) {
                boolean itself = first && node;
                first = false;
                programs += itself ? 0 : 1;
                String program = call.quoted().getFirst();
                if (!itself && !known(program, PROGRAMS, home) && !(boxed && known(program, BOX_PROGRAMS, home))) {
                    unseen.add(call.toString());
                }
            } else if (node && changes(call)) {
                writes += places(call).stream().allMatch(place -> place.startsWith(home.home())) ? 0 : 1;
                if (!written(call, home, boxed)) {
                    unseen.add(call.toString());
                }
            }
        }
        return new Effects(programs, connections, writes, unseen);
    }

    /**
     * A connection that was only begun counts, for one that does not block always seems to fail; a Unix
     * socket that is not there does not.
     */
    private static boolean reaches(Trace.Call call) {
        boolean names = call.arguments().contains("sa_family=");
        boolean absent = call.failed() && call.arguments().contains("sa_family=AF_UNIX");
        return names && !absent && (call.name().equals("connect") || call.name().startsWith("send"));
    }

    private static boolean changes(Trace.Call call) {
        boolean opens = call.name().startsWith("open");
        boolean pipe = call.toString().matches(".* = \\d+<pipe:\\[\\d+]>");
        return opens
                ? !pipe && call.arguments().matches(".*\\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\\b.*")
                : CHANGES.contains(call.name());
    }

    private static boolean written(Trace.Call call, NodeHome home, boolean boxed) {
        for (Path path : places(call)) {
            boolean allowed = path.startsWith(home.home())
                    || known(path.toString(), WRITES, home)
                    || (boxed && known(path.toString(), BOX_WRITES, home));
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** Where it changes something; what a new symbolic link says is its content and no place. */
    private static List<Path> places(Trace.Call call) {
        long contents = call.name().startsWith("symlink") ? 1 : 0;
        return call.quoted().stream()
                .skip(contents)
                .map(name -> place(call, name).normalize())
                .toList();
    }

    /** A name beside an open folder is told from that folder, which strace shows in angle brackets. */
    private static Path place(Trace.Call call, String name) {
        int open = call.arguments().indexOf('<');
        int close = call.arguments().indexOf('>');
        return open < 0 || close < open
                ? Path.of(name)
                : Path.of(call.arguments().substring(open + 1, close)).resolve(name);
    }

    private static boolean known(String name, Map<String, String> list, NodeHome home) {
        return list.keySet().stream()
                .anyMatch(pattern ->
                        name.matches(pattern.replace("STATE", home.state().toString())));
    }
}
