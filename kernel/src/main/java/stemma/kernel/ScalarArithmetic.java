package stemma.kernel;

/** One number at a time: the twin that the vectors are held to, and what runs where there are none. */
final class ScalarArithmetic implements Arithmetic {

    @Override
    public void addAdjointTimes(Planes a, Planes b, Planes c, boolean upper) {
        int width = c.width;
        for (int j = 0; j < c.panels; j++) {
            int rows = upper ? Math.min(c.size, (j + 1) * width) : c.size;
            for (int i = 0; i < rows; i++) {
                int left = i / width * a.rows * width + i % width;
                int out = (j * c.rows + i) * width;
                for (int lane = 0; lane < width; lane++) {
                    element(a, left, b, j * b.rows * width + lane, c, out + lane);
                }
            }
        }
    }

    private static void element(Planes a, int aFrom, Planes b, int bFrom, Planes c, int at) {
        double re = c.re[at];
        double im = c.im[at];
        int last = c.size * c.width;
        for (int k = 0; k < last; k += c.width) {
            double ar = a.re[aFrom + k];
            double ai = a.im[aFrom + k];
            double br = b.re[bFrom + k];
            double bi = b.im[bFrom + k];
            re = Math.fma(ar, br, re);
            re = Math.fma(ai, bi, re);
            im = Math.fma(ar, bi, im);
            im = Math.fma(ai, -br, im);
        }
        c.re[at] = re;
        c.im[at] = im;
    }

    @Override
    public void scaleAndFlush(Planes c, double factor, boolean upper) {
        for (int j = 0; j < c.panels; j++) {
            int from = j * c.rows * c.width;
            int to = from + (upper ? (j + 1) * c.width : c.rows) * c.width;
            for (int at = from; at < to; at++) {
                c.re[at] = flushed(c.re[at] * factor);
                c.im[at] = flushed(c.im[at] * factor);
            }
        }
    }

    private static double flushed(double value) {
        return Math.abs(value) < FLUSH_BELOW ? 0 : value;
    }

    @Override
    public void addMultiples(Row y, double aRe, double aIm, Row x, double bRe, double bIm, Row z, int count) {
        for (int i = 0; i < count; i++) {
            double xr = x.re()[x.from() + i];
            double xi = x.im()[x.from() + i];
            double zr = z.re()[z.from() + i];
            double zi = z.im()[z.from() + i];
            double re = y.re()[y.from() + i];
            double im = y.im()[y.from() + i];
            re = Math.fma(-aIm, xi, Math.fma(aRe, xr, re));
            im = Math.fma(aIm, xr, Math.fma(aRe, xi, im));
            y.re()[y.from() + i] = Math.fma(-bIm, zi, Math.fma(bRe, zr, re));
            y.im()[y.from() + i] = Math.fma(bIm, zr, Math.fma(bRe, zi, im));
        }
    }
}
