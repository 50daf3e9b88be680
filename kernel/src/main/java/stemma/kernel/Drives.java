package stemma.kernel;

import java.util.List;

/**
 * How a stimulus moves the first qubit of a system, as channels, one after the other:
 *
 * <pre>
 *   surprise s     dephasing about an axis across the point:  radius times e^(-0.5 s)
 *   free energy    a turn of theta by 0.2 tanh(rise): up explores, down exploits
 *   Psi            a turn of phi by 0.2 tanh(rise): up to the colony, down to itself
 *   peers          mixing with their weighted mean, by at most 0.2
 *   rest           both turns are led back by 0.02 of the way to (pi/2, 0);
 *                  mixing with the pure state of its own direction by 0.02
 * </pre>
 *
 * <p>A turn goes along its own angle, takes the near way and stops at the end, so that no drive runs past
 * what it aims at: under a lasting drive an angle settles where the drive and the way back balance.
 * The ends of theta lie 0.05 from the poles, where phi would be lost: who explores as far as can be
 * still knows whom for. A point that starts at a pole is turned off it. The axis of dephasing lies
 * across the point, because one that is fixed would leave the points along it as certain as before.
 * Certainty comes back along the direction that the point has: mixing with the state at rest instead
 * would take it from every point that is driven far.
 */
final class Drives {
    private static final double SURPRISE_GAIN = 0.5;
    private static final double TURN_MAX_RADIANS = 0.2;
    private static final double PEERS_SHARE_MAX = 0.2;
    private static final double REST_SHARE = 0.02;
    private static final double POLE_GAP_RADIANS = 0.05;

    private Drives() {}

    /** Applies what the stimulus has for the first of some qubits. */
    static void apply(Evolution evolution, int qubits, Stimulus stimulus) {
        if (stimulus.surprise() > 0) {
            double phi = evolution.state().bloch().phi();
            double lost = Channels.decayed(SURPRISE_GAIN, stimulus.surprise());
            step(evolution, qubits, Channels.dephasing(-StrictMath.sin(phi), StrictMath.cos(phi), 0, lost));
        }
        step(evolution, qubits, thetaTurn(evolution.state().bloch(), stimulus.freeEnergyRise()));
        step(evolution, qubits, phiTurn(evolution.state().bloch(), stimulus.psiRise()));
        double weights =
                stimulus.peers().stream().mapToDouble(Stimulus.Peer::weight).sum();
        if (weights > 0) {
            double share = PEERS_SHARE_MAX * Math.min(1, weights);
            step(evolution, qubits, Channels.mixing(mean(stimulus.peers(), weights), share));
        }
        BlochPoint point = evolution.state().bloch();
        DensityMatrix certain = BlochPoint.at(point.theta(), point.phi(), 1).state();
        step(evolution, qubits, Channels.mixing(certain, REST_SHARE));
    }

    private static void step(Evolution evolution, int qubits, Channel channel) {
        evolution.step(Channels.onQubit(channel, 0, qubits));
    }

    /** Towards explore for a rise, towards exploit for a fall, and not to the pole. */
    private static Channel thetaTurn(BlochPoint point, double rise) {
        double wanted = TURN_MAX_RADIANS * StrictMath.tanh(rise) + REST_SHARE * (StrictMath.PI / 2 - point.theta());
        double up = POLE_GAP_RADIANS - point.theta();
        double angle = Math.clamp(wanted, up, up + StrictMath.PI - 2 * POLE_GAP_RADIANS);
        return Channels.rotation(-StrictMath.sin(point.phi()), StrictMath.cos(point.phi()), 0, angle);
    }

    /** Away from phi = 0 for a rise, towards it for a fall, and not beyond. */
    private static Channel phiTurn(BlochPoint point, double rise) {
        double away = Math.abs(point.phi());
        double wanted = TURN_MAX_RADIANS * StrictMath.tanh(rise) - REST_SHARE * away;
        double angle = Math.clamp(wanted, -away, StrictMath.PI - away);
        return Channels.rotation(0, 0, 1, point.phi() < 0 ? -angle : angle);
    }

    private static DensityMatrix mean(List<Stimulus.Peer> peers, double weights) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (Stimulus.Peer peer : peers) {
            double share = peer.weight() / weights;
            x += share * peer.point().x();
            y += share * peer.point().y();
            z += share * peer.point().z();
        }
        return new BlochPoint(x, y, z).state();
    }
}
