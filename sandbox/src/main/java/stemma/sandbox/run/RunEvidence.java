package stemma.sandbox.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import stemma.core.Json;
import stemma.sandbox.BoxEvent;
import stemma.sandbox.BoxExit;
import stemma.sandbox.Change;
import stemma.sandbox.Diff;
import stemma.sandbox.RunningBox;

/** What a run's receipt says about it: the facts that were seen, each list bounded. Thread-safe. */
final class RunEvidence {
    static final int PATHS_MAX = 60;
    static final int HOSTS_MAX = 40;
    private static final int TEXT_CHARS_MAX = 120;
    /** Of each list, as JSON; together they stay below what a receipt takes. */
    static final int PATHS_BYTES_MAX = 6 * 1024;

    static final int LIST_BYTES_MAX = 2 * 1024;
    static final int FOLDER_CHARS_MAX = 400;

    private final Set<String> allowed = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private long processes;

    synchronized void saw(BoxEvent event) {
        switch (event) {
            case BoxEvent.HostAsked host
            when host.allowed() -> add(allowed, host.host().toString());
            case BoxEvent.HostAsked host -> add(refused, host.host().toString());
            case BoxEvent.ProcessSeen process -> processes++;
            case BoxEvent.FileTouched file -> {}
            case BoxEvent.Dropped dropped -> {}
        }
    }

    private static void add(Set<String> hosts, String host) {
        if (hosts.size() < HOSTS_MAX) {
            hosts.add(host);
        }
    }

    synchronized Json.Obj facts(RunningBox box, BoxExit exit, Diff diff, String granted, Json.Obj printed) {
        return Json.object()
                .put("exit", exit.exitCode())
                .put("cause", exit.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("view", box.viewKind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("strength", box.viewKind().strength().word())
                .put("folder", cut(diff.folder().toString(), FOLDER_CHARS_MAX))
                .put("granted", cut(granted, FOLDER_CHARS_MAX))
                .put("hosts", texts(allowed, LIST_BYTES_MAX))
                .put("hostsRefused", texts(refused, LIST_BYTES_MAX))
                .put("processesSeen", processes)
                .put("changes", diff.changes().size())
                .put("paths", paths(diff))
                .put("notes", texts(box.notes(), LIST_BYTES_MAX))
                .put("output", printed)
                .build();
    }

    private static Json paths(Diff diff) {
        List<String> lines = new ArrayList<>();
        for (Change change : diff.changes()) {
            if (lines.size() == PATHS_MAX) {
                break;
            }
            lines.add(change.action().name().toLowerCase(Locale.ROOT) + " " + change.path());
        }
        return texts(lines, PATHS_BYTES_MAX);
    }

    /** As many of the texts as fit. */
    static Json texts(Collection<String> texts, int bytesMax) {
        List<Json> items = new ArrayList<>();
        int bytes = 0;
        for (String text : texts) {
            Json item = Json.of(cut(text, TEXT_CHARS_MAX));
            bytes += item.canonical().length + 1;
            if (bytes > bytesMax) {
                break;
            }
            items.add(item);
        }
        return Json.array(items);
    }

    /** The text, or its beginning; never half of a character. */
    static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 2)) ? charsMax - 2 : charsMax - 1;
        return text.substring(0, end) + "…";
    }
}
