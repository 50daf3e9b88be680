package stemma.it;

import java.io.IOException;
import java.util.List;
import stemma.core.Json;

/** An act as {@code stemma act show} tells it. */
record Act(Json.Obj view) {
    static Act show(NodeHome home, String id) throws IOException, InterruptedException {
        Said said = home.verb("act", "show", id, "--json");
        if (said.code() != 0) {
            throw new AssertionError("act " + id + " has no receipt: " + said.all());
        }
        return new Act((Json.Obj) Json.parse(said.out().strip()));
    }

    String id() {
        return view.string("id");
    }

    String op() {
        return view.string("op");
    }

    String target() {
        return view.string("target");
    }

    String actor() {
        return view.string("actor");
    }

    String ending() {
        return view.string("ending");
    }

    String trust() {
        return view.string("trust");
    }

    String inputDigest() {
        return view.string("inputDigest");
    }

    long index() {
        return view.longNumber("index");
    }

    Json.Obj evidence() {
        return view.object("evidence");
    }

    List<String> sources() {
        return view.array("sources").items().stream()
                .map(source -> ((Json.Str) source).value())
                .toList();
    }
}
