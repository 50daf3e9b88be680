package stemma.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import stemma.core.Catalogue;
import stemma.core.Entropy;
import stemma.core.Refusal;
import stemma.gateway.Figures;
import stemma.gateway.Gateway;
import stemma.gateway.GatewayConfig;
import stemma.gateway.Listener;
import stemma.gateway.PublicFiles;
import stemma.gateway.Token;
import stemma.gateway.verb.Shell;
import stemma.gateway.verb.VerbServer;
import stemma.store.Home;
import stemma.store.LocalDisk;

/** {@code stemma up}: opens the home, serves it until a signal, and closes it cleanly. */
final class Up {
    /** {@code train} does all that {@code up} does on ports of its own and ends; for the start-up cache. */
    static final Set<String> VERBS = Set.of("up", "train");

    static final int INTERRUPTED = 130;

    private Up() {}

    /** {@code up} as the help shows it. */
    static final class Described implements Cli.TerminalVerb {
        @Override
        public String name() {
            return "up";
        }

        @Override
        public String summary() {
            return "Start the node: console and API on the loopback address, until Ctrl-C";
        }

        @Override
        public void options(CommandSpec spec) {}

        @Override
        public int run(ParseResult parsed, Shell shell) {
            throw new Refusal(Refusal.Kind.CONFLICT, "a node is running in this home already");
        }
    }

    static int run(Home home, List<String> arguments, Map<String, String> environment, Shell shell)
            throws InterruptedException {
        if (arguments.size() > 1) {
            return new Cli(Catalogue.of(List.of()), Map.of("up", new Described())).run(arguments, shell);
        }
        boolean training = arguments.getFirst().equals("train");
        PrintStream out = new PrintStream(shell.out(), true, StandardCharsets.UTF_8);
        CountDownLatch end = new CountDownLatch(1);
        shell.onSignal(name -> end.countDown());
        try (Closing closing = new Closing()) {
            Node node = closing.add(Node.open(home, environment));
            closing.add(Logs.open(home));
            Gateway gateway = closing.add(gateway(node, home, training));
            closing.add(VerbServer.open(home.socket(), node.cli(), new SignedPast(node.ledger())));
            node.servedBy(gateway);
            if (training) {
                return Training.run(node);
            }
            SecretInput.unlock(node.vault(), shell);
            greet(node, gateway, out);
            node.beBorn();
            end.await();
            out.println("stemma: stopping");
            return Cli.OK;
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Kind.UNAVAILABLE, "the socket " + home.socket() + " cannot be opened: " + e.getMessage());
        }
    }

    private static Gateway gateway(Node node, Home home, boolean training) {
        Token token = HomeFiles.token(new LocalDisk(), home, Entropy.system());
        NodeConfig c = node.config();
        GatewayConfig ports = training
                ? GatewayConfig.standard().onPorts(0, 0, 0)
                : GatewayConfig.standard().onPorts(c.operatorPort(), c.publicPort(), c.metricsPort());
        String console = System.getProperty("stemma.console", "");
        GatewayConfig paced = ports.withRates(ports.rates().withCalls(c.callsAMinute()));
        GatewayConfig config = console.isEmpty() ? paced : paced.withConsole(Path.of(console));
        return Gateway.open(
                config,
                node.catalogue(),
                token,
                new Gateway.Ports(
                        node.events(),
                        node.replay(),
                        name -> node.publicLog()
                                .get(name)
                                .map(piece -> new PublicFiles.Piece(piece.bytes(), piece.tile())),
                        node::ask,
                        () -> node.ledger().damage().map(damage -> "the ledger is damaged: " + damage.why()),
                        figures(node),
                        node.clock(),
                        Entropy.system()));
    }

    private static Figures figures(Node node) {
        return new Figures() {
            @Override
            public Map<String, Long> actsByEnding() {
                return node.acts().countByEnding();
            }

            @Override
            public long ledgerEntries() {
                return node.ledger().size();
            }
        };
    }

    private static void greet(Node node, Gateway gateway, PrintStream out) {
        out.println("stemma " + Version.text() + " is alive: http://127.0.0.1:" + gateway.port(Listener.OPERATOR));
        out.println("  open      " + gateway.loginLink() + "   (works once, for ten minutes)");
        out.println("  home      " + node.home().root());
        out.println("  key       " + node.identity().signer().name());
        out.println("  model     "
                + node.config()
                        .model()
                        .map(NodeConfig.Model::name)
                        .orElse("none, the embedded planner plans; node.toml sets one"));
        out.println("  sandbox   " + node.probe().strength().name().toLowerCase(Locale.ROOT));
        if (node.vault().locked()) {
            out.println("  note      the vault is locked; open it with: stemma vault unlock");
        }
        node.modelLack().ifPresent(lack -> out.println("  note      " + lack));
        node.warnings().forEach(warning -> out.println("  note      " + warning));
        out.println("  stop      Ctrl-C");
    }
}
