package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node under strace: each process it starts, each connection and each write outside its home
 * belongs to a receipt, or is on the pinned list below. What a boxed command's own descendants do is
 * covered by the receipt of its run.
 */
final class NothingUnseenTest {
    private static final String CALLS = "process,network,openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,"
            + "mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,fchownat,mknod,mknodat";
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
            "mknodat");

    /** Programs that the node may start without an act, each with the reason. */
    private static final Map<String, String> PROGRAMS = new TreeMap<>(Map.of(
            ".*/lib/jspawnhelper", "the JVM's own helper, which becomes the program that was asked for",
            "/usr/bin/uname|/bin/uname", "the SQLite driver asks once a start whether this is Android"));

    /** Programs that an act of running a command starts around the command. */
    private static final Map<String, String> BOX_PROGRAMS = new TreeMap<>(Map.of(
            ".*/(ba|da)?sh", "sets limits and hands over descriptors",
            ".*/bwrap", "makes the box",
            ".*/setpriv", "drops the uid when the node is root",
            ".*/unshare", "makes the user namespace whose id map the folder is mounted with",
            ".*/(mount|fuse-overlayfs|cp)", "lays the view of the folder"));

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

    @TempDir
    Path folder;

    @Test
    void aRunStartsNothingButItsBox() throws Exception {
        List<String> unseen = unseen("run", "--", "sh", "-c", "echo x > made");
        assertThat(unseen).isEmpty();
    }

    @Test
    void readingTheLogStartsNothing() throws Exception {
        List<String> unseen = unseen("log", "verify");
        assertThat(unseen).isEmpty();
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
        assertThat(unseen(Trace.read(seen), home, false)).isNotEmpty().allMatch(call -> call.contains("elsewhere"));
    }

    private List<String> unseen(String... verb) throws Exception {
        Needs.strace();
        Path seen = folder.resolve("trace");
        NodeHome home = NodeHome.in(folder.resolve("node"));
        Said said = home.under(Trace.words(seen, CALLS)).verb(verb);
        assertThat(said.code()).as(said.all()).isZero();
        Trace trace = Trace.read(seen);
        assertThat(trace.calls()).hasSizeGreaterThan(100);
        boolean ran = home.verb("act", "list").out().contains("proc.run");
        assertThat(ran).isEqualTo(verb[0].equals("run"));
        return unseen(trace, home, ran);
    }

    /** Every call that neither a receipt nor a list explains. */
    private static List<String> unseen(Trace trace, NodeHome home, boolean boxed) {
        Set<Integer> own = trace.ownThreads();
        Set<Integer> children = trace.children(own);
        List<String> unseen = new ArrayList<>();
        boolean first = true;
        for (Trace.Call call : trace.calls()) {
            boolean node = own.contains(call.thread());
            if (call.failed() || (!node && !children.contains(call.thread()))) {
                continue;
            }
            if (call.name().startsWith("execve")) {
                boolean itself = first && node;
                first = false;
                String program = call.quoted().getFirst();
                if (!itself && !known(program, PROGRAMS, home) && !(boxed && known(program, BOX_PROGRAMS, home))) {
                    unseen.add(call.toString());
                }
            } else if (node && call.name().equals("connect")) {
                unseen.add(call.toString());
            } else if (node && changes(call) && !written(call, home, boxed)) {
                unseen.add(call.toString());
            }
        }
        return unseen;
    }

    private static boolean changes(Trace.Call call) {
        boolean opens = call.name().equals("openat") || call.name().equals("open");
        return opens
                ? call.arguments().matches(".*\\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\\b.*")
                : CHANGES.contains(call.name());
    }

    private static boolean written(Trace.Call call, NodeHome home, boolean boxed) {
        for (String name : call.quoted()) {
            Path path = place(call, name).normalize();
            boolean allowed = path.startsWith(home.home())
                    || known(path.toString(), WRITES, home)
                    || (boxed && known(path.toString(), BOX_WRITES, home));
            if (!allowed) {
                return false;
            }
        }
        return true;
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
