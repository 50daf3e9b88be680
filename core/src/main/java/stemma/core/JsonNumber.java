package stemma.core;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The text of a double as ECMAScript prints it, which RFC 8785 section 3.2.2.3 makes canonical: the
 * fewest digits that still read back as the same double, the closest of those, and an exponent only
 * outside 1e-6 to 1e21.
 *
 * <p>{@link Double#toString(double)} finds the same digits, with one exception: it never looks for
 * fewer than two. Only among the smallest subnormals does a single digit suffice where two were found.
 */
final class JsonNumber {

    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);
    private static final int PLAIN_POINT_MAX = 21;
    private static final int PLAIN_POINT_MIN = -5;

    private JsonNumber() {}

    /** The canonical text of a finite double. */
    static String format(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        String text = place(digits, point);
        return value < 0 ? "-" + text : text;
    }

    private static BigDecimal shortest(double positive) {
        BigDecimal found = new BigDecimal(Double.toString(positive)).stripTrailingZeros();
        if (found.precision() == 2 && positive < Double.MIN_NORMAL) {
            BigDecimal oneDigit = new BigDecimal(positive).round(ONE_DIGIT);
            return oneDigit.doubleValue() == positive ? oneDigit.stripTrailingZeros() : found;
        }
        return found;
    }

    /** Writes digits whose decimal point stands after the first {@code point} of them. */
    private static String place(String digits, int point) {
        int count = digits.length();
        if (point > PLAIN_POINT_MAX || point < PLAIN_POINT_MIN) {
            String fraction = count > 1 ? "." + digits.substring(1) : "";
            int exponent = point - 1;
            return digits.charAt(0) + fraction + (exponent > 0 ? "e+" : "e") + exponent;
        }
        if (point >= count) {
            return digits + "0".repeat(point - count);
        }
        if (point > 0) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        return "0." + "0".repeat(-point) + digits;
    }
}
