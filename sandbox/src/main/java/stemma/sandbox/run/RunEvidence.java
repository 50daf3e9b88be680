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

    private final Set<String> allowed = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private long processes;

    synchronized void saw(BoxEvent event) {
        switch (event) {
            case BoxEvent.HostAsked host when host.allowed() -> add(allowed, host.host().toString());
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

    synchronized Json.Obj facts(RunningBox box, BoxExit exit, Diff diff, String granted, Tail tail) {
        return Json.object()
                .put("exit", exit.exitCode())
                .put("cause", exit.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("view", box.viewKind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("folder", diff.folder().toString())
                .put("granted", granted)
                .put("hosts", texts(allowed))
                .put("hostsRefused", texts(refused))
                .put("processesSeen", processes)
                .put("changes", diff.noticed().size())
                .put("ignored", diff.changes().size() - diff.noticed().size())
                .put("paths", paths(diff))
                .put("notes", texts(box.notes()))
                .put("outputBytes", tail.written())
                .build();
    }

    private static Json paths(Diff diff) {
        List<String> lines = new ArrayList<>();
        for (Change change : diff.noticed()) {
            if (lines.size() == PATHS_MAX) {
                break;
            }
            lines.add(change.action().name().toLowerCase(Locale.ROOT) + " " + change.path());
        }
        return texts(lines);
    }

    private static Json texts(Collection<String> texts) {
        List<Json> items = new ArrayList<>();
        for (String text : texts) {
            items.add(Json.of(text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX - 1) + "…"));
        }
        return Json.array(items);
    }
}
