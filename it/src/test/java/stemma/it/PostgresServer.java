package stemma.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import stemma.core.Secret;
import stemma.store.StateServer;

/**
 * A real PostgreSQL server of the test's own: a cluster in a temporary folder, on a loopback port, run by
 * an unprivileged user, as the server demands it. Its language orders texts otherwise than by their bytes,
 * as most servers' do, and its pages carry sums. It is ended by its process id.
 */
final class PostgresServer implements AutoCloseable {
    static final String USER = "keeper";
    static final String PASSWORD = "four grey seals bask";

    /** Bytes of the small disk, a folder in memory where the server could be given one. */
    static final int SMALL_DISK_BYTES = 2 << 20;

    private static final String UNPRIVILEGED = "65534";
    private static final int WAIT_SECONDS_MAX = 60;
    private static final int POLL_MILLIS = 20;

    private final Path folder;
    private final Path programs;
    private final int port;
    private final boolean boxed;
    private Optional<Process> process = Optional.empty();

    private PostgresServer(Path folder, Path programs, int port, boolean boxed) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
        this.boxed = boxed;
    }

    /** Makes a cluster and starts it, or skips the test, aloud. */
    static PostgresServer start() throws IOException, InterruptedException {
        Optional<Path> programs = programs();
        Needs.that(programs.isPresent(), "no PostgreSQL server is installed, so that a state on one is not tested");
        Path folder = Files.createTempDirectory("stemma-postgres").toRealPath();
        PostgresServer server = new PostgresServer(folder, programs.orElseThrow(), freePort(), mayBox());
        try {
            server.make();
            server.start(WAIT_SECONDS_MAX);
            return server;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
    }

    /** The newest of Debian's, or whatever is on the path. */
    private static Optional<Path> programs() throws IOException {
        List<Path> folders = new ArrayList<>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(folders::add);
            }
        }
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(Path::of)
                .forEach(folders::add);
        return folders.stream()
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether an unprivileged user may have a folder in memory of its own here. */
    private static boolean mayBox() throws IOException, InterruptedException {
        return Files.isExecutable(Path.of("/usr/bin/bwrap"))
                && new ProcessBuilder(unprivileged(List.of("bwrap", "--dev-bind", "/", "/", "true")))
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }

    private static List<String> unprivileged(List<String> command) {
        if (!Needs.root()) {
            return command;
        }
        List<String> all =
                new ArrayList<>(List.of("setpriv", "--reuid", UNPRIVILEGED, "--regid", UNPRIVILEGED, "--clear-groups"));
        all.addAll(command);
        return all;
    }

    private void make() throws IOException, InterruptedException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        Files.createDirectory(small());
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                authority().toString());
        if (Needs.root()) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.toList()) {
                    Files.setAttribute(each, "unix:uid", Integer.parseInt(UNPRIVILEGED));
                }
            }
        }
        Files.setPosixFilePermissions(folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
        run(unprivileged(List.of(
                        programs.resolve("initdb").toString(),
                        "-D",
                        data(),
                        "-U",
                        USER,
                        "-A",
                        "scram-sha-256",
                        "--pwfile",
                        password.toString(),
                        "-k",
                        "-E",
                        "UTF8",
                        "--locale=C.UTF-8",
                        "--locale-provider=icu",
                        "--icu-locale=en-US",
                        "--no-sync",
                        "--no-instructions"))
                .toArray(String[]::new));
    }

    /** The disk on which tables may be laid, and which is full soon; where the server is not boxed a folder as any. */
    Path small() {
        return folder.resolve("small");
    }

    boolean boxed() {
        return boxed;
    }

    /** The certificate of the server, which signed itself. */
    Path authority() {
        return folder.resolve("authority.pem");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!made.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS) || made.exitValue() != 0) {
            made.destroyForcibly().waitFor();
            throw new AssertionError(String.join(" ", command) + " failed: " + NodeHome.text(log));
        }
    }

    /** Starts it again, and waits until it answers. */
    void startAgain() throws IOException, InterruptedException {
        start(WAIT_SECONDS_MAX);
    }

    private void start(int secondsMax) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (boxed) {
            command.addAll(List.of("bwrap", "--dev-bind", "/", "/", "--die-with-parent"));
            command.addAll(List.of("--size", String.valueOf(SMALL_DISK_BYTES), "--tmpfs", small().toString()));
        }
        command.addAll(List.of(programs.resolve("postgres").toString(), "-D", data(), "-p", String.valueOf(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "shared_buffers=16MB",
                "max_connections=30",
                "max_wal_size=64MB",
                "ssl=on",
                "ssl_cert_file=" + authority(),
                "ssl_key_file=" + folder.resolve("key.pem"))) {
            command.addAll(List.of("-c", setting));
        }
        Path log = folder.resolve("server.log");
        Process started = new ProcessBuilder(unprivileged(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = Optional.of(started);
        for (int waited = 0; waited < secondsMax * 1_000; waited += POLL_MILLIS) {
            if (answers()) {
                return;
            }
            if (!started.isAlive()) {
                break;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new AssertionError("the PostgreSQL server did not start: " + NodeHome.text(log));
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false; // not yet
        }
    }

    /** A connection of the owner of everything, beside those of the state. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, PASSWORD);
    }

    /** The first value that a statement answers with; an empty text where there is none. */
    String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet found = statement.getResultSet()) {
                return found.next() ? String.valueOf(found.getString(1)) : "";
            }
        }
    }

    /** Where a table's bytes lie. */
    Path file(String table) throws SQLException {
        return Path.of(data(), ask("select pg_relation_filepath('" + table + "')"));
    }

    /** How a node names this server; in the clear, on the loopback address. */
    String uri() {
        return "postgresql://" + USER + "@127.0.0.1:" + port + "/postgres";
    }

    StateServer state(String schema) {
        return state("127.0.0.1", schema, StateServer.Tls.DISABLE, Optional.empty(), 30);
    }

    StateServer state(
            String host, String schema, StateServer.Tls tls, Optional<Path> authority, int statementSecondsMax) {
        return new StateServer(host, port, "postgres", USER, schema, tls, authority, 5, statementSecondsMax);
    }

    static Supplier<Optional<Secret>> password() {
        return () -> Optional.of(Secret.of(PASSWORD));
    }

    /** Ends it as an operator would: open connections are closed, and all is written. */
    void stop() throws IOException, InterruptedException {
        end("fast");
    }

    /** Ends it as a power cut would: nothing more is written. */
    void kill() throws IOException, InterruptedException {
        end("immediate");
    }

    private void end(String mode) throws IOException, InterruptedException {
        run(unprivileged(List.of(programs.resolve("pg_ctl").toString(), "-D", data(), "-m", mode, "-w", "stop"))
                .toArray(String[]::new));
        process.orElseThrow().waitFor();
        process = Optional.empty();
    }

    /** Processor time of all its processes so far, in hundredths of a second. */
    long ticks() throws IOException {
        long sum = 0;
        for (ProcessHandle each : processes()) {
            String stat = Files.readString(Path.of("/proc/" + each.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            sum += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return sum;
    }

    /** Memory of all its processes, what they share counted once. */
    double mebibytes() throws IOException {
        long kibibytes = 0;
        for (ProcessHandle each : processes()) {
            kibibytes += Files.readAllLines(Path.of("/proc/" + each.pid() + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return kibibytes / 1_024.0;
    }

    private List<ProcessHandle> processes() {
        ProcessHandle root = process.orElseThrow().toHandle();
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    @Override
    public void close() throws IOException {
        try {
            if (process.filter(Process::isAlive).isPresent()) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server in " + folder + " ended", e);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
