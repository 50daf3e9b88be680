package stemma.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stemma.store.StateServer;

/** Which servers are refused, and which are not. */
final class FactsTest {
    private static final StateServer SERVER = StateServer.parse("postgresql://ann@db.example/tables");

    private static Facts facts(int version, String encoding, boolean standby) {
        return new Facts(version, version / 10_000 + "." + version % 10_000, encoding, standby, true);
    }

    @Test
    void theOldestServerThatIsMendedIsEnough() {
        assertThat(facts(Facts.VERSION_MIN, "UTF8", false).lack(SERVER)).isEmpty();
        assertThat(facts(Facts.VERSION_MIN - 1, "UTF8", false).lack(SERVER))
                .hasValueSatisfying(lack -> assertThat(lack).contains("14 or later is needed"));
    }

    @Test
    void textMustBeKeptWhole() {
        assertThat(facts(150_003, "LATIN1", false).lack(SERVER))
                .hasValueSatisfying(lack -> assertThat(lack).contains("LATIN1", "--encoding UTF8", "tables"));
    }

    @Test
    void aStandbyCannotBeWritten() {
        assertThat(facts(150_003, "UTF8", true).lack(SERVER))
                .hasValueSatisfying(lack -> assertThat(lack).contains("standby", "primary"));
    }

    @Test
    void aServerThatForgetsSaysSo() {
        assertThat(facts(150_003, "UTF8", false).text()).isEqualTo("PostgreSQL 15.3");
        assertThat(new Facts(150_003, "15.3", "UTF8", false, false).text()).contains("fsync is off");
    }
}
