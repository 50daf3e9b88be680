package stemma.node;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import stemma.core.LogFailed;
import stemma.core.Refusal;
import stemma.gateway.GatewayFailed;
import stemma.gateway.verb.Shell;
import stemma.identity.IdentityFailed;
import stemma.ledger.LedgerFailed;
import stemma.policy.RulesBroken;
import stemma.store.Home;
import stemma.store.HomeBusy;
import stemma.store.StateBusy;
import stemma.store.StoreFailed;

/**
 * Runs a verb in this process, over a home that no node holds open. The home is opened, and made where
 * there is none, when the verb asks for the node.
 */
final class LocalVerb {
    private LocalVerb() {}

    static int run(Home home, List<String> arguments, Map<String, String> environment, Shell shell)
            throws InterruptedException {
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        try {
            if (!arguments.isEmpty() && Up.VERBS.contains(arguments.getFirst())) {
                return Up.run(home, arguments, environment, shell);
            }
            if (!arguments.isEmpty() && arguments.getFirst().equals(RestoreVerb.NAME)) {
                return RestoreVerb.run(home, arguments, shell);
            }
            boolean rebuilding = arguments.equals(List.of("rebuild"));
            try (LateNode node = new LateNode(() -> Node.open(home, environment, rebuilding), err)) {
                Thread verb = Thread.currentThread();
                shell.onSignal(name -> verb.interrupt());
                return new Cli(Rooms.catalogue(node), Rooms.terminalVerbs(node)).run(arguments, shell);
            } catch (LedgerDamaged damaged) {
                return DamagedHome.run(home, arguments, environment, shell, damaged);
            }
        } catch (HomeBusy | StateBusy | GatewayFailed e) {
            err.println("stemma: " + e.getMessage());
            return Refusal.Kind.CONFLICT.exit();
        } catch (StoreFailed | IdentityFailed | LedgerFailed | LogFailed | LedgerDamaged e) {
            err.println("stemma: " + e.getMessage());
            return Refusal.Kind.UNAVAILABLE.exit();
        } catch (RulesBroken e) {
            err.println("stemma: " + e.getMessage());
            return Refusal.Kind.BAD_INPUT.exit();
        } catch (Refusal e) {
            err.println("stemma: " + e.getMessage());
            return e.kind().exit();
        }
    }
}
