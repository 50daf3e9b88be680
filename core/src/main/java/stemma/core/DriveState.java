package stemma.core;

/**
 * What drives a node's choices, as others read it: how much to explore, how far to turn to the colony, how
 * sure it is of both. The kernel behind it may be another node's or none; who reads needs no physics.
 * Implementations are thread-safe.
 */
public interface DriveState {
    /** From exploit, 0, to explore, pi, in radians. */
    double theta();

    /** From self, 0, to colony, pi or -pi, in radians. */
    double phi();

    /** Certainty of the two angles, from 0 to 1. */
    double radius();

    /** What is not known of the whole state, in nats, from 0. */
    double entropy();

    /** The share of exploration, from 0 to 1. */
    default double exploration() {
        return theta() / StrictMath.PI;
    }

    /** How far it is turned to the colony, from 0 to 1, and 1 from either side. */
    default double colony() {
        return (1 - StrictMath.cos(phi())) / 2;
    }

    /**
     * A chooser for one question that comes again and again.
     *
     * @param options how many there are to choose from, at least 1
     * @param seed of its chances: same seed, same rewards, same choices
     */
    Chooser chooser(int options, long seed);
}
