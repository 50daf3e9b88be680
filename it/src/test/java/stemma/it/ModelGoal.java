package stemma.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import stemma.core.Json;

/**
 * A goal that has ended, as the command line showed it.
 *
 * @param said by the verb that gave it
 * @param view the goal as JSON
 */
record ModelGoal(NodeHome home, Said said, Json.Obj view) {
    /** Gives the goal about the home's working folder and waits for its end. */
    static ModelGoal run(NodeHome home, String text, String... options) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("goal", text, "--dir", home.work().toString(), "--json"));
        words.addAll(List.of(options));
        Said said = home.verb(words.toArray(String[]::new));
        if (said.out().isBlank()) {
            throw new AssertionError("the goal was not taken: " + said.all());
        }
        return new ModelGoal(home, said, (Json.Obj) Json.parse(said.out().strip()));
    }

    String id() {
        return view.string("id");
    }

    String state() {
        return view.string("state");
    }

    String planner() {
        return view.string("planner");
    }

    String message() {
        return view.string("message");
    }

    String report() {
        return view.string("report");
    }

    /** The acts of all its steps, each as its receipt in the ledger tells it, in order of their ids. */
    List<Act> acts() throws IOException, InterruptedException {
        List<Act> acts = new ArrayList<>();
        for (Json step : view.array("steps").items()) {
            for (Json id : ((Json.Obj) step).array("receipts").items()) {
                acts.add(Act.show(home, ((Json.Str) id).value()));
            }
        }
        return acts;
    }
}
