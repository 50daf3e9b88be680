package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Digest;

/**
 * The reference tree of eight leaves and its roots are those of the Certificate Transparency
 * reference tests (google/certificate-transparency, merkletree tests, Apache-2.0; also in
 * transparency-dev/merkle).
 */
class MerkleTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    @ParameterizedTest
    @CsvSource({
        "0,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3,aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4,d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5,4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6,76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7,ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8,5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void hasTheReferenceRoots(int size, String root) {
        CompactRange range = new CompactRange(new Hasher());
        LEAVES.subList(0, size)
                .forEach(l -> range.add(Merkle.leaf(HexFormat.of().parseHex(l)).bytes()));
        assertThat(range.root().hex()).isEqualTo(root);
    }

    /** Inclusion and consistency proofs of transparency-dev/merkle, proof/verify_test.go (Apache-2.0). */
    @ParameterizedTest
    @CsvSource({
        "0,8,96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "5,8,bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2,3,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "1,5,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void makesAndTakesThePublishedInclusionProofs(int index, int size, String published) {
        List<Digest> leaves = referenceLeaves();
        List<Digest> proof = digests(published);
        Digest root = naive(leaves).hash(0, size);
        assertThat(naive(leaves).inclusion(index, size)).isEqualTo(proof);
        for (int[] probe : new int[][] {
            {index - 1, size}, {index + 1, size}, {index ^ 2, size}, {index, size * 2}, {index, size / 2}
        }) {
            assertThat(Merkle.included(leaves.get(index), probe[0], probe[1], proof, root))
                    .as("index %d of %d", probe[0], probe[1])
                    .isFalse();
        }
        assertThat(Merkle.included(leaves.get(index), index, size, proof, root)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1,8,96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "6,8,0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2,5,5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "6,7,0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                + " b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    })
    void makesAndTakesThePublishedConsistencyProofs(int old, int size, String published) {
        Subtrees tree = naive(referenceLeaves());
        List<Digest> proof = digests(published);
        assertThat(tree.consistency(old, size)).isEqualTo(proof);
        assertThat(Merkle.consistent(old, tree.hash(0, old), size, tree.hash(0, size), proof))
                .isTrue();
        assertThat(Merkle.consistent(old, tree.hash(0, size), size, tree.hash(0, old), proof))
                .as("swapped roots")
                .isFalse();
    }

    private static List<Digest> referenceLeaves() {
        return LEAVES.stream()
                .map(leaf -> Merkle.leaf(HexFormat.of().parseHex(leaf)))
                .toList();
    }

    private static List<Digest> digests(String hex) {
        return List.of(hex.split(" ")).stream().map(Digest::parse).toList();
    }

    @Test
    void everyProofVerifiesAndNoAlteredOne() {
        Random random = new Random(62_962);
        int sizes = Fixture.DEEP ? 400 : 60;
        for (int round = 0; round < sizes; round++) {
            int size = 1 + random.nextInt(round < 20 ? 20 : 700);
            List<Digest> leaves = leaves(size, random);
            Subtrees tree = naive(leaves);
            Digest root = tree.hash(0, size);
            int index = random.nextInt(size);
            List<Digest> path = tree.inclusion(index, size);
            assertThat(Merkle.included(leaves.get(index), index, size, path, root))
                    .isTrue();
            assertThat(Merkle.included(leaves.get(index), index + size, size, path, root))
                    .isFalse();
            assertThat(Merkle.included(flipped(leaves.get(index), random), index, size, path, root))
                    .isFalse();
            assertThat(Merkle.included(leaves.get(index), index, size, longer(path, random), root))
                    .isFalse();
            for (List<Digest> altered : altered(path, random)) {
                assertThat(Merkle.included(leaves.get(index), index, size, altered, root))
                        .isFalse();
            }
            int old = 1 + random.nextInt(size);
            Digest oldRoot = tree.hash(0, old);
            List<Digest> proof = tree.consistency(old, size);
            assertThat(Merkle.consistent(old, oldRoot, size, root, proof)).isTrue();
            assertThat(Merkle.consistent(old, flipped(oldRoot, random), size, root, proof))
                    .isFalse();
            assertThat(Merkle.consistent(old, oldRoot, size, flipped(root, random), proof))
                    .isFalse();
            assertThat(Merkle.consistent(old, oldRoot, size, root, longer(proof, random)))
                    .isFalse();
            for (List<Digest> altered : altered(proof, random)) {
                assertThat(Merkle.consistent(old, oldRoot, size, root, altered)).isFalse();
            }
        }
    }

    @Test
    void refusesWhatTheReferenceRefuses() {
        assertThat(Merkle.consistent(0, Digest.EMPTY, 0, Digest.EMPTY, List.of()))
                .isFalse();
        assertThat(Merkle.consistent(0, Digest.EMPTY, 1, Digest.EMPTY, List.of()))
                .isFalse();
        assertThat(Merkle.consistent(2, Digest.EMPTY, 1, Digest.EMPTY, List.of()))
                .isFalse();
        assertThat(Merkle.consistent(1, Digest.EMPTY, 1, Digest.EMPTY, List.of()))
                .isTrue();
        assertThat(Merkle.included(Digest.EMPTY, 0, 0, List.of(), Digest.EMPTY)).isFalse();
        assertThat(Merkle.included(Digest.EMPTY, -1, 1, List.of(), Digest.EMPTY))
                .isFalse();
    }

    static Subtrees naive(List<Digest> leaves) {
        return (from, to) -> {
            CompactRange range = new CompactRange(new Hasher());
            leaves.subList((int) from, (int) to).forEach(l -> range.add(l.bytes()));
            return range.root();
        };
    }

    private static List<Digest> leaves(int size, Random random) {
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(Merkle.leaf(Fixture.random(random, random.nextInt(40))));
        }
        return leaves;
    }

    private static Digest flipped(Digest digest, Random random) {
        byte[] bytes = digest.bytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Digest.wrap(bytes);
    }

    private static List<Digest> longer(List<Digest> path, Random random) {
        List<Digest> more = new ArrayList<>(path);
        more.add(Digest.of(Fixture.random(random, 4)));
        return more;
    }

    private static List<List<Digest>> altered(List<Digest> path, Random random) {
        List<List<Digest>> all = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<Digest> changed = new ArrayList<>(path);
            changed.set(i, flipped(path.get(i), random));
            all.add(changed);
            List<Digest> shorter = new ArrayList<>(path);
            shorter.remove(i);
            all.add(shorter);
        }
        return all;
    }
}
