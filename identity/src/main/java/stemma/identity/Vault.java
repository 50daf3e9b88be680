package stemma.identity;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Entropy;
import stemma.core.Permit;
import stemma.core.Refusal;
import stemma.core.Secret;
import stemma.store.Disk;
import stemma.store.Home;

/**
 * The node's secrets, encrypted in one file of the home and clear only in this object.
 *
 * <pre>
 *   no file --put--> open, wrapped by the node's key <--passphrase--> open, wrapped by a passphrase
 *                                                                        lock |   ^ unlock
 *                                                                             v   |
 *                                                                            locked
 * </pre>
 *
 * A vault that the node's key opens protects a copy of the file without the key beside it, and nothing
 * more: it is there so that a node starts unattended. A passphrase protects the whole folder of a node
 * that does not run. Either way a node that runs unlocked holds the secrets in its memory.
 *
 * <p>What is changed is durable in the file before it is known here, and the file is replaced in one
 * step. A file that was changed by anybody else is refused and left as it is. Thread-safe.
 */
public final class Vault implements SecretSource {
    /** The most secrets of one vault. */
    public static final int SECRETS_MAX = 128;

    private final Disk disk;
    private final Path path;
    private final byte[] nodeKey;
    private final Entropy entropy;
    private final Clock clock;
    private final Map<String, Long> used = new HashMap<>();
    private SortedMap<String, VaultEntry> entries = new TreeMap<>();
    private VaultWrap wrap = new VaultWrap.NodeKey();
    private byte[] sealedKey;
    private byte @Nullable [] dataKey;

    private Vault(Disk disk, Home home, Identity identity, Entropy entropy, Clock clock) {
        this.disk = disk;
        this.path = path(home);
        this.nodeKey = identity.derived("stemma vault wrap v1");
        this.entropy = entropy;
        this.clock = clock;
        byte[] fresh = entropy.bytes(Aead.KEY_BYTES);
        this.dataKey = fresh;
        this.sealedKey = VaultFile.sealedKey(wrap, nodeKey, fresh, entropy);
    }

    /** Where the vault of a home is. */
    public static Path path(Home home) {
        return home.keys().resolve("vault");
    }

    /**
     * Opens the home's vault, which begins with the first secret that is put. One with a passphrase is
     * locked until {@link #unlock}.
     *
     * @throws IdentityFailed when the file was changed or damaged
     */
    public static Vault open(Disk disk, Home home, Identity identity, Entropy entropy, Clock clock) {
        Vault vault = new Vault(disk, home, identity, entropy, clock);
        vault.load();
        return vault;
    }

    private void load() {
        Optional<VaultFile> file = file();
        if (file.isPresent()) {
            wrap = file.get().wrap();
            sealedKey = file.get().sealedKey();
            dataKey = null;
            if (wrap instanceof VaultWrap.NodeKey) {
                open(file.get(), nodeKey);
            }
        }
    }

    private Optional<VaultFile> file() {
        try {
            return disk.content(path, VaultFile.FILE_BYTES_MAX).map(VaultFile::parse);
        } catch (IdentityFailed e) {
            IdentityFailed damaged = damaged(String.valueOf(e.getMessage()));
            damaged.initCause(e);
            throw damaged;
        }
    }

    private void open(VaultFile file, byte[] wrappingKey) {
        byte[] key = file.dataKey(wrappingKey).orElseThrow(() -> damaged("its key does not open with the node's own"));
        byte[] body = file.entries(key).orElseThrow(() -> damaged("its secrets do not open with its key"));
        entries = VaultEntry.parse(body);
        dataKey = key;
    }

    private IdentityFailed damaged(String why) {
        return new IdentityFailed("the vault " + path + " was changed or damaged: " + why
                + ". It is left as it is; restore it from a backup, or move it away to begin an empty one");
    }

    /** Whether a passphrase is needed first. */
    public synchronized boolean locked() {
        return dataKey == null;
    }

    /** Whether a passphrase protects it. */
    public synchronized boolean hasPassphrase() {
        return wrap instanceof VaultWrap.Passphrase;
    }

    /** Opens it with its passphrase; false when that is another, or the lines it is bound to were changed. */
    public synchronized boolean unlock(Secret passphrase) {
        Optional<VaultFile> file = file();
        if (file.isEmpty() || !(file.get().wrap() instanceof VaultWrap.Passphrase(Stretch stretch))) {
            return !locked();
        }
        byte[] key = stretch.key(passphrase);
        if (file.get().dataKey(key).isEmpty()) {
            return false;
        }
        wrap = file.get().wrap();
        sealedKey = file.get().sealedKey();
        open(file.get(), key);
        return true;
    }

    /** The names, when and by whom each was put, and when it was last used since the node started. */
    synchronized List<Listed> list() {
        requireOpen();
        return entries.values().stream()
                .map(e -> new Listed(e.handle().toString(), e.by(), e.putMillis(), used.getOrDefault(e.name(), 0L)))
                .toList();
    }

    /**
     * A secret as it may be shown.
     *
     * @param usedMillis 0 when it was not used since the node started
     */
    record Listed(String handle, String by, long putMillis, long usedMillis) {}

    /** Throws {@link Refusal} when this name cannot be put now. */
    synchronized void requirePuttable(String name) {
        requireOpen();
        if (!entries.containsKey(name) && entries.size() >= SECRETS_MAX) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT, "the vault holds " + SECRETS_MAX + " secrets, the most; remove one first");
        }
    }

    /** Throws {@link Refusal} when there is no such name. */
    synchronized void requireKnown(String name) {
        requireOpen();
        if (!entries.containsKey(name)) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "the vault holds no " + name + "; see stemma vault list");
        }
    }

    synchronized void requireOpen() {
        if (locked()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "the vault is locked; open it with: stemma vault unlock");
        }
    }

    /** Puts a secret, in place of one of the same name. Returns whether there was one. */
    synchronized boolean put(VaultOps.Put input, Permit permit) {
        requirePuttable(input.name());
        permit.spend(new Effect(VaultOps.PUT.name(), VaultOps.target(input.name()), input.digest()));
        SortedMap<String, VaultEntry> next = new TreeMap<>(entries);
        boolean replaced = next.put(
                        input.name(),
                        new VaultEntry(
                                input.name(),
                                input.secret(),
                                permit.act().actor().toString(),
                                clock.millis()))
                != null;
        write(wrap, sealedKey, opened(), next);
        return replaced;
    }

    synchronized void remove(String name, Permit permit) {
        requireKnown(name);
        permit.spend(new Effect(VaultOps.REMOVE.name(), VaultOps.target(name), Digest.EMPTY));
        SortedMap<String, VaultEntry> next = new TreeMap<>(entries);
        next.remove(name);
        write(wrap, sealedKey, opened(), next);
    }

    /** Wraps the secrets anew: with a passphrase, or with the node's own key when it is empty. */
    synchronized void rewrap(VaultOps.Phrase input, Permit permit) {
        requireOpen();
        permit.spend(new Effect(VaultOps.PASSPHRASE.name(), VaultOps.WHOLE, input.digest()));
        VaultWrap next = input.secret().isEmpty() ? new VaultWrap.NodeKey() : VaultWrap.passphrase(entropy);
        byte[] wrapping = next instanceof VaultWrap.Passphrase(Stretch stretch) ? stretch.key(input.secret()) : nodeKey;
        byte[] key = entropy.bytes(Aead.KEY_BYTES);
        write(next, VaultFile.sealedKey(next, wrapping, key, entropy), key, entries);
    }

    synchronized boolean unlock(VaultOps.Phrase input, Permit permit) {
        permit.spend(new Effect(VaultOps.UNLOCK.name(), VaultOps.WHOLE, input.digest()));
        return unlock(input.secret());
    }

    /** Forgets the secrets until the passphrase is given again. */
    synchronized void lock(Permit permit) {
        permit.spend(new Effect(VaultOps.LOCK.name(), VaultOps.WHOLE, Digest.EMPTY));
        byte[] key = dataKey;
        if (key != null) {
            Arrays.fill(key, (byte) 0);
        }
        dataKey = null;
        entries = new TreeMap<>();
    }

    private byte[] opened() {
        byte[] key = dataKey;
        if (key == null) {
            throw new IllegalStateException("a locked vault is not written");
        }
        return key;
    }

    /** Refuses to write over a file that does not open any more with the key that is in use. */
    private void write(VaultWrap nextWrap, byte[] nextSealed, byte[] key, SortedMap<String, VaultEntry> next) {
        Optional<VaultFile> there = file();
        if (there.isPresent() && there.get().entries(opened()).isEmpty()) {
            throw damaged("it is not the file this node wrote");
        }
        disk.replace(
                path,
                VaultFile.of(nextWrap, nextSealed, key, VaultEntry.bytes(next), entropy)
                        .bytes());
        wrap = nextWrap;
        sealedKey = nextSealed;
        dataKey = key;
        entries = next;
    }

    @Override
    public synchronized Optional<Secret> find(String name) {
        Optional<VaultEntry> entry = Optional.ofNullable(entries.get(name));
        entry.ifPresent(e -> used.put(name, clock.millis()));
        return entry.map(VaultEntry::secret);
    }

    @Override
    public synchronized List<Known> known() {
        Collection<VaultEntry> all = entries.values();
        return all.stream().map(e -> new Known(e.handle(), e.secret())).toList();
    }
}
