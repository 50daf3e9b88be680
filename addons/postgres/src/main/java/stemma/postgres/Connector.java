package stemma.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import stemma.core.Secret;
import stemma.store.StateServer;

/**
 * How a connection is opened. Everything is said, so that no variable, password file or service file of
 * whoever started the node has a say: the driver would ask them for what is missing.
 */
record Connector(StateServer server, Supplier<Optional<Secret>> password) {
    private static final String NAME = "stemma";

    /** The server is to end a statement itself, and only a server that is gone is given up from here. */
    private static final int PATIENCE_SECONDS = 10;

    private static final int MILLIS = 1_000;

    Connection open(boolean readOnly) throws SQLException {
        Properties said = new Properties();
        PGProperty.USER.set(said, server.user());
        PGProperty.PASSWORD.set(said, password.get().map(Secret::reveal).orElse(""));
        PGProperty.APPLICATION_NAME.set(said, NAME);
        PGProperty.CONNECT_TIMEOUT.set(said, server.connectSecondsMax());
        PGProperty.SOCKET_TIMEOUT.set(said, server.statementSecondsMax() + PATIENCE_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(said, true);
        PGProperty.GSS_ENC_MODE.set(said, "disable");
        PGProperty.OPTIONS.set(said, options(readOnly));
        // its details quote the rows that a statement was about
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(said, false);
        PGProperty.SSL_MODE.set(said, server.tls().word());
        server.authority()
                .ifPresentOrElse(
                        file -> PGProperty.SSL_ROOT_CERT.set(said, file.toString()),
                        () -> useOwnTrust(said, server.tls()));
        String place = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        return Objects.requireNonNull(new Driver().connect(place, said), "a driver that takes its own address");
    }

    private static void useOwnTrust(Properties said, StateServer.Tls tls) {
        if (tls == StateServer.Tls.VERIFY_FULL) {
            PGProperty.SSL_FACTORY.set(said, "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    /** Settings of the session, whatever server, database and role have as theirs. */
    private String options(boolean readOnly) {
        return "-c search_path=" + server.schema()
                + " -c statement_timeout=" + server.statementSecondsMax() * MILLIS
                + " -c idle_in_transaction_session_timeout=0"
                + " -c synchronous_commit=on"
                + " -c client_min_messages=warning"
                + (readOnly
                        ? " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
                        : " -c default_transaction_read_only=off -c default_transaction_isolation=read\\ committed");
    }
}
