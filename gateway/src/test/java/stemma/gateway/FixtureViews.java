package stemma.gateway;

import java.util.List;
import stemma.core.Json;
import stemma.core.Param;

/** The shapes a node shows, for {@link FixtureNode}. */
final class FixtureViews {
    private FixtureViews() {}

    record ById(@Param(value = "the act id", position = 0) String id) {}

    record Limited(
            @Param(value = "how many at most", byDefault = "50")
            int limit) {}

    record ActQuery(
            @Param(value = "words to look for", byDefault = "")
            String query,

            @Param(value = "how many at most", byDefault = "50")
            int limit,

            @Param(value = "only acts before this one", byDefault = "")
            String before) {}

    record Counted(
            @Param(value = "how many", byDefault = "20") int count) {}

    record Indexed(@Param("the log index") long index) {}

    record Wanted(
            @Param("what is wanted") String text,
            @Param("the folder") String dir,

            @Param(value = "a plan template", byDefault = "")
            String template) {}

    record Explain(
            @Param("the op") String op,
            @Param("the target") String target,

            @Param(value = "who", byDefault = "operator:cli")
            String actor,

            @Param(value = "how far it is trusted", byDefault = "operator")
            String trust) {}

    record Settle(
            @Param("the run") String id,

            @Param(value = "only these paths", byDefault = "")
            List<String> paths) {}

    record Because(@Param("why") String reason) {}

    record Status(
            String name,
            String key,
            String version,
            String state,
            long uptimeMillis,
            String posture,
            String sandbox,
            String model,
            String purseName,
            String purseLeft,
            int activeGoals,
            int openApprovals,
            long acts,
            long checkpointSize,
            String checkpointRoot) {}

    record Step(
            int number,
            String title,
            String state,
            long startedMillis,
            long endedMillis,
            List<String> receipts,
            String summary) {}

    record Goal(
            String id,
            String text,
            String dir,
            String template,
            String planner,
            String state,
            long createdMillis,
            long endedMillis,
            String message,
            List<Step> steps,
            String report) {}

    record Goals(List<Goal> goals) {}

    record Parameter(String name, String type, String summary, boolean required) {}

    record Template(String name, String summary, List<Parameter> parameters, String example) {}

    record Templates(List<Template> templates) {}

    record Approval(
            String id,
            String op,
            String target,
            String actor,
            String trust,
            List<String> sources,
            String rule,
            String reason,
            long askedMillis,
            long expiresMillis,
            String state,
            String estimate,
            String detail) {}

    record Approvals(List<Approval> approvals) {}

    record Act(
            String id,
            String op,
            String target,
            String actor,
            String trust,
            List<String> sources,
            String rule,
            String ending,
            String note,
            String spentText,
            long startedMillis,
            long endedMillis,
            long index,
            String inputDigest,
            String outputDigest,
            Json evidence) {}

    record Acts(List<Act> acts, boolean more) {}

    record Line(long index, long atMillis, String kind, String id, String text) {}

    record Tail(List<Line> entries) {}

    record Entry(long index, String leafHash, String entry) {}

    record Verified(boolean sound, long size, String root, long checkpointSize, long firstBad, String message) {}

    record Proof(String proof) {}

    record Checkpoint(String note, long size, String root) {}

    record Rule(int index, String verdict, String text, String source) {}

    record Rules(String posture, List<Rule> rules) {}

    record Considered(String rule, boolean matched, String why) {}

    record Explained(String verdict, String rule, String reason, List<Considered> considered) {}

    record Host(String host, boolean allowed) {}

    record Change(String kind, String path, String from, List<String> flags, long size) {}

    record Run(
            String id,
            String command,
            String folder,
            String state,
            int exitCode,
            long startedMillis,
            long endedMillis,
            String view,
            List<Host> hosts,
            List<Change> changes,
            String outputTail) {
        Run in(String next) {
            return new Run(
                    id, command, folder, next, exitCode, startedMillis, endedMillis, view, hosts, changes, outputTail);
        }
    }

    record Runs(List<Run> runs) {}

    record File(String path, String outcome, String reason) {}

    record Settled(String id, List<File> files) {}

    record Halted(boolean halted, String reason) {}

    record Check(String name, String state, String detail, String mend) {}

    record Doctor(List<Check> checks, String strength) {}

    record Setting(String name, String value, String source) {}

    record Settings(String home, String configFile, List<Setting> settings) {}
}
