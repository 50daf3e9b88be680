package stemma.kernel;

import java.util.Arrays;

/**
 * A square complex matrix as two planes of numbers, real and imaginary, cut into panels of columns:
 *
 * <pre>
 *   column   0 … 7   8 … 15            a panel holds its rows one after the other, eight
 *   row 0   [panel 0][panel 1]         numbers each, so that both operands of the product
 *   row 1   [       ][       ]  …      A† B are read from front to back: eight numbers of
 *    …                                 a row of A to spread, one vector of a row of B
 * </pre>
 *
 * Rows and columns are filled with zeros to a multiple of eight, so that the loops have no remainder.
 * Below eight there is one panel as wide as the matrix. The layout is the same on every machine
 * whatever the width of its vectors; only the loops of {@link Arithmetic} differ.
 */
final class Planes {
    /** Columns of a panel: what one 512-bit register holds. */
    static final int PANEL_COLUMNS = 8;

    final int size;
    final int width;
    final int rows;
    final int panels;
    final double[] re;
    final double[] im;

    Planes(int size) {
        boolean small = size < PANEL_COLUMNS;
        this.size = size;
        this.width = small ? size : PANEL_COLUMNS;
        this.rows = small ? size : (size + PANEL_COLUMNS - 1) / PANEL_COLUMNS * PANEL_COLUMNS;
        this.panels = rows / width;
        this.re = new double[rows * rows];
        this.im = new double[rows * rows];
    }

    /** Where an element lies in both planes. */
    int at(int row, int column) {
        return (column / width * rows + row) * width + column % width;
    }

    void set(int row, int column, double real, double imaginary) {
        int at = at(row, column);
        re[at] = real;
        im[at] = imaginary;
    }

    void clear() {
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
    }

    void copyFrom(Planes other) {
        System.arraycopy(other.re, 0, re, 0, re.length);
        System.arraycopy(other.im, 0, im, 0, im.length);
    }

    /** A new matrix: the conjugate transpose. */
    Planes adjoint() {
        Planes adjoint = new Planes(size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                int at = at(i, j);
                adjoint.set(j, i, re[at], -im[at]);
            }
        }
        return adjoint;
    }

    /** The real trace, summed from the first diagonal element to the last. */
    double trace() {
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += re[at(i, i)];
        }
        return trace;
    }

    /**
     * Makes the matrix Hermitian from what stands on and above its diagonal. Panels below the diagonal
     * are written, not read.
     */
    void mirror() {
        for (int j = 0; j < size; j++) {
            int from = j / width * rows * width + j % width;
            for (int i = 0; i < j; i++) {
                int above = from + i * width;
                int below = at(j, i);
                re[below] = re[above];
                im[below] = -im[above];
            }
            im[from + j * width] = 0;
        }
    }
}
