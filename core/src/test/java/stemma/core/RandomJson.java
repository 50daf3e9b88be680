package stemma.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random JSON values that visit the corners: every escape, every UTF-8 width, every number form. */
final class RandomJson {

    private static final int WIDTH_MAX = 5;
    private static final double[] EDGES = {
        0, -0.0, 1, -1, 1e21, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE, Json.INTEGER_MAX, -Json.INTEGER_MAX, 0.1
    };

    private final Random random;

    RandomJson(long seed) {
        this.random = new Random(seed);
    }

    Json value(int depthLeft) {
        return switch (random.nextInt(depthLeft == 0 ? 5 : 8)) {
            case 0 -> Json.ofNull();
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.of(random.nextInt());
            case 3 -> Json.of(number());
            case 4 -> Json.of(text());
            case 5 -> array(depthLeft - 1);
            default -> object(depthLeft - 1);
        };
    }

    private Json array(int depthLeft) {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(WIDTH_MAX); i > 0; i--) {
            items.add(value(depthLeft));
        }
        return Json.array(items);
    }

    private Json object(int depthLeft) {
        Map<String, Json> members = new TreeMap<>();
        for (int i = random.nextInt(WIDTH_MAX); i > 0; i--) {
            members.put(text(), value(depthLeft));
        }
        return new Json.Obj(members);
    }

    /** Any finite double with equal chance for every bit pattern, or an edge. */
    double number() {
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) && random.nextBoolean() ? any : EDGES[random.nextInt(EDGES.length)];
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(character());
        }
        return text.toString();
    }

    private int character() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> "\"\\/\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff".charAt(random.nextInt(10));
            case 2 -> random.nextInt(0x80, 0x800);
            case 3 -> random.nextInt(0x800, 0xd800);
            case 4 -> random.nextInt(0x10000, 0x110000);
            default -> random.nextInt('a', 'z' + 1);
        };
    }
}
