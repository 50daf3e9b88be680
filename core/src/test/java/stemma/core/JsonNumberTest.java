package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JsonNumberTest {

    private static final long SERIAL_START = 0x0010_0000_0000_0000L;
    private static final int SERIAL_COUNT = 2_000;

    @Test
    void printsAppendixB() throws Exception {
        List<String> rows = Vectors.text("appendix-b.csv").lines().toList();
        assertThat(rows).hasSize(24);
        for (String row : rows) {
            String[] cells = row.split(",", 2);
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(cells[0], 16));
            assertThat(Json.of(value).text()).as(row).isEqualTo(cells[1]);
        }
    }

    /** The first lines of the published number file, made again and checked by their checksum. */
    @Test
    void printsThePublishedNumberFile() throws Exception {
        long linesMax = Boolean.getBoolean("stemma.deep") ? 1_000_000 : 100_000;
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        Generator generator = new Generator();
        long done = 0;
        for (String row : Vectors.text("es6-checksums.csv").lines().toList()) {
            String[] cells = row.split(",", 2);
            long lines = Long.parseLong(cells[0]);
            if (lines > linesMax) {
                break;
            }
            for (; done < lines; done++) {
                double value = generator.next();
                String line =
                        Long.toHexString(Double.doubleToRawLongBits(value)) + "," + JsonNumber.format(value) + "\n";
                sha.update(line.getBytes(StandardCharsets.US_ASCII));
            }
            MessageDigest soFar = (MessageDigest) sha.clone();
            assertThat(HexFormat.of().formatHex(soFar.digest()))
                    .as("%d lines", lines)
                    .isEqualTo(cells[1]);
        }
        assertThat(done).isEqualTo(linesMax);
    }

    @Test
    void findsTheFewestDigitsAsExactArithmeticDoes() {
        LongStream smallest = LongStream.rangeClosed(1, 3_000);
        LongStream any = new Random(8785).longs(3_000).map(bits -> bits & Long.MAX_VALUE);
        LongStream powersOfTwo = LongStream.range(1, 2_047).map(exponent -> exponent << 52);
        LongStream.concat(smallest, LongStream.concat(any, powersOfTwo))
                .mapToDouble(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .forEach(value -> assertThat(new BigDecimal(JsonNumber.format(value)))
                        .as(Double.toString(value))
                        .isEqualByComparingTo(fewestDigits(value)));
    }

    @Test
    void readsBackToTheSameDouble() {
        RandomJson random = new RandomJson(754);
        for (int i = 0; i < 300_000; i++) {
            double value = random.number() + 0.0;
            String text = JsonNumber.format(value);
            assertThat(Double.doubleToRawLongBits(Double.parseDouble(text)))
                    .as(text)
                    .isEqualTo(Double.doubleToRawLongBits(value));
        }
    }

    @Test
    void placesThePointWhereEcmaScriptDoes() {
        assertThat(JsonNumber.format(1e20)).isEqualTo("100000000000000000000");
        assertThat(JsonNumber.format(1e21)).isEqualTo("1e+21");
        assertThat(JsonNumber.format(1.5e21)).isEqualTo("1.5e+21");
        assertThat(JsonNumber.format(1e-6)).isEqualTo("0.000001");
        assertThat(JsonNumber.format(1.5e-6)).isEqualTo("0.0000015");
        assertThat(JsonNumber.format(1e-7)).isEqualTo("1e-7");
        assertThat(JsonNumber.format(-1.25e-7)).isEqualTo("-1.25e-7");
        assertThat(JsonNumber.format(0.5)).isEqualTo("0.5");
        assertThat(JsonNumber.format(12.5)).isEqualTo("12.5");
        assertThat(JsonNumber.format(-120)).isEqualTo("-120");
        assertThat(JsonNumber.format(-0.0)).isEqualTo("0");
    }

    /** Tries ever more digits, both neighbours at each length, until one reads back; exact but slow. */
    private static BigDecimal fewestDigits(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits <= 17; digits++) {
            List<BigDecimal> readBack = Arrays.stream(
                            new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP})
                    .map(new RoundTo(exact, digits)::with)
                    .filter(candidate -> candidate.doubleValue() == value)
                    .toList();
            if (!readBack.isEmpty()) {
                return readBack.getFirst();
            }
        }
        throw new AssertionError("17 digits are enough for every double, but not for " + value);
    }

    private record RoundTo(BigDecimal exact, int digits) {
        BigDecimal with(RoundingMode mode) {
            return exact.round(new MathContext(digits, mode));
        }
    }

    /** The published sequence; the README beside the data describes it. */
    private static final class Generator {
        private final long[] fixed = Arrays.stream(
                        Vectors.text("es6-static.txt").trim().split("\\s+"))
                .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
                .toArray();
        private int index;
        private byte[] block = new byte[Digest.SIZE_BYTES];
        private ByteBuffer unread = ByteBuffer.allocate(0);

        double next() {
            int i = index++;
            if (i < fixed.length) {
                return Double.longBitsToDouble(fixed[i]);
            }
            if (i < fixed.length + SERIAL_COUNT) {
                return Double.longBitsToDouble(SERIAL_START + i - fixed.length);
            }
            double value = 0;
            while (value == 0 || !Double.isFinite(value)) {
                if (!unread.hasRemaining()) {
                    block = Digest.of(block).bytes();
                    unread = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
                }
                value = unread.getDouble();
            }
            return value;
        }
    }
}
