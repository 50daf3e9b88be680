package stemma.core;

/**
 * Chooses one of a fixed number of options, again and again, and learns from what each choice brought.
 * Seeded, and not thread-safe: each question has its own.
 */
public interface Chooser {
    /** The option to take now, from 0. */
    int choose();

    /**
     * Learns what an option brought.
     *
     * @param option from 0
     * @param reward from 0 to 1, and more is better
     */
    void learn(int option, double reward);
}
