package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stemma.core.Secret;
import stemma.postgres.PostgresAddon;
import stemma.store.StateAway;
import stemma.store.StateBusy;
import stemma.store.StateContract;
import stemma.store.StateCorrupt;
import stemma.store.StateDb;
import stemma.store.StateServer;
import stemma.store.StoreFailed;

/** The contract over a real PostgreSQL server, and what can happen to a server beside it. */
@TestInstance(Lifecycle.PER_CLASS)
final class PostgresStateTest extends StateContract {
    private final AtomicInteger schemas = new AtomicInteger();
    private final PostgresAddon addon = new PostgresAddon();
    private PostgresServer server;
    private StateServer place;

    @BeforeAll
    void begin() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void name() {
        place = server.state("s" + schemas.incrementAndGet());
    }

    @Override
    protected StateDb open(String... migrations) {
        return at(place, migrations);
    }

    private StateDb at(StateServer there, String... migrations) {
        return addon.open(there, PostgresServer.password(), List.of(migrations));
    }

    /** Who opens it in vain learns why, and never reads the password in it. */
    private String refusal(StateServer there, Supplier<Optional<Secret>> password, Class<? extends StoreFailed> as) {
        StoreFailed[] caught = new StoreFailed[1];
        assertThatThrownBy(() -> addon.open(there, password, List.of(FIRST)).close())
                .isInstanceOf(as)
                .satisfies(e -> caught[0] = (StoreFailed) e);
        StringBuilder all = new StringBuilder();
        for (Throwable e = caught[0]; e != null; e = e.getCause()) {
            all.append(e).append('\n');
        }
        assertThat(all.toString()).doesNotContain(PostgresServer.PASSWORD).doesNotContain("a wrong one");
        return String.valueOf(caught[0].getMessage());
    }

    @Test
    void saysWhereItIs() {
        try (StateDb db = open(FIRST)) {
            assertThat(db.where())
                    .startsWith("PostgreSQL ")
                    .contains(" at 127.0.0.1:")
                    .endsWith(place.schema());
        }
    }

    @Test
    void aWrongPasswordAndAMissingDatabaseAreNamed() {
        assertThat(refusal(place, () -> Optional.of(Secret.of("a wrong one")), StoreFailed.class))
                .contains("refuses the user keeper or its password");
        assertThat(refusal(place, Optional::empty, StoreFailed.class)).contains("[state]");
        StateServer elsewhere = new StateServer(
                place.host(), place.port(), "nowhere", place.user(), "s", place.tls(), Optional.empty(), 5, 5);
        assertThat(refusal(elsewhere, PostgresServer.password(), StoreFailed.class))
                .contains("createdb nowhere");
        StateServer closed =
                new StateServer(place.host(), 1, "postgres", place.user(), "s", place.tls(), Optional.empty(), 5, 5);
        assertThat(refusal(closed, PostgresServer.password(), StateAway.class)).contains("cannot be reached");
    }

    @Test
    void aRoleThatMayNotMakeASchemaIsToldWhatToGrant() throws SQLException {
        server.ask("create role guest login password 'a guest of the house'");
        StateServer guest = new StateServer(
                place.host(), place.port(), "postgres", "guest", place.schema(), place.tls(), Optional.empty(), 5, 5);
        Supplier<Optional<Secret>> password = () -> Optional.of(Secret.of("a guest of the house"));
        assertThat(refusal(guest, password, StoreFailed.class))
                .contains("create schema " + place.schema() + " authorization guest");
        server.ask("create schema " + place.schema() + " authorization guest");
        try (StateDb db = addon.open(guest, password, List.of(FIRST))) {
            assertThat(db.<Integer>write(sql -> put(sql, "x"))).isEqualTo(1);
        }
    }

    @Test
    void twoNodesNeverShareOneState() {
        try (StateDb first = open(FIRST)) {
            assertThat(refusal(place, PostgresServer.password(), StateBusy.class))
                    .contains("another node (stemma from 127.0.0.1", "[state] schema");
            try (StateDb other = at(server.state(place.schema() + "_b"), FIRST)) {
                other.write(sql -> put(sql, "apart"));
            }
            assertThat(count(first)).isZero();
        }
        try (StateDb second = open(FIRST)) {
            assertThat(count(second)).isZero();
        }
    }

    @Test
    void whoLostItsConnectionsGoesOnUnlessAnotherCameBetween() throws SQLException {
        try (StateDb first = open(FIRST)) {
            first.write(sql -> put(sql, "one"));
            assertThat(count(first)).isEqualTo(1);
            cutAll();
            assertThat(count(first)).as("a read begins again").isEqualTo(1);
            assertThatThrownBy(() -> first.write(sql -> put(sql, "two"))).isInstanceOf(StateAway.class);
            first.write(sql -> put(sql, "three"));
            assertThat(count(first)).isEqualTo(2);
            cutAll();
            try (StateDb second = open(FIRST)) {
                assertThatThrownBy(() -> first.read(sql -> sql.tables("note"))).isInstanceOf(StateBusy.class);
                assertThatThrownBy(() -> first.write(sql -> put(sql, "x"))).isInstanceOf(StateAway.class);
                second.write(sql -> put(sql, "of another node"));
            }
            assertThatThrownBy(() -> first.write(sql -> put(sql, "four")))
                    .isInstanceOf(StateBusy.class)
                    .hasMessageContaining("while this one had lost its connection");
            assertThatThrownBy(() -> count(first)).isInstanceOf(StateBusy.class);
        }
    }

    /** As a server that ends, or a network that forgets, does to all of a node's connections. */
    private void cutAll() throws SQLException {
        server.ask(
                "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where application_name = 'stemma'");
    }

    @Test
    void aServerThatDiedKeepsWhatWasAcknowledged() throws Exception {
        try (StateDb db = open(FIRST)) {
            for (int i = 0; i < 20; i++) {
                db.write(sql -> put(sql, "kept"));
            }
            server.kill();
            try {
                assertThatThrownBy(() -> db.write(sql -> put(sql, "lost")))
                        .isInstanceOf(StateAway.class)
                        .hasMessageContaining("cannot be reached")
                        .hasMessageContaining("the ledger is not touched");
                assertThatThrownBy(() -> count(db)).isInstanceOf(StateAway.class);
            } finally {
                server.startAgain();
            }
            assertThat(count(db)).isEqualTo(20);
            db.write(sql -> put(sql, "after"));
            assertThat(count(db)).isEqualTo(21);
        }
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() {
        StateServer hurried = server.state("127.0.0.1", place.schema(), StateServer.Tls.DISABLE, Optional.empty(), 1);
        try (StateDb db = at(hurried, FIRST)) {
            assertThatThrownBy(() -> db.read(sql -> sql.one(row -> row.textOrNone(1), "select pg_sleep(20)")))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining("within 1 s")
                    .hasMessageContaining("statement_seconds_max");
            assertThat(count(db)).isZero();
        }
    }

    @Test
    void tlsIsWhatItSays() {
        assertThat(open(StateServer.Tls.REQUIRE, Optional.empty())).isEqualTo("true");
        assertThat(open(StateServer.Tls.VERIFY_FULL, Optional.of(server.authority())))
                .isEqualTo("true");
        assertThat(open(StateServer.Tls.DISABLE, Optional.empty())).isEqualTo("false");
        StateServer unknown =
                server.state("localhost", place.schema(), StateServer.Tls.VERIFY_FULL, Optional.empty(), 5);
        assertThat(refusal(unknown, PostgresServer.password(), StoreFailed.class))
                .contains("is not trusted", "verify-full", "[state] authority");
    }

    private String open(StateServer.Tls tls, Optional<Path> authority) {
        try (StateDb db = at(server.state("localhost", place.schema(), tls, authority, 5), FIRST)) {
            return db.read(sql -> sql.one(
                            row -> row.text(1), "select ssl::text from pg_stat_ssl where pid = pg_backend_pid()"))
                    .orElseThrow();
        }
    }

    @Test
    void aFullDiskIsNamedAndLosesNothing() throws SQLException {
        Needs.that(server.boxed(), "no box may be made here, so that a server's full disk is not tested");
        try (StateDb db = open(FIRST)) {
            db.write(sql -> put(sql, "kept"));
            server.ask("create tablespace small location '" + server.small() + "'");
            server.ask("alter table " + place.schema() + ".note set tablespace small");
            try {
                assertThatThrownBy(() -> db.write(sql -> {
                            for (int i = 0; i < PostgresServer.SMALL_DISK_BYTES / 1_000; i++) {
                                put(sql, "x".repeat(1_900));
                            }
                            return true;
                        }))
                        .isInstanceOf(StoreFailed.class)
                        .hasMessageContaining("its disk is full");
                assertThat(count(db)).isEqualTo(1);
                db.write(sql -> put(sql, "small"));
                assertThat(count(db)).isEqualTo(2);
            } finally {
                server.ask("drop schema " + place.schema() + " cascade");
                server.ask("drop tablespace small");
            }
        }
    }

    @Test
    void aDamageIsFoundAndSetAside() throws Exception {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> {
                for (int i = 0; i < 500; i++) {
                    put(sql, "x".repeat(100));
                }
                return true;
            });
        }
        Path file = server.file(place.schema() + ".note");
        server.stop();
        damage(file);
        server.startAgain();
        try (StateDb db = open(FIRST)) {
            assertThat(db.sound()).isFalse();
            assertThatThrownBy(() -> db.read(sql -> sql.all(row -> row.text(1), "SELECT text FROM note")))
                    .isInstanceOf(StateCorrupt.class)
                    .hasMessageContaining("stemma rebuild");
            assertThatThrownBy(() -> addon.setAside(place, PostgresServer.password()))
                    .as("while a node holds it")
                    .isInstanceOf(StateBusy.class);
        }
        addon.setAside(place, PostgresServer.password());
        addon.setAside(place, PostgresServer.password());
        try (StateDb db = open(FIRST)) {
            assertThat(db.sound()).isTrue();
            assertThat(count(db)).isZero();
        }
        assertThat(server.ask("select count(*) from pg_namespace where nspname = '" + place.schema() + "_damaged'"))
                .isEqualTo("1");
    }

    private static void damage(Path file) throws IOException {
        try (RandomAccessFile table = new RandomAccessFile(file.toFile(), "rw")) {
            table.seek(8_192 + 4_000);
            table.write(new byte[500]);
        }
    }

    @Test
    void nothingOfTheEnvironmentHasASay() {
        try (StateDb db = open(FIRST)) {
            Optional<String> settings = db.read(sql -> sql.one(
                    row -> row.text(1),
                    "select current_setting('synchronous_commit') || ' ' || current_setting('search_path')"));
            assertThat(settings).contains("on " + place.schema());
        }
    }
}
