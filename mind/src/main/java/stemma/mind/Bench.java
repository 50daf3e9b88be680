package stemma.mind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Gate;
import stemma.core.Op;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Result;
import stemma.core.Trust;
import stemma.tools.ExecInput;
import stemma.tools.ExecOutput;
import stemma.tools.ListInput;
import stemma.tools.ListOutput;
import stemma.tools.ReadInput;
import stemma.tools.ReadOutput;
import stemma.tools.SearchInput;
import stemma.tools.SearchOutput;

/**
 * What one step does its acts with: each goes through the gate under the goal's name, carries the
 * goal's provenance, and its receipt is noted with the step. Thread-safe.
 */
public final class Bench {
    private final ActId goal;
    private final Path folder;
    private final Provenance provenance;
    private final Gate gate;
    private final List<ActId> receipts = new ArrayList<>();

    public Bench(ActId goal, Path folder, Provenance provenance, Gate gate) {
        this.goal = goal;
        this.folder = folder;
        this.provenance = provenance;
        this.gate = gate;
    }

    public ActId goal() {
        return goal;
    }

    /** The folder the goal is about. */
    public Path folder() {
        return folder;
    }

    /** Where the goal's wish came from. */
    public Provenance provenance() {
        return provenance;
    }
}
