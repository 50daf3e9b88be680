package stemma.mind;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Entry;
import stemma.core.Json;
import stemma.ledger.Projection;
import stemma.store.Row;
import stemma.store.Sql;

/**
 * The goals as a table: one row each, folded from the goal's notes. When the log says that the node
 * was opened anew, what was active is no longer at work, and its row says so.
 */
public final class GoalProjection implements Projection {
    @Override
    public String name() {
        return "goal";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE goal_goals (id TEXT PRIMARY KEY, boot INTEGER NOT NULL, sequence INTEGER NOT NULL,"
                + " state TEXT NOT NULL, log_index INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID");
        sql.run("CREATE INDEX goal_by_age ON goal_goals (boot DESC, sequence DESC)");
        sql.run("CREATE INDEX goal_by_state ON goal_goals (state)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("DROP TABLE IF EXISTS goal_goals");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Booted booted -> interrupt(sql, index, booted.atMillis());
            case Entry.Noted note when note.topic().equals(GoalEvent.TOPIC) -> fold(sql, index, note);
            default -> {}
        }
    }

    private static void interrupt(Sql sql, long index, long atMillis) {
        List<Goal> active =
                sql.all(GoalProjection::goal, "SELECT body FROM goal_goals WHERE state = ?", GoalState.ACTIVE.word());
        active.forEach(goal -> keep(sql, index, goal.interrupted(atMillis)));
    }

    private static void fold(Sql sql, long index, Entry.Noted note) {
        ActId id = ActId.parse(note.subject());
        GoalEvent event = GoalEvent.of(note.body());
        long atMillis = note.body().longNumber("atMillis");
        Goal next = event instanceof GoalEvent.Created created
                ? Goal.of(id, created, atMillis)
                : find(sql, id)
                        .orElseThrow(
                                () -> new IllegalStateException("the log speaks of goal " + id + " before it was made"))
                        .after(event, atMillis);
        keep(sql, index, next);
    }

    private static void keep(Sql sql, long index, Goal goal) {
        sql.run(
                "INSERT INTO goal_goals (id, boot, sequence, state, log_index, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET boot = excluded.boot,"
                        + " sequence = excluded.sequence, state = excluded.state, log_index = excluded.log_index,"
                        + " body = excluded.body",
                goal.id().toString(),
                goal.id().boot(),
                goal.id().sequence(),
                goal.state().word(),
                index,
                GoalJson.of(goal).text());
    }

    /** The goal of that id. */
    public static Optional<Goal> find(Sql sql, ActId id) {
        return sql.one(GoalProjection::goal, "SELECT body FROM goal_goals WHERE id = ?", id.toString());
    }

    /** The newest goals first. */
    public static List<Goal> newest(Sql sql, int limit) {
        return sql.all(
                GoalProjection::goal, "SELECT body FROM goal_goals ORDER BY boot DESC, sequence DESC LIMIT ?", limit);
    }

    /** Goals that have not ended, oldest first. */
    public static List<Goal> open(Sql sql) {
        return sql.all(
                GoalProjection::goal,
                "SELECT body FROM goal_goals WHERE state IN (?, ?) ORDER BY boot, sequence",
                GoalState.ACTIVE.word(),
                GoalState.WAITING.word());
    }

    private static Goal goal(Row row) {
        Json body = Json.parse(row.text(1).getBytes(StandardCharsets.UTF_8));
        if (body instanceof Json.Obj obj) {
            return GoalJson.goal(obj);
        }
        throw new IllegalStateException("the goal table holds something else than a goal; run stemma rebuild");
    }
}
