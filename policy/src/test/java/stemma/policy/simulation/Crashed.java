package stemma.policy.simulation;

/** The simulated machine is off: whoever still runs on it ends here. No program may catch it. */
final class Crashed extends Error {
    private static final long serialVersionUID = 1L;

    Crashed() {
        super("the simulated machine is off", null, false, false);
    }
}
