package stemma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stranger's first minute: a clone of what is committed, and one command in it until the node
 * answers. The home and the ports are the measurement's own, and the clone is removed afterwards.
 */
final class FreshClone implements Measurement {
    private static final double COMMANDS = 1;
    private static final Pattern BUILT = Pattern.compile("stemma: built in (\\d+) s");

    @Override
    public String name() {
        return "fresh-clone";
    }

    @Override
    public String what() {
        return "a fresh clone until /readyz answers, its build included";
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        if (!Files.exists(lab.root().resolve(".git"))) {
            throw new NotMeasured("the sources are in no Git repository, so there is nothing to clone");
        }
        Path clone = lab.fresh("clone");
        List<String> git =
                List.of("git", "clone", "-q", "--no-hardlinks", lab.root().toString(), clone.toString());
        double cloned = Shot.millis(git, lab.folder(), Map.of(), lab.folder().resolve("clone.log"));
        NodeHome home = NodeHome.unbuilt(lab.at(clone));
        List<List<String>> commands = List.of(home.verb("up"));
        double ready;
        try (LiveNode node = LiveNode.start(home, commands.getFirst(), true, Shot.BUILD_MILLIS_MAX)) {
            ready = node.readyMillis();
        }
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.of("commands from the clone to a node that answers", commands.size(), "command")
                        .bar(Bar.atMost(COMMANDS)),
                Figure.of("the clone itself", cloned / 1_000, "s"),
                Figure.of("from that command to ready, " + libraries(), ready / 1_000, "s")));
        Matcher built = BUILT.matcher(Files.readString(home.output("up")));
        if (built.find()) {
            figures.add(Figure.of("of it the build, as the script says", Double.parseDouble(built.group(1)), "s"));
        }
        return figures;
    }

    /** What the build did not have to fetch. */
    private static String libraries() {
        Path local = Path.of(System.getProperty("user.home"), ".m2", "repository");
        return Files.isDirectory(local)
                ? "dependencies in the local Maven repository"
                : "no local Maven repository, so downloads are in it";
    }
}
