package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server is named; what is wrong is refused and not repeated. */
class StateServerTest {
    @Test
    void whatIsNotSaidIsUsual() {
        StateServer server = StateServer.parse("postgresql://ann@db.example/tables");
        assertThat(server.port()).isEqualTo(5432);
        assertThat(server.tls()).isEqualTo(StateServer.Tls.VERIFY_FULL);
        assertThat(server.here()).isFalse();
        assertThat(server).hasToString("db.example:5432, database tables, schema stemma");
        StateServer near = StateServer.parse("postgresql://ann@127.0.0.1:1/tables");
        assertThat(near.tls()).isEqualTo(StateServer.Tls.DISABLE);
        assertThat(near.here()).isTrue();
        assertThat(StateServer.parse("postgresql://ann@[::1]/tables").here()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "postgresql://hunter2",
                "postgresql://db.example/hunter2",
                "mysql://hunter2@db.example/tables",
                "postgresql://ann:hunter2@db.example/tables",
                "postgresql://ann@db.example/tables?password=hunter2",
                "postgresql://ann@db.example/tables#hunter2",
                "postgresql://ann@db.example:0/hunter2",
                "postgresql://ann@db.example:65536/hunter2",
                "postgresql://ann@db.example/hunter2/more",
                "postgresql://ann hunter2@db.example/tables"
            })
    void anotherFormIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> StateServer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aPasswordInItIsNamedAsSuch() {
        assertThatThrownBy(() -> StateServer.parse("postgresql://ann:x@db.example/tables"))
                .hasMessageContaining("a password does not belong here");
    }

    @Test
    void aSchemaIsAPlainName() {
        assertThat(with("a".repeat(40)).schema()).hasSize(40);
        for (String schema : new String[] {"a".repeat(41), "", "1a", "A", "a-b", "a;drop", "a\""}) {
            assertThatThrownBy(() -> with(schema)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static StateServer with(String schema) {
        return new StateServer("h", 1, "d", "u", schema, StateServer.Tls.DISABLE, Optional.empty(), 1, 1);
    }
}
