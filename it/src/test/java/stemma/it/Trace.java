package stemma.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace saw, one call a line, in the order in which the calls ended.
 *
 * @param calls with the halves of interrupted calls put together
 */
record Trace(List<Call> calls) {
    /** The words to put before a command, so that strace writes what it sees to the file. */
    static String[] words(Path file, String filter) {
        return new String[] {
            "strace",
            "-f",
            "-qq",
            "-y",
            "-s",
            "4096",
            "-e",
            "trace=" + filter,
            "-e",
            "signal=none",
            "-o",
            file.toString()
        };
    }

    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)");
    private static final String UNFINISHED = " <unfinished ...>";
    private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*?)\\)\\s+= (.*)");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");

    /**
     * One call.
     *
     * @param thread the kernel's number of who called
     * @param result what follows the equals sign
     */
    record Call(int thread, String name, String arguments, String result) {
        boolean failed() {
            return result.startsWith("-1") || result.startsWith("?");
        }

        List<String> quoted() {
            return QUOTED.matcher(arguments)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        @Override
        public String toString() {
            return thread + " " + name + "(" + arguments + ") = " + result;
        }
    }

    static Trace read(Path file) {
        Map<String, String> begun = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (String line : NodeHome.text(file).split("\n")) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                continue;
            }
            String thread = parts.group(1);
            String text = parts.group(2);
            if (text.endsWith(UNFINISHED)) {
                begun.put(thread, text.substring(0, text.length() - UNFINISHED.length()));
                continue;
            }
            Matcher resumed = RESUMED.matcher(text);
            String whole = resumed.matches() ? begun.getOrDefault(thread, "") + resumed.group(2) : text;
            Matcher call = CALL.matcher(whole);
            if (call.matches()) {
                calls.add(new Call(Integer.parseInt(thread), call.group(1), call.group(2), call.group(3)));
            }
        }
        return new Trace(List.copyOf(calls));
    }

    /** The threads of the process that made the first call; not its child processes. */
    Set<Integer> ownThreads() {
        Set<Integer> own = new HashSet<>();
        own.add(calls.getFirst().thread());
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Call call : calls) {
                boolean thread = own.contains(call.thread())
                        && call.name().startsWith("clone")
                        && call.arguments().contains("CLONE_THREAD")
                        && !call.failed();
                grew |= thread && own.add(Integer.parseInt(call.result().split(" ")[0]));
            }
        }
        return own;
    }

    /** The processes that these threads started. */
    Set<Integer> children(Set<Integer> threads) {
        Set<Integer> children = new HashSet<>();
        for (Call call : calls) {
            boolean starts = threads.contains(call.thread())
                    && (call.name().startsWith("clone") || call.name().endsWith("fork"))
                    && !call.arguments().contains("CLONE_THREAD")
                    && !call.failed();
            if (starts) {
                children.add(Integer.parseInt(call.result().split(" ")[0]));
            }
        }
        return children;
    }
}
