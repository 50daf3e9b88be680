package stemma.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.policy.shell.ShellFile;

/**
 * A file that a redirection opens, as the act that opening it would be.
 *
 * @param act empty when the path is not known
 * @param stream whether it is one of the streams that every program has
 * @param harmless whether it is only read, and is a file
 * @param why it cannot be allowed, one clause
 */
record OpenedFile(Optional<Act> act, boolean stream, boolean harmless, String why) {
    private static final Set<String> STREAMS =
            Set.of("/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/zero");

    /** Works out which file that is; a relative path begins at the folder granted to the actor. */
    static OpenedFile of(Subject subject, Places places) {
        ShellFile file = subject.part().file().orElseThrow();
        String text = file.path().text();
        boolean stream = file.path().known() && (STREAMS.contains(text) || text.matches("/dev/fd/\\d+"));
        Optional<String> path = path(file, subject, places);
        boolean network = path.filter(p -> p.startsWith("/dev/tcp/") || p.startsWith("/dev/udp/"))
                .isPresent();
        String what = file.written() ? "no rule lets this actor write " : "it cannot be said what is read from ";
        return new OpenedFile(
                path.map(p -> opening(subject.act(), file.written(), p)),
                stream,
                !file.written() && path.isPresent() && !network,
                what + text + " by a redirection");
    }

    private static Act opening(Act act, boolean written, String path) {
        return new Act(
                written ? "fs.write" : "fs.read",
                path,
                act.inputDigest(),
                act.actor(),
                act.provenance(),
                act.purse(),
                act.estimate(),
                act.deadlineMillis(),
                act.spends());
    }

    private static Optional<String> path(ShellFile file, Subject subject, Places places) {
        return written(file, subject, places).filter(path -> path.length() <= Act.TARGET_CHARS_MAX);
    }

    private static Optional<String> written(ShellFile file, Subject subject, Places places) {
        String text = file.path().text();
        if (text.startsWith("~/") && text.matches("[A-Za-z0-9_./~-]+")) {
            return Optional.of(resolved(places.home() + text.substring(1)));
        }
        if (!file.path().known() || text.isEmpty() || text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return text.startsWith("/")
                ? Optional.of(resolved(text))
                : subject.folder(Reach.NARROW).map(folder -> resolved(folder + "/" + text));
    }

    private static String resolved(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }
}
