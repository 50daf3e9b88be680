package stemma.bench;

import java.util.List;
import stemma.cartridge.engine.Linked;

/** What an instance costs before it does anything, in processor time: two sizes, and one small request. */
final class CartridgeCalls implements Measurement {
    private static final double BAR_REQUEST_MICROS = 15;
    private static final double BAR_PAGE_MICROS = 5;
    private static final double BAR_PAGES_MICROS = 50;

    @Override
    public String name() {
        return "cartridge-calls";
    }

    @Override
    public String what() {
        return "a fresh instance of a small module, and one that answers a request; processor time, the least of many";
    }

    @Override
    public List<Figure> run(Lab lab) throws Exception {
        Guests guests = new Guests();
        int batches = lab.rounds(60, 30);
        String text = Guests.resource("hello.wat");
        Linked hello = Guests.linked(Guests.assembled(lab, text));
        Linked large = Guests.linked(Guests.assembled(lab, text.replace("\"memory\") 1)", "\"memory\") 17)")));
        return List.of(
                Figure.of("fresh instance and one request", guests.request(hello, batches), "µs")
                        .bar(Bar.atMost(BAR_REQUEST_MICROS)),
                Figure.of("instance of 1 page", guests.build(hello, batches), "µs")
                        .bar(Bar.atMost(BAR_PAGE_MICROS)),
                Figure.of("instance of 17 pages", guests.build(large, batches), "µs")
                        .bar(Bar.atMost(BAR_PAGES_MICROS)));
    }
}
