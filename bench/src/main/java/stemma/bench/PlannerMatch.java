package stemma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import stemma.mind.GoalRequest;
import stemma.mind.PlanResult;
import stemma.mind.plan.EmbeddedPlanner;

/**
 * How often the embedded planner finds the template that a goal's words mean, and how often another,
 * on the phrasings that its vocabularies were not tuned on. The peer guesses by the words of the
 * templates' names.
 */
final class PlannerMatch implements Measurement {
    private static final String NONE = "-";
    private static final Path FOLDER = Path.of("mind/src/test/resources/stemma/mind/plan");
    private static final String PERCENT = "%";

    @Override
    public String name() {
        return "planner";
    }

    @Override
    public String what() {
        return "phrasings that find their plan template, and phrasings that find a wrong one";
    }

    /** What somebody says, and the template it means; {@value #NONE} for none. */
    private record Phrasing(String template, String text) {}

    /** Finds a template by a goal's words. */
    @FunctionalInterface
    private interface Matcher {
        String template(Phrasing phrasing);
    }

    /** Shares of a corpus in percent. */
    private record Rates(double match, double wrong) {
        static Rates of(List<Phrasing> phrasings, Matcher matcher) {
            int meant = 0;
            int matched = 0;
            int wrong = 0;
            for (Phrasing phrasing : phrasings) {
                String found = matcher.template(phrasing);
                boolean right = found.equals(phrasing.template());
                boolean stranger = phrasing.template().equals(NONE);
                meant += stranger ? 0 : 1;
                matched += right && !stranger ? 1 : 0;
                wrong += !right && !found.equals(NONE) ? 1 : 0;
            }
            return new Rates(100.0 * matched / meant, 100.0 * wrong / phrasings.size());
        }
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException {
        Path corpus = lab.root().resolve(FOLDER);
        if (!Files.isDirectory(corpus)) {
            throw new NotMeasured("there is no corpus of phrasings in " + FOLDER);
        }
        Path folder = lab.fresh("planner");
        EmbeddedPlanner planner = new EmbeddedPlanner("set a model");
        List<String> names =
                planner.templates().stream().map(template -> template.name()).toList();
        List<Phrasing> held = read(corpus.resolve("phrasings-heldout.tsv"));
        List<Phrasing> tuned = read(corpus.resolve("phrasings-tune.tsv"));
        Rates ours = Rates.of(held, phrasing -> planned(planner, phrasing, folder));
        Rates known = Rates.of(tuned, phrasing -> planned(planner, phrasing, folder));
        Rates guess = Rates.of(held, phrasing -> guessed(names, phrasing));
        String peer = "a guess by the template's name";
        return List.of(
                Figure.of("match, " + held.size() + " held-out phrasings", ours.match(), PERCENT)
                        .beside(peer, guess.match()),
                Figure.of("wrong match, held out", ours.wrong(), PERCENT).beside(peer, guess.wrong()),
                Figure.of("match, " + tuned.size() + " phrasings tuned on", known.match(), PERCENT),
                Figure.of("wrong match, tuned on", known.wrong(), PERCENT));
    }

    /**
     * The template chosen. A planner that asks back names none, so it is asked the same by the name of
     * the template that was meant: the same question back means the same template.
     */
    private static String planned(EmbeddedPlanner planner, Phrasing phrasing, Path folder) {
        GoalRequest request = GoalRequest.of(phrasing.text(), folder);
        return switch (planner.plan(request)) {
            case PlanResult.Planned(var plan) -> plan.template();
            case PlanResult.NoMatch none -> NONE;
            case PlanResult.Refused back ->
                planner.plan(request.using(phrasing.template())).equals(back)
                                && !phrasing.template().equals(NONE)
                        ? phrasing.template()
                        : "asks back for another template";
        };
    }

    private static String guessed(List<String> names, Phrasing phrasing) {
        String said = phrasing.text().toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> List.of(name.split("-", -1)).stream().anyMatch(said::contains))
                .findFirst()
                .orElse(NONE);
    }

    private static List<Phrasing> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.indexOf('\t') > 0)
                .map(line -> line.split("\t", 2))
                .map(parts -> new Phrasing(parts[0], parts[1]))
                .toList();
    }
}
