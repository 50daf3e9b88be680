package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Operation;

class PurseOperationsTest {
    private static final long MOST = 50_000;

    private final PurseBook book = new PurseBook(
            Map.of(
                    Act.PURSE_DEFAULT,
                    new PurseLimit(new Cost(MOST, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX), PurseLimit.Period.DAY)),
            Clock.system());
    private final PurseOperations operations = new PurseOperations(book);

    @Test
    void aFreshNodeShowsItsLimitAndNoOtherPurse() {
        assertThat(operations.list().purses())
                .singleElement()
                .isEqualTo(new PurseOperations.PurseView(
                        "node", "day", List.of(new PurseOperations.Unit("tokens", 0, 0, MOST))));
    }

    @Test
    void whatIsSpentAndWhatIsSetAsideAreToldApart() {
        ActId ended = ActId.parse("1.1");
        assertThat(book.reserve(ended, "goal:1.7", Cost.tokens(300))).isEmpty();
        book.settle(ended, Cost.tokens(120));
        assertThat(book.reserve(ActId.parse("1.2"), "goal:1.7", Cost.tokens(1_000)))
                .isEmpty();
        assertThat(operations.list().purses())
                .extracting(PurseOperations.PurseView::name)
                .containsExactly("node", "goal:1.7");
        assertThat(text()).isEqualTo("""
                        node         tokens: 120 spent, 1,000 set aside, 48,880 of 50,000 left (day)
                        goal:1.7     tokens: 120 spent, 1,000 set aside, no limit (whole life)""");
    }

    private String text() {
        Operation<?, ?> list = PurseOperations.all(() -> operations).getFirst();
        return said(list);
    }

    private static <I extends Record, O extends Record> String said(Operation<I, O> list) {
        try {
            I nothing = list.input().cast(new Operation.Nothing());
            Call call = new Call(Actor.operator("test"), line -> {});
            return list.text().apply(list.handler().handle(nothing, call));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
