package stemma.node;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Permit;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.ledger.dag.Dag;
import stemma.ledger.dag.Descent;
import stemma.ledger.dag.Lineage;
import stemma.ledger.table.Acts;
import stemma.policy.RulesInForce;
import stemma.sandbox.run.OutputFolder;
import stemma.sandbox.undo.KeptContent;
import stemma.store.Objects;

/**
 * Takes content away that the node keeps and leaves what proves it was there. A goal goes with all that
 * came of it; an act with the objects that tell of it; and with both what was kept of the acts themselves.
 * Thread-safe.
 */
final class Erasure {
    /** Erases what its input lists; the target is the id that was named. */
    static final Op<ErasePlan, ErasePlan> ERASE = Op.effect("ledger.erase");

    private final Dag dag;
    private final Lineage lineage;
    private final Acts acts;
    private final Objects objects;
    private final KeptContent undo;
    private final OutputFolder outputs;
    private final Supplier<Digest> rules;

    /**
     * Erases from these.
     *
     * @param rules the digest of those in force, which stay
     */
    Erasure(
            Dag dag,
            Lineage lineage,
            Acts acts,
            Objects objects,
            KeptContent undo,
            OutputFolder outputs,
            Supplier<Digest> rules) {
        this.dag = dag;
        this.lineage = lineage;
        this.acts = acts;
        this.objects = objects;
        this.undo = undo;
        this.outputs = outputs;
        this.rules = rules;
    }

    static Erasure of(
            Descents descents, Acts acts, Objects objects, KeptContent undo, OutputFolder outputs, RulesInForce rules) {
        return new Erasure(
                descents.dag(),
                descents.lineage(),
                acts,
                objects,
                undo,
                outputs,
                () -> rules.current().digest());
    }

    /** Performs {@link #ERASE}; done again it does what a crash left undone. */
    Done<ErasePlan> perform(ErasePlan plan, Permit permit) {
        permit.spend(new Effect(ERASE.name(), plan.id(), plan.digest()));
        dag.erase(plan.objects().stream().map(Descent::id).toList(), permit.id());
        plan.kept().forEach(objects::remove);
        plan.undo().forEach(undo::remove);
        plan.printed().forEach(outputs::remove);
        return Done.of(plan)
                .evidence(Json.object()
                        .put("kept", plan.kept().size())
                        .put("objects", plan.objects().size())
                        .put("printed", plan.printed().size())
                        .put("undo", plan.undo().size())
                        .build());
    }

    /**
     * What erasing this would take away now.
     *
     * @throws Refusal when nothing is known under the id, it is still at work, or nothing of it is left
     */
    ErasePlan plan(String id) {
        Optional<ActId> act = id.indexOf('.') >= 0 ? Optional.of(ActId.given(id)) : Optional.empty();
        List<Descent> found = act.map(lineage::of).orElseGet(() -> lineage.named(id));
        Set<ActId> told = lineage.acts(found);
        act.ifPresent(one -> {
            told.add(one);
            acts.done(Actor.goal(one)).forEach(receipt -> told.add(receipt.id()));
        });
        Set<Digest> kept = new LinkedHashSet<>();
        Set<Digest> sealed = new LinkedHashSet<>();
        told.forEach(one -> left(one, kept, sealed));
        ErasePlan plan = new ErasePlan(
                id,
                found.stream().filter(object -> object.erased().isEmpty()).toList(),
                List.copyOf(kept),
                List.copyOf(sealed),
                told.stream().filter(one -> outputs.find(one).isPresent()).toList());
        if (plan.empty()) {
            throw none(id, found);
        }
        return plan;
    }

    /** What an act of {@link #ERASE} would take away; empty when that is no longer what it was asked for. */
    Optional<ErasePlan> meant(Act act) {
        try {
            return Optional.of(plan(act.target())).filter(plan -> plan.digest().equals(act.inputDigest()));
        } catch (Refusal gone) {
            return Optional.empty();
        }
    }

    private static Refusal none(String id, List<Descent> found) {
        String why = found.stream()
                .flatMap(object -> object.erased().stream())
                .findFirst()
                .map(by -> id + " was erased already, by act " + by)
                .orElse("nothing is kept of " + id + " but the log's own entries, which nothing erases");
        return new Refusal(Refusal.Kind.NOT_FOUND, why);
    }

    private void left(ActId id, Set<Digest> kept, Set<Digest> sealed) {
        if (!(acts.entry(id).orElse(null) instanceof Receipt receipt)) {
            return;
        }
        Act act = receipt.act();
        receipt.output().ifPresent(kept::add);
        kept.add(act.inputDigest());
        kept.removeIf(
                digest -> digest.equals(rules.get()) || lineage.find(digest).isPresent() || !objects.holds(digest));
        for (String member : List.of("before", "after")) {
            if (receipt.evidence().find(member).orElse(Json.ofNull()) instanceof Json.Str(String hex)) {
                content(hex).filter(undo::holds).ifPresent(sealed::add);
            }
        }
    }

    private static Optional<Digest> content(String hex) {
        try {
            return Optional.of(Digest.parse(hex));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
