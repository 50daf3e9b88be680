package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names and sizes are those of C2SP's tlog-tiles (its text) and of the layout tests of
 * transparency-dev/tessera, api/layout (Apache-2.0).
 */
class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "0,1234067,256,tile/0/x001/x234/067",
        "0,1234067,89,tile/0/x001/x234/067.p/89",
        "63,999999999999999999,255,tile/63/x999/x999/x999/x999/x999/999.p/255",
        "0,1,256,tile/0/001",
        "15,455667,256,tile/15/x455/667",
        "3,1234567,256,tile/3/x001/x234/567",
        "1,0,4,tile/1/000.p/4",
        "-1,255,253,tile/entries/255.p/253",
        "-1,123456789,256,tile/entries/x123/x456/789",
        "-1,123456789000,256,tile/entries/x123/x456/x789/000"
    })
    void readsAndWritesThePublishedNames(int level, long number, int width, String name) {
        TilePath path = new TilePath(level, number, width);
        assertThat(path.text()).isEqualTo(name);
        assertThat(TilePath.parse(name)).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/x001/x234/067.p/",
                "tile/0/x001/x234/067.p",
                "tile/0/x001/x234/",
                "tile/0/x001/x234",
                "tile/0/x001/",
                "tile/0/x001",
                "tile/1/x001/.p/abc",
                "tile/64/x001/002",
                "tile/-1/x001/002",
                "tile/abc/x001/002",
                "tile/8/001/002",
                "tile/8/x001/0002",
                "tile/8/x001/-002",
                "tile/8/x001/002.p/256",
                "tile/8/x001/002.p/0",
                "tile/8/x001/002.p/07",
                "tile/8/x000/002",
                "tile/08/002",
                "tile/63/x999/x999/x999/x999/x999/x999/999.p/255",
                "tile/entries/00١",
                "tile/entries/../../checkpoint",
                "tile",
                ""
            })
    void refusesEveryOtherName(String name) {
        assertThat(TilePath.parse(name)).isEmpty();
    }

    @Test
    void aLogOfSeventyThousandHasThePublishedTiles() {
        List<String> names = TilePath.of(70_000).stream().map(TilePath::text).toList();
        assertThat(names).hasSize(274 + 274 + 2 + 1);
        assertThat(names).contains("tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1");
        assertThat(TilePath.of(256).stream().map(TilePath::text))
                .containsExactly("tile/entries/000", "tile/0/000", "tile/1/000.p/1");
        assertThat(TilePath.of(0)).isEmpty();
    }

    @Test
    void belongsToALogThatHasAllOfIt() {
        for (long size : new long[] {0, 1, 255, 256, 257, 65_535, 65_536, 70_000}) {
            List<TilePath> all = TilePath.of(size);
            assertThat(all).allMatch(path -> path.within(size));
            assertThat(all)
                    .noneMatch(path -> !path.full()
                            && path.width() < 255
                            && new TilePath(path.level(), path.number(), path.width() + 1).within(size));
            assertThat(all)
                    .noneMatch(path ->
                            !path.full() && new TilePath(path.level(), path.number(), Tiles.TILE_LEAVES).within(size));
        }
        assertThat(new TilePath(0, 0, 7).within(70_000))
                .as("a partial tile of an earlier size")
                .isTrue();
        assertThat(new TilePath(TilePath.LEVEL_MAX, TilePath.NUMBER_MAX, 256).within(Long.MAX_VALUE))
                .isFalse();
        assertThat(new TilePath(8, 0, 1).within(Long.MAX_VALUE)).isFalse();
        assertThat(new TilePath(7, 0, 127).within(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void hasBounds() {
        for (long[] bad : new long[][] {
            {-2, 0, 1}, {64, 0, 1}, {0, -1, 1}, {0, TilePath.NUMBER_MAX + 1, 1}, {0, 0, 0}, {0, 0, 257}
        }) {
            assertThatThrownBy(() -> new TilePath((int) bad[0], bad[1], (int) bad[2]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
