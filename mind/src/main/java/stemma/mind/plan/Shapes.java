package stemma.mind.plan;

import static stemma.mind.plan.Concepts.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The shape of every template, in the order in which templates are listed. */
final class Shapes {
    private Shapes() {}

    static final List<Shape> ALL = List.of(
            new Shape(
                    "survey",
                    List.of(way(SURVEY, CODE), way(ABOUT, CODE), way(SURVEY, RISK, BUILD)),
                    way(FIND, FILE, BUILD, TESTS, PASS, RISK, RUN, SAY)),
            new Shape("overview", List.of(way(STILL, SURVEY, CODE), way(STILL, ABOUT, CODE)), way(FIND, RUN, FILE)),
            new Shape("build", List.of(way(BUILD)), way(CODE, PASS, FIND, VERIFY, RUN)),
            new Shape("run-tests", List.of(way(RUN, TESTS), way(TESTS, PASS)), way(CODE, FIND, COUNT, PASS, VERIFY)),
            new Shape(
                    "find-uses",
                    List.of(way(USE), way(DEFINE), way(USE, FIND), way(SYMBOL)),
                    way(FIND, SYMBOL, FILE, CODE, ABOUT)),
            new Shape(
                    "dependencies",
                    List.of(way(DEPEND), way(LICENCE), way(DEPEND, LICENCE)),
                    way(FIND, CODE, USE, COUNT)),
            new Shape("summarise", List.of(way(SUMMARISE, DOCUMENT), way(SAY, DOCUMENT)), way(FIND, CODE, FILE)),
            new Shape(
                    "file-hygiene",
                    List.of(way(HYGIENE), way(LINE, LINE_END), way(HYGIENE, LINE_END)),
                    way(FIND, FILE, CODE, VERIFY, LINE)),
            new Shape("compare-folders", List.of(way(COMPARE)), way(CODE, FILE, FIND)),
            new Shape("verify-ledger", List.of(way(LEDGER, VERIFY)), way(FIND)),
            new Shape(
                    "count-lines",
                    List.of(
                            way(COUNT, LINE),
                            way(LINE, LANGUAGE),
                            way(COUNT, LANGUAGE),
                            way(COUNT, CODE),
                            way(LANGUAGE, SAY)),
                    way(FIND, CODE, FILE)),
            new Shape(
                    "largest-files",
                    List.of(way(LARGE, FILE), way(DUPLICATE, FILE), way(TAKE, LARGE)),
                    way(FIND, CODE, TAKE)),
            new Shape(
                    "recent-changes",
                    List.of(way(CHANGE, RECENT), way(RECENT, HISTORY)),
                    way(FIND, CODE, FILE, HISTORY)),
            new Shape(
                    "hot-spots",
                    List.of(way(MOST, CHANGE), way(MOST, HISTORY), way(MOST)),
                    way(FIND, CODE, FILE, CHANGE, HISTORY)),
            new Shape(
                    "find-risks",
                    List.of(way(RISK), way(SECRET, FIND), way(SECRET, SURVEY)),
                    way(FIND, CODE, FILE, VERIFY, SURVEY, ABOUT, SECRET)));

    private static Set<Concepts> way(Concepts first, Concepts... more) {
        return EnumSet.of(first, more);
    }
}
