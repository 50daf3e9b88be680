package stemma.bench;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was asked for.
 *
 * @param quick whether fewer rounds are enough
 * @param strict whether a bar that is missed is an error
 */
record Order(List<Measurement> measurements, boolean quick, boolean strict, Report.Form form) {
    Order {
        measurements = List.copyOf(measurements);
    }

    /**
     * Reads the words of a command line. A name chooses its measurement, and the first part of a name
     * up to a hyphen chooses all that begin with it; no name chooses everything.
     *
     * @throws IllegalArgumentException for a word that is none of them
     */
    static Order read(List<Measurement> all, List<String> words) {
        Set<String> names = new TreeSet<>();
        boolean quick = false;
        boolean strict = false;
        Report.Form form = Report.Form.TEXT;
        for (String word : words) {
            switch (word) {
                case "--quick" -> quick = true;
                case "--strict" -> strict = true;
                case "--json" -> form = Report.Form.JSON;
                case "--markdown" -> form = Report.Form.MARKDOWN;
                default -> names.add(known(all, word));
            }
        }
        List<Measurement> chosen = all.stream()
                .filter(measurement -> names.isEmpty() || names.stream().anyMatch(name -> chooses(name, measurement)))
                .toList();
        return new Order(chosen, quick, strict, form);
    }

    private static boolean chooses(String word, Measurement measurement) {
        String name = measurement.name();
        return name.equals(word) || name.startsWith(word + "-");
    }

    private static String known(List<Measurement> all, String word) {
        if (all.stream().noneMatch(measurement -> chooses(word, measurement))) {
            throw new IllegalArgumentException("bench knows --quick, --strict, --json, --markdown and "
                    + all.stream().map(Measurement::name).collect(Collectors.joining(", ")) + ", not " + word);
        }
        return word;
    }
}
