package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.store.Disk;

/** The node that these tests judge for: one goal with a folder. */
final class Home {
    static final Places PLACES = new Places("/home/ada/.stemma", "/home/ada", List.of("http://127.0.0.1:11434/v1"));
    /** What the node performs. */
    static final Set<String> OPS = Set.of(
            "fs.read",
            "fs.list",
            "fs.search",
            "fs.write",
            "fs.edit",
            "fs.apply",
            "fs.undo",
            "fs.discard",
            "fs.sweep",
            "fs.census",
            "ledger.erase",
            "ledger.export",
            "ledger.verify",
            "label.endorse",
            "proc.connect",
            "proc.exec",
            "proc.git",
            "proc.run",
            "proc.probe",
            "proc.ignored",
            "model.ask",
            "goal.start",
            "operator.add",
            "operator.remove",
            "policy.adopt",
            "purse.set",
            "cartridge.call",
            "cartridge.delete",
            "cartridge.deploy",
            "home.backup",
            "vault.list",
            "vault.lock",
            "vault.passphrase",
            "vault.put",
            "vault.remove",
            "vault.unlock");

    static final Actor GOAL = Actor.parse("goal:3.41");

    private Home() {}

    static GrantBook grants() {
        GrantBook grants = new GrantBook();
        grants.grantFolder(GOAL, "/work/app");
        return grants;
    }

    /** The managed rules of a machine whose root put them there, on this disk. */
    static ManagedFile managed(Disk disk) {
        return new ManagedFile(disk, ManagedFile.PLACE, path -> onRootsDisk(disk, path), 1_000);
    }

    private static Optional<ManagedFile.Owned> onRootsDisk(Disk disk, Path path) {
        if (!path.equals(ManagedFile.PLACE)) {
            return Optional.of(new ManagedFile.Owned(0, 0040755));
        }
        return disk.content(path, RuleParser.FILE_BYTES_MAX).map(bytes -> new ManagedFile.Owned(0, 0100644));
    }

    /** A home's rules below an administrator's. */
    static RulePolicy rules(String managed, String home, Clock clock) {
        return RulePolicy.of(
                RuleParser.written("policy.rules", OPS, PLACES).parse(home.getBytes(StandardCharsets.UTF_8)),
                RuleParser.managed(OPS, PLACES, false).parse(managed.getBytes(StandardCharsets.UTF_8)),
                PLACES,
                grants(),
                clock);
    }

    static RulePolicy rules(String text) {
        return RulePolicy.compile(text.getBytes(StandardCharsets.UTF_8), "policy.rules", OPS, PLACES, grants());
    }

    static RulePolicy rules(String text, Clock clock) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return RulePolicy.compile(utf8, "policy.rules", OPS, PLACES, grants(), clock);
    }

    static RulePolicy defaults() {
        return RulePolicy.compile(RulePolicy.template(), "policy.rules", OPS, PLACES, grants());
    }

    static Act act(String op, String target, String actor, Trust trust) {
        return new Act(
                op,
                target,
                Digest.EMPTY,
                Actor.parse(actor),
                new Provenance(trust, List.of()),
                Act.PURSE_DEFAULT,
                Cost.ZERO,
                Act.DEADLINE_MILLIS_DEFAULT,
                1);
    }

    static Decision decision(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> Decision.ALLOW;
            case Verdict.Ask ask -> Decision.ASK;
            case Verdict.Deny deny -> Decision.DENY;
        };
    }

    /** What the rules say of a command of the goal, nothing else being in the file. */
    static Decision exec(String rules, String command) {
        return decision(rules(rules).judge(act("proc.exec", command, "goal:3.41", Trust.WORKSPACE)));
    }

    static Decision of(RulePolicy policy, String op, String target) {
        return decision(policy.judge(act(op, target, "goal:3.41", Trust.WORKSPACE)));
    }
}
