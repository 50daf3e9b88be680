package stemma.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.store.StateAway;
import stemma.store.StateCorrupt;
import stemma.store.StateServer;
import stemma.store.StoreFailed;

/** The differences, and the words for what a server refuses, without a server. */
final class PostgresDialectTest {
    private static final StateServer SERVER = StateServer.parse("postgresql://ann@db.example:5433/tables");
    private static final PostgresDialect DIALECT = new PostgresDialect(SERVER);

    @Test
    void columnsGetTheTypesThatHoldAsMuch() {
        assertThat(DIALECT.statement("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, raw blob,"
                        + " weight REAL) WITHOUT ROWID"))
                .isEqualTo("CREATE TABLE note (id bigint PRIMARY KEY, text text collate \"C\" NOT NULL, raw bytea,"
                        + " weight double precision)");
        assertThat(DIALECT.statement("alter table note add column more integer"))
                .isEqualTo("alter table note add column more bigint");
    }

    @Test
    void otherStatementsStayAsTheyAre() {
        for (String sql : List.of(
                "select text from note where id = ?",
                "insert into note (id, text) values (?, ?) on conflict (id) do update set text = excluded.text",
                "create index by_text on note (text)",
                "select likely from alike")) {
            assertThat(DIALECT.statement(sql)).isEqualTo(sql);
        }
        assertThat(DIALECT.statement("select id from note where text like ? escape '\\'"))
                .isEqualTo("select id from note where text ilike ? escape '\\'");
    }

    @Test
    void everyTextComesBack() {
        for (String text : List.of("", "plain", "\0", "a\0b\0", "\uE000", "\uE0000", "\uE000\0\uE0001", "0\0001")) {
            String kept = DIALECT.kept(text);
            assertThat(kept).doesNotContain("\0");
            assertThat(DIALECT.text(kept)).isEqualTo(text);
        }
        assertThat(DIALECT.kept("\0")).isNotEqualTo(DIALECT.kept("\uE000"));
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, refuses the user ann or its password",
        "3D000, createdb tables",
        "42501, create schema stemma authorization ann",
        "53100, its disk is full",
        "57014, statement_seconds_max",
        "55P03, try again",
        "42P01, refused: the first line"
    })
    void aRefusalNamesTheWayOut(String code, String words) {
        StoreFailed failed = DIALECT.refused(new SQLException("the first line\nand a second", code));
        assertThat(failed)
                .isExactlyInstanceOf(StoreFailed.class)
                .hasMessageContaining(words)
                .hasMessageContaining("db.example:5433")
                .hasMessageNotContaining("and a second");
    }

    @ParameterizedTest
    @CsvSource({"08001", "08003", "08006", "57P01", "57P02", "57P03", "53300"})
    void aServerThatIsAwayIsWaitedFor(String code) {
        assertThat(DIALECT.refused(new SQLException("gone", code)))
                .isInstanceOf(StateAway.class)
                .hasMessageContaining("the ledger is not touched");
    }

    @ParameterizedTest
    @CsvSource({"XX001", "XX002"})
    void aDamageIsNotWaitedFor(String code) {
        assertThat(DIALECT.refused(new SQLException("bad page", code))).isInstanceOf(StateCorrupt.class);
    }

    @Test
    void aRefusalWithoutACodeIsARefusal() {
        assertThat(DIALECT.refused(new SQLException("odd"))).hasMessageContaining("odd");
    }
}
