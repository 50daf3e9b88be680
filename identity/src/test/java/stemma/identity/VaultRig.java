package stemma.identity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Entropy;
import stemma.core.Gate;
import stemma.core.Log;
import stemma.core.Operation;
import stemma.core.Performers;
import stemma.core.Purses;
import stemma.core.Recovered;
import stemma.core.Secret;
import stemma.core.Verdict;
import stemma.store.Home;
import stemma.store.LocalDisk;

/** A vault behind a real gate that allows everything, and what the gate wrote into its log. */
final class VaultRig implements AutoCloseable {
    final Home home;
    final Vault vault;
    final List<byte[]> logged = new ArrayList<>();

    private final VaultOperations operations;
    private final Gate gate;

    VaultRig(Path folder, long seed) {
        LocalDisk disk = new LocalDisk();
        home = new Home(folder);
        home.prepare();
        Entropy entropy = seeded(seed);
        vault = Vault.open(disk, home, Identity.open(disk, home, entropy), entropy, Clock.system());
        Performers.Builder performers = Performers.builder();
        VaultOperations.register(performers, vault);
        gate = Gate.open(
                new Gate.Ports(act -> new Verdict.Allow("test"), new FreePurses(), new ListLog(), Clock.system()),
                performers.build(),
                Recovered.NOTHING,
                "test");
        operations = new VaultOperations(gate, vault, entropy);
    }

    static Entropy seeded(long seed) {
        Random random = new Random(seed);
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    String put(String name, String secret) {
        return call("vault.put", new VaultOperations.Kept(name, Secret.of(secret)));
    }

    String remove(String name) {
        return call("vault.remove", new VaultOperations.Named(name));
    }

    String passphrase(String text) {
        return call("vault.passphrase", new VaultOperations.NewPhrase(Secret.of(text), Secret.of(text)));
    }

    String unlock(String text) {
        return call("vault.unlock", new VaultOperations.Phrase(Secret.of(text)));
    }

    String lock() {
        return call("vault.lock", new Operation.Nothing());
    }

    String list() {
        return call("vault.list", new Operation.Nothing());
    }

    /** The answer as the terminal shows it. */
    String call(String name, Record input) {
        Operation<?, ?> operation = VaultOperations.all(() -> operations).stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
        return called(operation, input);
    }

    @SuppressWarnings("unchecked") // the input is the operation's own
    private static <I extends Record, O extends Record> String called(Operation<I, O> operation, Record input) {
        Function<O, String> text = operation.text();
        try {
            return text.apply(operation.handler().handle((I) input, new Call(Actor.operator("test"), line -> {})));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gate.close();
    }

    private final class ListLog implements Log {
        @Override
        public synchronized long append(byte[] entry) {
            logged.add(entry);
            return logged.size() - 1L;
        }

        @Override
        public void awaitDurable(long index) {}
    }

    private static final class FreePurses implements Purses {
        @Override
        public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
            return Optional.empty();
        }

        @Override
        public void settle(ActId id, Cost spent) {}
    }
}
