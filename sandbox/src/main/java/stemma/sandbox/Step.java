package stemma.sandbox;

import java.nio.file.Path;
import java.util.Optional;
import stemma.core.Json;
import stemma.sandbox.linux.RawPath;

/**
 * One entry to bring from one state to another. Turning it round gives the step that undoes it.
 *
 * @param number names its snapshot and its temporary file
 */
record Step(int number, Path path, Optional<EntryState> before, Optional<EntryState> after) {
    Step reversed() {
        return new Step(number, path, after, before);
    }

    /** The name under which a new entry is made before it takes its place. */
    Path temporaryName() {
        return Path.of(".stemma-" + number + ".part");
    }

    Path parent() {
        Path parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }

    Json.Obj json() {
        var json = Json.object().put("number", number).put("path", RawPath.encode(path));
        before.ifPresent(state -> json.put("before", state.json()));
        after.ifPresent(state -> json.put("after", state.json()));
        return json.build();
    }

    static Step of(Json.Obj json) {
        return new Step(
                (int) json.longNumber("number"),
                RawPath.decode(json.string("path")),
                json.find("before").map(Json.Obj.class::cast).map(EntryState::of),
                json.find("after").map(Json.Obj.class::cast).map(EntryState::of));
    }
}
