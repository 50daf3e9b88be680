package stemma.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import stemma.postgres.PostgresAddon;
import stemma.store.StateDb;
import stemma.store.StateFile;

/** The figures of docs/adr/0008: one state on a file and one on a server of the same disk, turn by turn. */
final class StateBench {
    private static final String TABLE = "create table note (id integer primary key, text text not null);";
    private static final String TEXT = "x".repeat(400);
    private static final int TURNS = 2;
    private static final int BATCH = 100;
    private static final int SECONDS = 2;
    private static final long IDLE_MILLIS = 6_000;

    private int id;

    private StateBench() {}

    /** Prints the figures; takes about a minute. */
    public static void main(String... args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("state-bench");
        try (PostgresServer server = PostgresServer.start();
                StateDb file = StateFile.open(folder.resolve("state.db"), folder, List.of(TABLE));
                StateDb there =
                        new PostgresAddon().open(server.state("bench"), PostgresServer.password(), List.of(TABLE))) {
            StateBench onFile = new StateBench();
            StateBench onServer = new StateBench();
            for (int turn = 0; turn < TURNS; turn++) {
                onFile.figures("SQLite", file);
                onServer.figures("PostgreSQL", there);
            }
            idle(server);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(folder);
        }
    }

    private void figures(String name, StateDb db) {
        say(
                name,
                "durable commits of one row",
                rate(i -> db.write(sql -> sql.run("insert into note (id, text) values (?, ?)", ++id, TEXT))));
        say(
                name,
                "rows in durable commits of " + BATCH,
                BATCH
                        * rate(i -> db.write(sql -> {
                            for (int row = 0; row < BATCH; row++) {
                                sql.run("insert into note (id, text) values (?, ?)", ++id, TEXT);
                            }
                            return true;
                        })));
        say(
                name,
                "reads of one row",
                rate(i ->
                        db.read(sql -> sql.one(row -> row.text(1), "select text from note where id = ?", 1 + i % id))));
    }

    private static double rate(IntConsumer work) {
        long start = System.nanoTime();
        int done = 0;
        while (System.nanoTime() - start < SECONDS * 1_000_000_000L) {
            work.accept(done);
            done++;
        }
        return done / ((System.nanoTime() - start) / 1e9);
    }

    private static void idle(PostgresServer server) throws IOException, InterruptedException {
        Thread.sleep(IDLE_MILLIS / 2);
        long before = server.ticks();
        Thread.sleep(IDLE_MILLIS);
        say(
                "PostgreSQL",
                "ms of processor a second while nothing is asked",
                (server.ticks() - before) * 10.0 / (IDLE_MILLIS / 1_000.0));
        say("PostgreSQL", "MiB of its processes, shared pages once", server.mebibytes());
    }

    private static void say(String name, String what, double value) {
        System.out.printf(Locale.ROOT, "%-12s %-48s %,12.1f%n", name, what, value);
    }
}
