package stemma.ledger.dag;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import stemma.core.Auth;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.ledger.table.Projector;

/** What can be asked of the objects. */
public final class DagOperations {
    private final Lineage lineage;
    private final Dag dag;
    private final Projector projector;

    public DagOperations(Lineage lineage, Dag dag, Projector projector) {
        this.lineage = lineage;
        this.dag = dag;
        this.projector = projector;
    }

    record NameInput(
            @Param(
                    value = "an act's or a goal's id such as 3.41, or six or more digits of an object's name",
                    position = 0)
            String id) {}

    /**
     * A drawing of descent; without lines when no object tells of the act.
     *
     * @param size objects in all
     * @param root that stands for all of them
     */
    record Drawn(String id, List<Drawing.Line> lines, long size, String root) {}

    /** An object with its content; {@code content} is empty when it is erased or lost. */
    record Content(String id, String kind, long index, String state, String content) {}

    /** Every operation of this package, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<DagOperations> live) {
        return List.of(
                new Operation<>(
                        "log.dag",
                        "Draw what a goal, act, plan or any object came from",
                        NameInput.class,
                        Drawn.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().draw(input),
                        DagOperations::text),
                new Operation<>(
                        "log.object",
                        "Show one object as it was committed to",
                        NameInput.class,
                        Content.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().object(input),
                        DagOperations::text));
    }

    private Drawn draw(NameInput input) throws InterruptedException {
        projector.settle();
        List<Descent> heads = Lineage.heads(lineage.named(input.id()));
        DagRoot root = lineage.root();
        return new Drawn(
                input.id(),
                new Drawing(lineage, dag).of(heads),
                root.size(),
                root.hash().hex());
    }

    private Content object(NameInput input) throws InterruptedException {
        projector.settle();
        List<Descent> found = lineage.named(input.id());
        if (found.isEmpty()) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, none(input.id()));
        }
        if (found.size() != 1) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT,
                    found.size() + " objects belong to " + input.id() + "; stemma log dag " + input.id()
                            + " lists them");
        }
        Descent object = found.getFirst();
        return switch (dag.find(object.id())) {
            case Kept.Whole(DagObject whole) ->
                shown(object, "kept", Json.parse(whole.content()).text());
            case Kept.Erased erased ->
                throw new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "object " + DagItem.brief(object.id()) + " (" + object.kind() + ") was erased by act "
                                + erased.by() + "; its commitment stays in entry " + object.index());
            case Kept.Lost lost ->
                throw new Refusal(
                        Refusal.Kind.UNAVAILABLE,
                        "object " + DagItem.brief(object.id())
                                + " is missing or damaged; stemma log verify names what is"
                                + " wrong, and a backup may hold it");
        };
    }

    private static Content shown(Descent object, String state, String content) {
        Digest id = object.id();
        return new Content(id.hex(), object.kind(), object.index(), state, content);
    }

    private static String none(String id) {
        return "no object tells of act " + id
                + "; objects are kept of goals, their plans, messages, findings and answers, and of rules";
    }

    private static String text(Drawn drawn) {
        if (drawn.lines().isEmpty()) {
            return none(drawn.id());
        }
        return drawn.lines().stream().map(Drawing::text).collect(Collectors.joining("\n")) + "\n\n" + drawn.size()
                + " objects in all, root " + drawn.root();
    }

    private static String text(Content object) {
        return "object     " + object.id() + "\nentry      " + object.index() + "\n" + object.content();
    }
}
