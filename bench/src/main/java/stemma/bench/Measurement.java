package stemma.bench;

import java.util.List;

/** One benchmark: measures what its name says, beside a peer, and leaves nothing behind. */
interface Measurement {
    /** How it is called on the command line. */
    String name();

    /** What it measures, in one line. */
    String what();

    /**
     * Measures. Runs on a machine that nothing else of this command uses at the time.
     *
     * @throws NotMeasured when this machine or this build cannot show the figure
     */
    List<Figure> run(Lab lab) throws Exception;
}
