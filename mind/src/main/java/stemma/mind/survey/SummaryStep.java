package stemma.mind.survey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.StepFailed;
import stemma.mind.Texts;

/**
 * Summarises documents by their own sentences: those that hold the most of what the document speaks
 * about, in the order in which they stand. Nothing is put into other words, so nothing is made up.
 *
 * <p>A sentence scores the mean weight of its content words, where a word weighs the logarithm of how
 * often the document uses it; early sentences and those after a heading get a little more, and one
 * that repeats what was chosen already gets less. (After H. P. Luhn, "The Automatic Creation of
 * Literature Abstracts", 1958.)
 */
public final class SummaryStep {
    static final int DOCUMENTS_MAX = 12;
    static final int SENTENCES_MAX = 5;

    private static final int SENTENCE_CHARS_MIN = 30;
    private static final int SENTENCE_CHARS_MAX = 400;
    private static final double EARLY_BONUS = 0.35;
    private static final double REPEAT_PENALTY = 0.6;
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'-]+");
    private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+(?=[\\p{Lu}\"'(`*\\[])");
    private static final Set<String> COMMON =
            Set.copyOf(List.of(("a an and are as at be been but by can could do does for from had has have how if in"
                            + " into is it its may more most must no not of on one only or other our out over should so some such"
                            + " than that the their them then there these they this to under up use used was we were what when"
                            + " where which who will with would you your also any each all both just than via")
                    .split(" ", -1)));

    private SummaryStep() {}

    private record Sentence(String text, int place, double score, Set<String> words) {}

    /** The step: one file, or every document of the folder when none is named. */
    public static Step of(Stock stock, Optional<String> file) {
        return new Step("Read and summarise " + file.orElse("the documents"), (bench, before) -> {
            Seen<Census> census = stock.census(bench);
            List<FileFacts> documents = documents(census.get(), file);
            if (documents.isEmpty()) {
                throw new StepFailed(file.map(f -> "there is no text file " + f + " in the folder")
                                .orElse("the folder holds no documents (Markdown, text, reStructuredText, AsciiDoc)")
                        + " (act " + census.id() + ")");
            }
            Findings.Builder found = Findings.builder();
            int sentences = 0;
            for (FileFacts document : documents) {
                Stock.Whole whole = Stock.read(bench, document.path());
                List<String> best = best(whole.text());
                sentences += best.size();
                String text = best.isEmpty()
                        ? "No sentence of it says enough to stand for it."
                        : String.join("\n", best.stream().map(s -> "- " + s).toList()) + "\n";
                found.claim(document.path() + " (" + Texts.count(document.lines(), "line") + ")", text, whole.seen());
            }
            String verdict = Texts.count(documents.size(), "document") + " in " + Texts.count(sentences, "sentence");
            found.answer(
                    "What do they say?", verdict, Claim.of("the documents' own sentences, nothing reworded", census));
            return Step.Outcome.done(verdict, found.build());
        });
    }

    private static List<FileFacts> documents(Census census, Optional<String> file) {
        if (file.isPresent()) {
            return census.files().stream()
                    .filter(f -> f.text()
                            && (f.path().equals(file.get())
                                    || f.name().equalsIgnoreCase(file.get())
                                    || (f.path().startsWith(file.get() + "/") && Languages.prose(f.language()))))
                    .limit(DOCUMENTS_MAX)
                    .toList();
        }
        return census.files().stream()
                .filter(f -> f.text() && Languages.prose(f.language()) && !Licences.file(f.name()))
                .sorted((a, b) -> {
                    int byDepth = Long.compare(Census.depth(a.path()), Census.depth(b.path()));
                    return byDepth != 0 ? byDepth : Integer.compare(b.lines(), a.lines());
                })
                .limit(DOCUMENTS_MAX)
                .toList();
    }

    /** The sentences that stand for a text, in its order. */
    static List<String> best(String text) {
        List<String> sentences = sentences(text);
        Map<String, Integer> counts = new HashMap<>();
        sentences.forEach(s -> words(s).forEach(w -> counts.merge(w, 1, Integer::sum)));
        List<Sentence> scored = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            Set<String> words = words(sentences.get(i));
            double sum = words.stream()
                    .mapToDouble(w -> Math.log(1.0 + counts.getOrDefault(w, 0)))
                    .sum();
            double early = EARLY_BONUS * (1.0 - (double) i / sentences.size());
            scored.add(new Sentence(sentences.get(i), i, sum / Math.max(5, words.size()) + early, words));
        }
        return chosen(scored);
    }

    private static List<String> chosen(List<Sentence> scored) {
        List<Sentence> left = new ArrayList<>(scored);
        List<Sentence> taken = new ArrayList<>();
        Set<String> said = new LinkedHashSet<>();
        while (!left.isEmpty() && taken.size() < SENTENCES_MAX) {
            Sentence best = left.getFirst();
            for (Sentence s : left) {
                best = worth(s, said) > worth(best, said) ? s : best;
            }
            left.remove(best);
            taken.add(best);
            said.addAll(best.words);
        }
        taken.sort((a, b) -> Integer.compare(a.place, b.place));
        return taken.stream().map(Sentence::text).toList();
    }

    private static double worth(Sentence s, Set<String> said) {
        long again = s.words.stream().filter(said::contains).count();
        return s.score * (1 - REPEAT_PENALTY * again / Math.max(1, s.words.size()));
    }

    /** Prose without headings, lists' marks, tables, code and links' targets. */
    private static List<String> sentences(String markdown) {
        StringBuilder prose = new StringBuilder();
        boolean code = false;
        for (String line : markdown.lines().toList()) {
            String text = line.strip();
            code ^= text.startsWith("```");
            boolean skipped = code
                    || text.startsWith("```")
                    || text.startsWith("#")
                    || text.startsWith("|")
                    || text.startsWith("<")
                    || line.startsWith("    ")
                    || text.matches("[=~-]{3,}|\\[!\\[.*");
            prose.append(skipped || text.isEmpty() ? "\n" : text.replaceFirst("^([-*+>]|\\d+\\.)\\s+", "\n") + " ");
        }
        List<String> sentences = new ArrayList<>();
        for (String paragraph : prose.toString().split("\n+", -1)) {
            for (String sentence : END.split(Texts.oneLine(paragraph), -1)) {
                String plain =
                        sentence.replaceAll("\\[([^\\]]+)]\\([^)]*\\)", "$1").strip();
                if (plain.length() >= SENTENCE_CHARS_MIN && plain.length() <= SENTENCE_CHARS_MAX) {
                    sentences.add(plain);
                }
            }
        }
        return sentences;
    }

    private static Set<String> words(String sentence) {
        Set<String> words = new LinkedHashSet<>();
        Matcher m = WORD.matcher(sentence.toLowerCase(Locale.ROOT));
        while (m.find()) {
            if (!COMMON.contains(m.group()) && m.group().length() > 2) {
                words.add(m.group());
            }
        }
        return words;
    }
}
