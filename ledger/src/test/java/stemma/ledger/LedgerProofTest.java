package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stemma.core.Digest;
import stemma.store.FaultyDisk;

@Timeout(120)
class LedgerProofTest {
    @Test
    void provesAnyEntryUnderAnyLaterCheckpoint() {
        Random random = new Random(5);
        try (LedgerFile ledger = Fixture.open(new FaultyDisk(), 30_000)) {
            List<Checkpoint> signed = new ArrayList<>();
            List<Digest> leaves = new ArrayList<>();
            for (long size = 0; size < 1_500; ) {
                long next = size + 1 + random.nextInt(200);
                Fixture.fill(ledger, size, next);
                for (long i = size; i < next; i++) {
                    LoggedEntry entry = ledger.entry(i);
                    leaves.add(Merkle.leaf(
                            Merkle.commitment(entry.salt(), entry.bytes()).bytes()));
                }
                size = next;
                Checkpoint checkpoint = ledger.checkpoint().checkpoint();
                assertThat(checkpoint.root()).isEqualTo(MerkleTest.naive(leaves).hash(0, size));
                signed.add(checkpoint);
                for (int i = 0; i < 20; i++) {
                    long index = random.nextLong(size);
                    LedgerProof proof = LedgerProof.parse(ledger.prove(index).text());
                    assertThat(proof.entry()).isEqualTo(Fixture.entry(index));
                    assertThat(proof.verified(Fixture.SIGNER.verifier())).isEqualTo(checkpoint);
                }
                Checkpoint old = signed.get(random.nextInt(signed.size()));
                List<Digest> path = ledger.consistency(old.size(), size);
                assertThat(Merkle.consistent(old.size(), old.root(), size, checkpoint.root(), path))
                        .isTrue();
            }
        }
    }

    @Test
    void signsAnewWhenTheEntryIsYoungerThanTheCheckpoint() {
        try (LedgerFile ledger = Fixture.open(new FaultyDisk())) {
            Fixture.fill(ledger, 0, 3);
            ledger.checkpoint();
            Fixture.fill(ledger, 3, 4);
            assertThat(ledger.prove(3).verified(Fixture.SIGNER.verifier()).size())
                    .isEqualTo(4);
        }
    }

    @Test
    void refusesAnotherEntryIndexOrKey() {
        try (LedgerFile ledger = Fixture.open(new FaultyDisk())) {
            Fixture.fill(ledger, 0, 300);
            LedgerProof proof = ledger.prove(77);
            LedgerProof entry = new LedgerProof(77, proof.salt(), Fixture.entry(78), proof.path(), proof.checkpoint());
            LedgerProof index = new LedgerProof(78, proof.salt(), Fixture.entry(77), proof.path(), proof.checkpoint());
            byte[] otherSalt = proof.salt().clone();
            otherSalt[15] ^= 1;
            LedgerProof salt = new LedgerProof(77, otherSalt, Fixture.entry(77), proof.path(), proof.checkpoint());
            assertThatThrownBy(() -> salt.verified(Fixture.SIGNER.verifier())).isInstanceOf(LedgerFailed.class);
            assertThatThrownBy(() -> entry.verified(Fixture.SIGNER.verifier())).isInstanceOf(LedgerFailed.class);
            assertThatThrownBy(() -> index.verified(Fixture.SIGNER.verifier())).isInstanceOf(LedgerFailed.class);
            assertThatThrownBy(() -> proof.verified(Fixture.STRANGER.verifier()))
                    .isInstanceOf(LedgerFailed.class);
            assertThatThrownBy(() -> LedgerProof.parse(proof.text().replace("index 77", "index 077")))
                    .isInstanceOf(LedgerFailed.class);
            assertThatThrownBy(() -> LedgerProof.parse("nothing")).isInstanceOf(LedgerFailed.class);
        }
    }
}
