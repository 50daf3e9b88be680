package stemma.kernel;

/**
 * A qubit's state as a point of the Bloch ball: rho = (1 + x X + y Y + z Z)/2 with X, Y, Z Pauli's
 * matrices and x² + y² + z² at most 1 (NC 2.72). The node reads it as
 *
 * <pre>
 *   theta   from +z: 0 exploits, pi explores
 *   phi     from +x: 0 is turned to the node itself, pi to its colony; in (-pi, pi]
 *   radius  certainty: 1 is a pure state, 0 knows nothing
 * </pre>
 *
 * Angles are in radians. Where an angle has no value, at the centre or on the axis, the point is read as
 * at rest: theta pi/2, phi 0.
 */
public record BlochPoint(double x, double y, double z) {
    private static final double OUTSIDE_TOLERANCE = 1e-9;

    /** Below this distance from the axis or the centre an angle is noise. */
    private static final double ANGLE_MIN = 1e-12;

    /** Where the angles are led back to: between exploit and explore, turned to itself, and certain. */
    public static final BlochPoint REST = new BlochPoint(1, 0, 0);

    public BlochPoint {
        double radius = Math.sqrt(x * x + y * y + z * z);
        if (!(radius <= 1 + OUTSIDE_TOLERANCE)) {
            throw KernelRefused.whole(
                    "the point (" + x + ", " + y + ", " + z + ") is outside the ball; its radius is at most 1");
        }
        if (radius > 1) {
            x /= radius;
            y /= radius;
            z /= radius;
        }
    }

    /** The point at two angles and a radius. */
    public static BlochPoint at(double theta, double phi, double radius) {
        double flat = radius * StrictMath.sin(theta);
        return new BlochPoint(flat * StrictMath.cos(phi), flat * StrictMath.sin(phi), radius * StrictMath.cos(theta));
    }

    static BlochPoint of(DensityMatrix qubit) {
        return new BlochPoint(2 * qubit.re(0, 1), -2 * qubit.im(0, 1), qubit.re(0, 0) - qubit.re(1, 1));
    }

    /** The qubit's density matrix, d = 2. */
    public DensityMatrix state() {
        Planes planes = new Planes(2);
        planes.set(0, 0, (1 + z) / 2, 0);
        planes.set(1, 1, (1 - z) / 2, 0);
        planes.set(0, 1, x / 2, -y / 2);
        planes.set(1, 0, x / 2, y / 2);
        return new DensityMatrix(planes);
    }

    /** Certainty, 0 to 1. */
    public double radius() {
        return Math.min(1, Math.sqrt(x * x + y * y + z * z));
    }

    /** From exploit, 0, to explore, pi. */
    public double theta() {
        return radius() < ANGLE_MIN ? StrictMath.PI / 2 : StrictMath.atan2(Math.sqrt(x * x + y * y), z);
    }

    /** From self, 0, to colony, pi or -pi. */
    public double phi() {
        return Math.sqrt(x * x + y * y) < ANGLE_MIN ? 0 : StrictMath.atan2(y, x);
    }

    /** The share of exploration, theta / pi, 0 to 1. */
    public double exploration() {
        return theta() / StrictMath.PI;
    }

    /** How far it is turned to the colony: (1 - cos phi)/2, 0 to 1, and largest at pi from either side. */
    public double colony() {
        return (1 - StrictMath.cos(phi())) / 2;
    }
}
