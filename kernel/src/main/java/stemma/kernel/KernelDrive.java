package stemma.kernel;

import stemma.core.Chooser;
import stemma.core.DriveState;

/** A kernel as the rest of the node reads it. Thread-safe; each reading is of the state as it then is. */
public record KernelDrive(Kernel kernel) implements DriveState {
    @Override
    public double theta() {
        return kernel.state().bloch().theta();
    }

    @Override
    public double phi() {
        return kernel.state().bloch().phi();
    }

    @Override
    public double radius() {
        return kernel.state().bloch().radius();
    }

    @Override
    public double entropy() {
        return kernel.state().entropy();
    }

    @Override
    public Chooser chooser(int options, long seed) {
        return new KernelChooser(options, seed);
    }
}
