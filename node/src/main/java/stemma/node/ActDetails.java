package stemma.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import stemma.core.Act;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.JsonException;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Diff;
import stemma.sandbox.undo.Outlook;
import stemma.store.Objects;

/**
 * What exactly an act will do, for the person who is asked: read from the bytes its input digest
 * names, so that nothing is shown but what the approval is bound to. An act whose input is not kept
 * has no more to it than its target. Thread-safe.
 */
final class ActDetails implements Function<Act, String> {
    /** Changes that are written out; the rest is counted. */
    static final int CHANGES_SHOWN_MAX = 200;

    private static final Set<String> BOXED =
            Set.of(BoxSpec.EXEC_OP, BoxSpec.CONNECT_OP, BoxSpec.GIT_OP, BoxSpec.RUN_OP);

    private final Objects objects;
    private final Outlook outlook;
    private final Function<Act, Optional<ErasePlan>> erased;

    /**
     * Reads inputs from these objects.
     *
     * @param erased what an act of {@link Erasure#ERASE} would take away
     */
    ActDetails(Objects objects, Outlook outlook, Function<Act, Optional<ErasePlan>> erased) {
        this.objects = objects;
        this.outlook = outlook;
        this.erased = erased;
    }

    @Override
    public String apply(Act act) {
        String what = what(act);
        boolean boxed = BOXED.contains(act.op());
        if (boxed && what.isEmpty()) {
            return "";
        }
        boolean reaches =
                boxed && input(act).map(input -> !texts(input, "net").isEmpty()).orElse(false);
        String undo = row("afterwards", outlook.of(act, reaches));
        return what.isEmpty() ? undo : what + "\n" + undo;
    }

    private String what(Act act) {
        return switch (act.op()) {
            case BoxSpec.EXEC_OP, BoxSpec.CONNECT_OP, BoxSpec.GIT_OP, BoxSpec.RUN_OP ->
                input(act).map(ActDetails::command).orElse("");
            case Diff.APPLY_OP -> input(act).map(ActDetails::changes).orElse("");
            case BoxChanges.UNDO_OP ->
                input(act)
                        .map(input -> takenBack(act, input))
                        .orElseGet(() -> row("takes back what was applied to", act.target()));
            case "fs.read", "fs.write", "fs.edit" -> file(act);
            case "ledger.erase" ->
                erased.apply(act)
                        .map(plan -> row("erases", plan.goes()) + "\n" + row("leaves", ErasePlan.stays()))
                        .orElseGet(() -> row("erases", "something else by now: a yes counts for nothing, ask again"));
            default -> "";
        };
    }

    private static String takenBack(Act act, Json.Obj input) {
        String acts = String.join(", ", texts(input, "acts"));
        String then = input.find("then").orElse(Json.ofNull()) instanceof Json.Str(String digest)
                ? "content " + digest
                : "no such file";
        return row("takes back", "act " + acts) + "\n" + row("in", act.target()) + "\n" + row("leaves", then);
    }

    private Optional<Json.Obj> input(Act act) {
        try {
            return objects.get(act.inputDigest()).map(Json::parse).map(Json.Obj.class::cast);
        } catch (JsonException | ClassCastException e) {
            throw new IllegalStateException(
                    "the input " + act.inputDigest().hex() + " of an act of " + act.op() + " is not a JSON object", e);
        }
    }

    private static String command(Json.Obj input) {
        List<String> rows = new ArrayList<>();
        int number = 0;
        for (Json argument : input.array("argv").items()) {
            rows.add(row(number == 0 ? "runs" : "argument " + number, argument.text()));
            number++;
        }
        rows.add(row("starts in", input.string("cwd")));
        files(input).forEach(rows::add);
        rows.add(row("sees", input.string("folder") + " as a view; the folder itself stays as it is"));
        rows.add(row("of your home", names(input, "home", "nothing")));
        rows.add(row("reaches", names(input, "net", "no host")));
        rows.add(row("is given", names(input, "environment", "no variable of yours")));
        rows.add(row("uses", names(input, "caches", "no cache")));
        return String.join("\n", rows);
    }

    /** What the approval is bound to of the files that the command names. */
    private static List<String> files(Json.Obj input) {
        if (input.find("files").isEmpty()) {
            return List.of();
        }
        return input.array("files").items().stream()
                .map(Json.Obj.class::cast)
                .map(file -> row("with the file", file.string("path") + ", " + bound(file.string("content"))))
                .toList();
    }

    private static String bound(String content) {
        return content.length() == Digest.SIZE_BYTES * 2 ? "as it is now: " + content.substring(0, 16) : content;
    }

    private static String names(Json.Obj input, String member, String otherwise) {
        List<String> names = texts(input, member);
        return names.isEmpty() ? otherwise : String.join(", ", names);
    }

    private static List<String> texts(Json.Obj input, String member) {
        return input.array(member).items().stream()
                .map(item -> item instanceof Json.Str(String text) ? text : item.text())
                .toList();
    }

    private static String changes(Json.Obj input) {
        List<String> rows = new ArrayList<>();
        rows.add(row("applies run", input.string("box").replace('-', '.')));
        rows.add(row("to", input.string("folder")));
        List<Json> items = input.array("changes").items();
        items.stream()
                .map(Json.Obj.class::cast)
                .sorted(Comparator.comparing(item -> !runsLater(item)))
                .limit(CHANGES_SHOWN_MAX)
                .forEach(item -> rows.add(change(item)));
        if (items.size() > CHANGES_SHOWN_MAX) {
            rows.add("and " + (items.size() - CHANGES_SHOWN_MAX) + " more changes");
        }
        return String.join("\n", rows);
    }

    private static String change(Json.Obj item) {
        String size = item.find("bytes").isPresent() ? ", " + item.longNumber("bytes") + " bytes" : "";
        return row(item.string("action"), item.string("path") + size + (runsLater(item) ? ", runs later" : ""));
    }

    /** What somebody else will run is why a person is asked, so it comes first. */
    private static boolean runsLater(Json.Obj item) {
        return item.find("runsLater").isPresent();
    }

    private static String file(Act act) {
        String verb = act.op().equals("fs.read") ? "reads" : "writes";
        return row(verb, act.target()) + "\n" + row("which is now", size(Path.of(act.target())));
    }

    private static String size(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .size() + " bytes";
        } catch (IOException e) {
            return "not there";
        }
    }

    private static String row(String name, String value) {
        return String.format("%-14s %s", name, value);
    }
}
