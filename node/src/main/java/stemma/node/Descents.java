package stemma.node;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stemma.core.Artifact;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Entropy;
import stemma.core.Json;
import stemma.core.Screen;
import stemma.ledger.LedgerFile;
import stemma.ledger.dag.Dag;
import stemma.ledger.dag.DagObject;
import stemma.ledger.dag.DagTable;
import stemma.ledger.dag.Descent;
import stemma.ledger.dag.Lineage;
import stemma.mind.GoalObjects;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.Objects;
import stemma.store.SaltedObjects;
import stemma.store.StateDb;

/** The objects of a node and those who write them. */
record Descents(Dag dag, Lineage lineage, GoalObjects goals) {
    private static final String ARTIFACT = "artifact";

    /** Opens the objects of a home where the log left them, and unlinks what was erased and is there again. */
    static Descents open(
            Disk disk,
            Home home,
            LedgerFile ledger,
            StateDb db,
            Objects objects,
            Screen screen,
            Entropy entropy,
            Clock clock) {
        Dag dag = new Dag(new SaltedObjects(disk, home.objects()), ledger, entropy, clock, DagTable.state(db));
        dag.sweep();
        return new Descents(dag, new Lineage(db), new GoalObjects(dag, objects, screen));
    }

    /** Keeps an artifact that was adopted as an object that comes from the one before it, and names it as evidence. */
    Done<Artifact> keep(Done<Artifact> adopted, byte[] text) {
        Artifact artifact = adopted.output();
        String title = artifact.kind() + " " + artifact.name();
        Json.Obj payload = Json.object()
                .put("kind", artifact.kind())
                .put("name", artifact.name())
                .put("text", new String(text, StandardCharsets.UTF_8))
                .build();
        List<Digest> before = lineage.last(ARTIFACT).map(Descent::id).stream().toList();
        Digest object = dag.put(DagObject.of(ARTIFACT, title, payload).from(before));
        Map<String, Json> evidence = new TreeMap<>(adopted.evidence().members());
        evidence.put(DagTable.OBJECT, Json.of(object.hex()));
        return adopted.evidence(new Json.Obj(evidence));
    }
}
