package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Clock;
import stemma.store.FaultyDisk;
import stemma.store.LocalDisk;

@Timeout(60)
class LedgerExportTest {
    private static final Path HOME = Path.of("/home-of-test");

    private final FaultyDisk disk = new FaultyDisk();

    private LedgerExport export(LedgerFile ledger) {
        return new LedgerExport(disk, HOME, PublicLogTest.over(disk, ledger), Fixture.SIGNER.verifier());
    }

    @Test
    void writesEveryPieceAndTheCheckpointLast() throws InterruptedException {
        Path folder = Path.of("/srv/log");
        try (LedgerFile ledger = Fixture.open(disk)) {
            Fixture.fill(ledger, 0, 300);
            ledger.checkpoint();
            LedgerExport.Exported exported = export(ledger).write(folder);
            assertThat(exported.size()).isEqualTo(300);
            assertThat(exported.files()).isEqualTo(5 + 3);
            PublicLog log = PublicLogTest.over(disk, ledger);
            for (String name : List.of(
                    "checkpoint",
                    "tile/0/000",
                    "tile/0/001.p/44",
                    "tile/1/000.p/1",
                    "tile/entries/000",
                    "tile/entries/001.p/44")) {
                assertThat(disk.content(folder.resolve(name), 1 << 16))
                        .as(name)
                        .contains(log.get(name).orElseThrow().bytes());
            }
            assertThat(disk.content(folder.resolve("node.pub"), 1 << 16))
                    .contains((Fixture.SIGNER.verifier().text() + "\n").getBytes(StandardCharsets.UTF_8));
            assertThat(disk.list(folder))
                    .extracting(p -> p.getFileName().toString())
                    .containsExactlyInAnyOrder("checkpoint", "check.py", "node.pub");
        }
    }

    @Test
    void anExportThatDoesNotEndHasNoCheckpoint() {
        try (LedgerFile ledger = Fixture.open(disk)) {
            Fixture.fill(ledger, 0, 300);
            ledger.checkpoint();
            for (int at = 1; at <= 8; at++) {
                FaultyDisk target = new FaultyDisk();
                target.powerOffAfter(at);
                LedgerExport export =
                        new LedgerExport(target, HOME, PublicLogTest.over(disk, ledger), Fixture.SIGNER.verifier());
                assertThatThrownBy(() -> export.write(Path.of("/srv/log"))).hasMessageContaining("power");
                if (at < 8) {
                    assertThat(target.content(Path.of("/srv/log/checkpoint"), 1 << 16))
                            .isEmpty();
                }
            }
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> export(ledger).write(Path.of("/srv/other")))
                    .isInstanceOf(InterruptedException.class);
            assertThat(disk.content(Path.of("/srv/other/checkpoint"), 1 << 16)).isEmpty();
        }
    }

    @Test
    void refusesFoldersThatAreNoPlaceForIt(@TempDir Path temp) throws InterruptedException {
        try (LedgerFile ledger = Fixture.open(disk)) {
            Fixture.fill(ledger, 0, 1);
            ledger.checkpoint();
            LedgerExport export = new LedgerExport(
                    new LocalDisk(), HOME, PublicLogTest.over(disk, ledger), Fixture.SIGNER.verifier());
            assertThat(export.refusal(Path.of("log"))).contains("absolute");
            assertThat(export.refusal(Path.of("/srv/../log"))).contains("absolute");
            assertThat(export.refusal(Path.of("/"))).contains("absolute");
            assertThat(export.refusal(HOME.resolve("ledger"))).contains("own home");
            assertThat(export.refusal(HOME)).contains("own home");
            Path folder = temp.resolve("log");
            assertThat(export.refusal(folder)).isEmpty();
            export.write(folder);
            assertThat(export.refusal(folder)).contains("not empty");
        }
    }

    @Test
    void theCosignedCheckpointGoesAlong() throws InterruptedException {
        CosignaturesTest.Witness witness = new CosignaturesTest.Witness("w.example/1", 1);
        Witnesses one = new Witnesses(List.of(witness.key), 1);
        try (LedgerFile ledger = Fixture.open(disk)) {
            Fixture.fill(ledger, 0, 3);
            Note note = ledger.checkpoint().note();
            Cosignatures cosignatures =
                    Cosignatures.open(disk, Fixture.FOLDER, ledger, Fixture.SIGNER.verifier(), one, Clock.system());
            long now = Clock.system().millis() / 1_000;
            Note cosigned =
                    new Note(note.text(), List.of(note.signatures().getFirst(), witness.line(note.text(), now)));
            byte[] bytes = cosigned.encoded().getBytes(StandardCharsets.UTF_8);
            cosignatures.add(bytes);
            LedgerExport export =
                    new LedgerExport(disk, HOME, new PublicLog(ledger, cosignatures), Fixture.SIGNER.verifier());
            assertThat(export.write(Path.of("/srv/log")).files()).isEqualTo(2 + 4);
            assertThat(disk.content(Path.of("/srv/log/cosigned"), 1 << 16)).contains(bytes);
            assertThat(disk.content(Path.of("/srv/log/checkpoint"), 1 << 16)).contains(bytes);
            assertThat(Optional.of(export.refusal(Path.of("/srv/log"))))
                    .hasValueSatisfying(why -> assertThat(why).contains("not empty"));
        }
    }
}
