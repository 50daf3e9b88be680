package stemma.policy.simulation;
import java.nio.file.*;
import java.util.*;
import stemma.store.StateDb;
final class Main0 {
    public static void main(String[] a) throws Exception {
        Path tmp = Files.createTempDirectory(Path.of(a[2]), "sim");
        long t0=System.nanoTime(); int bad=0;
        int cr=0,fa=0,en=0,ef=0; long steps=0;
        try (StateDb db = StateDb.open(tmp.resolve("state.db"), tmp, List.of())) {
            for (long seed=Long.parseLong(a[0]); seed<Long.parseLong(a[1]); seed++) {
                Run.Outcome o = Run.of(seed, Planted.NOTHING, db);
                cr+=o.tally().crashes(); fa+=o.tally().failures(); en+=o.tally().unknown(); ef+=o.tally().effects(); steps+=o.transcript().length();
                if (!o.violation().isEmpty()) { bad++; if (bad<10) System.out.println(seed+": "+o.violation()); if (a.length>3) System.out.println(o.transcript()); }
                else if (a.length>3) System.out.println(o.transcript());
            }
        }
        System.out.println("bad "+bad+" crashes "+cr+" failures "+fa+" unknown "+en+" effects "+ef+" chars "+steps+" ms "+(System.nanoTime()-t0)/1000000);
    }
}
