package stemma.kernel;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import stemma.core.Digest;

/**
 * A kernel at a moment, and its canonical bytes: equal moments have equal bytes.
 *
 * <pre>
 *   "stemma-kernel-1\n"   16 bytes
 *   d                     4 bytes, as all that follows with the high byte first
 *   seed, steps, draws    8 bytes each
 *   d x d numbers         row by row, real then imaginary part, 8 bytes each (IEEE 754)
 *   SHA-256 of the above  32 bytes
 * </pre>
 *
 * There is no negative zero in a state: the kernel's flushing makes it positive.
 */
record Dump(DensityMatrix state, long seed, long steps, long draws) {
    private static final byte[] MAGIC = "stemma-kernel-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = MAGIC.length + Integer.BYTES + 3 * Long.BYTES;

    byte[] bytes() {
        int size = state.size();
        ByteBuffer out = ByteBuffer.allocate(bytes(size));
        out.put(MAGIC).putInt(size).putLong(seed).putLong(steps).putLong(draws);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                out.putDouble(0.0 + state.re(i, j)).putDouble(0.0 + state.im(i, j));
            }
        }
        return out.put(Digest.of(out.array(), 0, out.position()).bytes()).array();
    }

    private static int bytes(int size) {
        return HEAD_BYTES + 2 * Double.BYTES * size * size + Digest.SIZE_BYTES;
    }

    /** Reads what {@link #bytes()} wrote; a refusal names the byte. */
    static Dump read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return read(bytes, in);
        } catch (BufferUnderflowException e) {
            throw new KernelRefused(bytes.length, "the dump ends after " + bytes.length + " bytes, before its head");
        }
    }

    private static Dump read(byte[] bytes, ByteBuffer in) {
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new KernelRefused(0, "these bytes are no dump of a kernel: they do not begin with stemma-kernel-1");
        }
        int size = in.getInt();
        if (size < DensityMatrix.SIZE_MIN || size > DensityMatrix.SIZE_MAX) {
            throw new KernelRefused(
                    MAGIC.length,
                    "the dump claims " + size + " dimensions; a state has " + DensityMatrix.SIZE_MIN + " to "
                            + DensityMatrix.SIZE_MAX);
        }
        if (bytes.length != bytes(size)) {
            throw new KernelRefused(
                    Math.min(bytes.length, bytes(size)),
                    "a dump of " + size + " dimensions has " + bytes(size) + " bytes, not " + bytes.length);
        }
        long seed = in.getLong();
        long steps = in.getLong();
        long draws = in.getLong();
        double[] re = new double[size * size];
        double[] im = new double[size * size];
        for (int i = 0; i < re.length; i++) {
            re[i] = in.getDouble();
            im[i] = in.getDouble();
        }
        int end = in.position();
        byte[] digest = new byte[Digest.SIZE_BYTES];
        in.get(digest);
        if (!Arrays.equals(digest, Digest.of(bytes, 0, end).bytes())) {
            throw new KernelRefused(end, "the dump's digest does not fit its bytes: it was cut or changed");
        }
        return new Dump(DensityMatrix.exactly(ComplexMatrix.of(size, re, im)), seed, steps, draws);
    }
}
