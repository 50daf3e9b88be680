package stemma.mind.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import stemma.mind.GoalRequest;
import stemma.mind.Plan;
import stemma.mind.PlanResult;
import stemma.mind.Planner;
import stemma.mind.Step;
import stemma.mind.survey.CompareStep;
import stemma.mind.survey.DependencyStep;
import stemma.mind.survey.HistoryStep;
import stemma.mind.survey.HygieneStep;
import stemma.mind.survey.LedgerStep;
import stemma.mind.survey.RiskStep;
import stemma.mind.survey.SizeStep;
import stemma.mind.survey.Stock;
import stemma.mind.survey.StockStep;
import stemma.mind.survey.SummaryStep;
import stemma.mind.survey.TryStep;
import stemma.mind.survey.UsesStep;

/** Plans from templates, without a model. Immutable and thread-safe. */
public final class EmbeddedPlanner implements Planner {
    /** Why no model can be asked, for whoever's goal no template matches. */
    private final String modelHint;

    /**
     * @param modelHint one clause that says how to configure a model, or what it lacks, or that it is asked next
     */
    public EmbeddedPlanner(String modelHint) {
        this.modelHint = modelHint;
    }

    @Override
    public List<Template> templates() {
        return Templates.ALL;
    }

    @Override
    public PlanResult plan(GoalRequest request) {
        if (request.template().isPresent()) {
            String name = request.template().get();
            return Templates.find(name).isPresent() ? planned(name, request) : unknown(name);
        }
        Optional<Scorer.Match> best = Scorer.best(request.text());
        return best.filter(Scorer.Match::fits).isPresent()
                ? planned(best.get().template(), request)
                : noMatch(best.map(Scorer.Match::template).or(() -> Scorer.nearest(request.text())));
    }

    private PlanResult.NoMatch unknown(String name) {
        return new PlanResult.NoMatch(
                "",
                name.equals(MODEL)
                        ? "no model can be asked: " + modelHint
                        : "there is no template named " + name + "; see stemma goal --templates");
    }

    private PlanResult.NoMatch noMatch(Optional<String> nearest) {
        String near = nearest.flatMap(Templates::find)
                .map(t ->
                        "; the nearest is " + t.name() + " (" + t.summary() + "), for example \"" + t.example() + "\"")
                .orElse(", and none comes near them");
        return new PlanResult.NoMatch(
                nearest.orElse(""),
                "no plan template matches these words" + near + ". See stemma goal --templates for all; for anything"
                        + " else a model is needed: " + modelHint);
    }

    private static PlanResult planned(String name, GoalRequest request) {
        Slots slots = Slots.in(request.text());
        boolean needsFolder = !name.equals("verify-ledger");
        if (needsFolder && !Files.isDirectory(request.dir())) {
            return new PlanResult.Refused("there is no folder " + request.dir() + "; name one with --dir");
        }
        return switch (name) {
            case "find-uses" ->
                slots.symbol()
                        .<PlanResult>map(symbol -> plan(name, "Uses of " + symbol, UsesStep.of(symbol)))
                        .orElseGet(() -> new PlanResult.Refused(
                                "which symbol? Put it in quotes, for example \"where is" + " 'parseConfig' used?\""));
            case "compare-folders" -> compare(request.dir(), slots.pair());
            case "summarise" -> summarise(request.dir(), slots);
            default -> simple(name);
        };
    }

    private static PlanResult simple(String name) {
        Stock stock = new Stock();
        return switch (name) {
            case "survey" ->
                plan(
                        name,
                        "Survey",
                        StockStep.of(stock),
                        TryStep.build(stock),
                        TryStep.test(stock),
                        RiskStep.of(stock),
                        DependencyStep.of(stock),
                        HistoryStep.hotSpots(stock));
            case "overview" ->
                plan(
                        name,
                        "Overview",
                        StockStep.of(stock),
                        RiskStep.of(stock),
                        DependencyStep.of(stock),
                        HistoryStep.hotSpots(stock));
            case "build" -> plan(name, "Build", TryStep.build(stock));
            case "run-tests" -> plan(name, "Tests", TryStep.test(stock));
            case "dependencies" -> plan(name, "Dependencies and licences", DependencyStep.of(stock));
            case "file-hygiene" -> plan(name, "File hygiene", HygieneStep.of(stock));
            case "count-lines" -> plan(name, "Lines of code", StockStep.counting(stock));
            case "largest-files" -> plan(name, "Large and duplicate files", SizeStep.of(stock));
            case "recent-changes" -> plan(name, "Recent changes", HistoryStep.recent());
            case "hot-spots" -> plan(name, "Hot spots", HistoryStep.hotSpots(stock));
            case "find-risks" -> plan(name, "Risky patterns", RiskStep.of(stock));
            case "verify-ledger" -> plan(name, "The ledger", LedgerStep.of());
            default -> throw new IllegalStateException("template " + name + " is listed and not made");
        };
    }

    private static PlanResult compare(Path dir, List<String> pair) {
        if (pair.size() != 2) {
            return new PlanResult.Refused("which two folders? Write them as paths, for example \"compare old/ and"
                    + " new/\"; both lie in the goal's folder");
        }
        Optional<String> first = inside(dir, pair.get(0)).filter(p -> Files.isDirectory(dir.resolve(p)));
        Optional<String> second = inside(dir, pair.get(1)).filter(p -> Files.isDirectory(dir.resolve(p)));
        if (first.isEmpty() || second.isEmpty()) {
            return new PlanResult.Refused(pair.get(first.isEmpty() ? 0 : 1) + " is no folder inside " + dir
                    + "; give the folder that holds both with --dir");
        }
        return plan("compare-folders", "Comparison", CompareStep.of(first.get(), second.get()));
    }

    private static PlanResult summarise(Path dir, Slots slots) {
        Optional<String> named = slots.paths().stream().findFirst();
        Optional<String> file = named.flatMap(p -> inside(dir, p));
        if (named.isPresent() && file.isEmpty()) {
            return new PlanResult.Refused(named.get() + " is not inside " + dir + "; give its folder with --dir");
        }
        return plan("summarise", "Summary", SummaryStep.of(new Stock(), file.filter(f -> !f.isEmpty())));
    }

    /** The path relative to the folder, if it leads inside. */
    private static Optional<String> inside(Path dir, String path) {
        Path full = dir.resolve(path).normalize();
        boolean inside = full.startsWith(dir) && !full.equals(dir);
        return inside ? Optional.of(dir.relativize(full).toString()) : Optional.empty();
    }

    private static PlanResult plan(String name, String title, Step... steps) {
        return new PlanResult.Planned(new Plan(name, "embedded", title, true, List.of(steps)));
    }
}
