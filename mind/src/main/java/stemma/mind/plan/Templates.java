package stemma.mind.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.mind.Planner.Parameter;
import stemma.mind.Planner.Template;

/** The plan templates as they are listed. */
final class Templates {
    private static final Parameter FOLDER = new Parameter("dir", "folder", "the folder to look at", true);

    static final List<Template> ALL = List.of(
            template(
                    "survey",
                    "Says what a repository is, whether it builds, whether its tests pass, what looks risky",
                    "Survey this repository: what is it, does it build, do its tests pass, what looks risky?"),
            template(
                    "overview",
                    "Says what a repository is, depends on and risks, without running anything of it",
                    "Survey this repository without running anything"),
            template("build", "Builds the projects of a folder in the box", "Does this project build?"),
            template(
                    "run-tests",
                    "Runs the tests of a folder in the box and counts what passed and failed",
                    "Run the tests and report"),
            template(
                    "find-uses",
                    "Finds where a symbol is defined and used, and quotes its definition",
                    "Where is 'parseConfig' used?",
                    new Parameter("symbol", "symbol", "an identifier, in quotes or as it is written", true)),
            template(
                    "dependencies",
                    "Lists dependencies and licences from manifests and lock files",
                    "List the dependencies and their licences"),
            template(
                    "summarise",
                    "Summarises documents by their own best sentences",
                    "Summarise README.md",
                    new Parameter("file", "file", "one document; all of the folder's when left out", false)),
            template(
                    "file-hygiene",
                    "Finds mixed line ends, odd encodings, litter and awkward names",
                    "Check file hygiene"),
            template(
                    "compare-folders",
                    "Compares two folders file by file, by content",
                    "Compare old/ and new/",
                    new Parameter("first", "folder", "a folder inside the goal's", true),
                    new Parameter("second", "folder", "another folder inside the goal's", true)),
            new Template("verify-ledger", "Verifies this node's own ledger", List.of(), "Verify the ledger"),
            template("count-lines", "Counts files and lines by language", "Count the lines of code"),
            template(
                    "largest-files",
                    "Finds the largest files and files that are there twice",
                    "Find the largest files and duplicates"),
            template("recent-changes", "Lists what changed last, from the Git history", "What changed recently?"),
            template(
                    "hot-spots",
                    "Finds the files that change most, from the Git history",
                    "Which files change the most?"),
            template(
                    "find-risks",
                    "Looks for secrets, code run from text, unseen downloads and odd permissions",
                    "Look for secrets and risky code"));

    private Templates() {}

    static Optional<Template> find(String name) {
        return ALL.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    private static Template template(String name, String summary, String example, Parameter... more) {
        List<Parameter> parameters = new ArrayList<>(List.of(FOLDER));
        parameters.addAll(List.of(more));
        return new Template(name, summary, parameters, example);
    }
}
