package stemma.kernel;

import java.util.List;

/**
 * What moves the kernel in one step. Everything is checked here, so that a stimulus that exists cannot
 * fail half way.
 *
 * @param workspace numbers of the mind's workspace, see {@link Kernel#WORKSPACE_NUMBERS_MAX}; empty for none
 * @param freeEnergyRise by how much the free energy rose since the last step; negative when it fell
 * @param psiRise by how much the colony's Psi rose; negative when it fell
 * @param surprise log-loss of the forecast that came due, in nats, from 0
 * @param peers points of other nodes
 */
public record Stimulus(
        List<Double> workspace, double freeEnergyRise, double psiRise, double surprise, List<Peer> peers) {
    /** Peers of one step. */
    public static final int PEERS_MAX = 64;

    /** The largest modulus of a rise, and of a surprise. */
    public static final double DRIVE_MAX = 1_000;

    /**
     * A peer's point, and how much it counts.
     *
     * @param weight from 0 to 1
     */
    public record Peer(BlochPoint point, double weight) {
        /** Checks the weight. */
        public Peer {
            if (!(weight >= 0 && weight <= 1)) {
                throw KernelRefused.whole("a peer's weight is from 0 to 1, not " + weight);
            }
        }
    }

    /** Checks what does not depend on the size of the state. */
    public Stimulus {
        workspace = List.copyOf(workspace);
        peers = List.copyOf(peers);
        checkDrive("the rise of free energy", freeEnergyRise, -DRIVE_MAX);
        checkDrive("the rise of Psi", psiRise, -DRIVE_MAX);
        checkDrive("the surprise", surprise, 0);
        if (peers.size() > PEERS_MAX) {
            throw new KernelRefused(PEERS_MAX, "at most " + PEERS_MAX + " peers act at a time, not " + peers.size());
        }
    }

    private static void checkDrive(String what, double value, double min) {
        if (!(value >= min && value <= DRIVE_MAX)) {
            throw KernelRefused.whole(what + " is from " + min + " to " + DRIVE_MAX + ", not " + value);
        }
    }

    /** Nothing: the state only relaxes. */
    public static Stimulus none() {
        return new Stimulus(List.of(), 0, 0, 0, List.of());
    }

    /** The same with a workspace. */
    public Stimulus withWorkspace(List<Double> numbers) {
        return new Stimulus(numbers, freeEnergyRise, psiRise, surprise, peers);
    }

    /** The same with a rise of the free energy. */
    public Stimulus withFreeEnergyRise(double rise) {
        return new Stimulus(workspace, rise, psiRise, surprise, peers);
    }

    /** The same with a rise of Psi. */
    public Stimulus withPsiRise(double rise) {
        return new Stimulus(workspace, freeEnergyRise, rise, surprise, peers);
    }

    /** The same with a surprise. */
    public Stimulus withSurprise(double nats) {
        return new Stimulus(workspace, freeEnergyRise, psiRise, nats, peers);
    }

    /** The same with other peers. */
    public Stimulus withPeers(List<Peer> others) {
        return new Stimulus(workspace, freeEnergyRise, psiRise, surprise, others);
    }
}
