package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stemma.policy.PurseOperations.PurseView;
import stemma.policy.PurseOperations.Unit;

/** Purses as a tree in a terminal. */
final class PurseText {
    private PurseText() {}

    static String of(PurseOperations.Listed listed) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < listed.purses().size(); i++) {
            PurseView purse = listed.purses().get(i);
            String branch = branch(listed.purses(), i);
            String name = branch + Shown.plain(purse.name());
            if (purse.units().isEmpty()) {
                rows.add(List.of(name, "any unit", "0 spent", "0 set aside", "no limit"));
            }
            for (Unit unit : purse.units()) {
                rows.add(List.of(name, unit.unit(), spent(purse, unit), aside(purse, unit), left(purse, unit)));
                name = branch.replace("├─", "│ ").replace("└─", "  ");
            }
        }
        return Shown.table(rows);
    }

    /** A limit of a whole kind was given nothing out of. */
    private static boolean kind(PurseView purse) {
        return purse.name().startsWith("each ");
    }

    private static String spent(PurseView purse, Unit unit) {
        return kind(purse) ? "" : number(unit.spent()) + " spent";
    }

    private static String aside(PurseView purse, Unit unit) {
        return kind(purse) ? "" : number(unit.reserved()) + " set aside";
    }

    private static String left(PurseView purse, Unit unit) {
        if (unit.most() < 0) {
            return "no limit";
        }
        if (kind(purse)) {
            return number(unit.most()) + " at most";
        }
        String period = purse.period().equals("day") ? " today" : "";
        return number(unit.left()) + " of " + number(unit.most()) + " left" + period;
    }

    private static String number(long amount) {
        return String.format(Locale.ROOT, "%,d", amount);
    }

    /** What leads to a purse: whether more of the same level follow decides the corner. */
    private static String branch(List<PurseView> purses, int at) {
        int depth = purses.get(at).depth();
        StringBuilder branch = new StringBuilder();
        for (int level = 1; level <= depth; level++) {
            boolean more = more(purses, at, level);
            branch.append(level == depth ? (more ? "├─ " : "└─ ") : (more ? "│  " : "   "));
        }
        return at == 0 ? "" : branch.toString();
    }

    private static boolean more(List<PurseView> purses, int at, int level) {
        for (int i = at + 1; i < purses.size() && purses.get(i).depth() >= level; i++) {
            if (purses.get(i).depth() == level) {
                return true;
            }
        }
        return false;
    }
}
