package stemma.kernel;

/**
 * An input that the kernel does not take. Nothing has changed: every check comes before the first
 * write. The message says what is wrong and where, and what would be right.
 */
public final class KernelRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The position of an input that is wrong as a whole. */
    public static final int WHOLE = -1;

    private final int position;

    KernelRefused(int position, String message) {
        super(message);
        this.position = position;
    }

    /** The input is wrong as a whole. */
    static KernelRefused whole(String message) {
        return new KernelRefused(WHOLE, message);
    }

    /** The index, from 0, of the first number, operator or byte that is wrong, or {@link #WHOLE}. */
    public int position() {
        return position;
    }
}
