package stemma.ledger.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Json;
import stemma.core.Log;
import stemma.ledger.Finding;
import stemma.ledger.LedgerFailed;
import stemma.store.SaltedObjects;
import stemma.store.StateDb;
import stemma.store.StoreFailed;

class DagTest {
    private static final ActId ACT = new ActId(3, 7);

    private final DagRig rig = new DagRig();

    @Test
    void whatIsPutIsFoundAndTheLogTellsItsDescentAndNoWordOfIt() {
        Digest goal = rig.put("goal", "a word nobody should read");
        Digest plan = rig.put("plan", "a plan", goal);
        assertThat(rig.dag.find(plan)).isEqualTo(new Kept.Whole(DagRig.object("plan", "a plan", goal)));
        assertThat(rig.dag.find(plan).text(DagObject::title)).isEqualTo("a plan");
        assertThat(rig.log)
                .allSatisfy(entry ->
                        assertThat(new String(entry, StandardCharsets.UTF_8)).doesNotContain("nobody"));
        assertThat(DagNote.of((Entry.Noted) EntryCodec.parse(rig.log.getLast())))
                .isInstanceOfSatisfying(DagNote.Added.class, added -> {
                    assertThat(added.item().links()).containsExactly(goal);
                    assertThat(added.item().id()).isEqualTo(plan);
                });
        assertThat(rig.audit()).extracting(Finding::kind).containsExactly(Finding.Kind.VOUCHED);
    }

    @Test
    void theRootIsMadeAsTheFormatSays() {
        Digest one = rig.put("message", "one");
        Digest two = rig.put("message", "two");
        Digest root = Digest.wrap(new byte[Digest.SIZE_BYTES]);
        for (Digest id : List.of(one, two)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(4);
            bytes.writeBytes(root.bytes());
            bytes.writeBytes(id.bytes());
            root = Digest.of(bytes.toByteArray());
        }
        DagNote last = DagNote.of((Entry.Noted) EntryCodec.parse(rig.log.getLast()));
        assertThat(((DagNote.Added) last).root()).isEqualTo(new DagRoot(2, root));
    }

    @Test
    void anObjectIsDurableBeforeTheLogNamesIt() {
        for (int change = 1; change < 12; change++) {
            DagRig cut = new DagRig();
            cut.put("message", "before");
            cut.disk.powerOffAfter(change);
            try {
                cut.put("message", "then");
            } catch (StoreFailed powerOff) {
                assertThat(powerOff).hasMessageContaining("the power is off");
            }
            DagRig found = new DagRig(cut.disk.survivor(new Random(change)), cut.log);
            assertThat(found.alarm()).as("power off at change %s", change).isEmpty();
        }
    }

    @Test
    void whatIsErasedIsGoneAndItsProofStays() {
        Digest goal = rig.put("goal", "secret");
        Digest plan = rig.put("plan", "kept", goal);
        rig.dag.erase(List.of(goal), ACT);
        assertThat(rig.disk.content(DagRig.file(goal), 1 << 20)).isEmpty();
        assertThat(rig.dag.find(goal)).isEqualTo(new Kept.Erased(ACT));
        assertThat(rig.dag.find(goal).text(DagObject::title)).isEqualTo("[erased by act 3.7]");
        assertThat(rig.dag.find(plan)).isInstanceOf(Kept.Whole.class);
        assertThat(rig.alarm()).isEmpty();
        assertThat(rig.audit())
                .anySatisfy(finding -> assertThat(finding.text()).contains("1 object was erased by act 3.7"));
    }

    @Test
    void anErasureThatWasCutShortIsFinishedByTheNextStart() {
        Digest goal = rig.put("goal", "secret");
        rig.disk.powerOffAfter(1);
        assertThatThrownBy(() -> rig.dag.erase(List.of(goal), ACT)).isInstanceOf(StoreFailed.class);
        DagRig next = new DagRig(rig.disk.copy(), rig.log);
        assertThat(next.audit())
                .anySatisfy(finding -> assertThat(finding.text()).contains("was erased by act 3.7 and is there again"));
        assertThat(next.alarm()).isEmpty();
        next.dag.sweep();
        assertThat(next.disk.content(DagRig.file(goal), 1 << 20)).isEmpty();
        assertThat(next.dag.find(goal)).isEqualTo(new Kept.Erased(ACT));
    }

    @Test
    void moreIsErasedThanOneNoteHolds() {
        List<Digest> ids = IntStream.range(0, DagNote.Erased.IDS_MAX + 1)
                .mapToObj(i -> rig.put("message", "n" + i))
                .toList();
        int before = rig.log.size();
        rig.dag.erase(ids, ACT);
        assertThat(rig.log).hasSize(before + 2);
        assertThat(rig.log).allSatisfy(entry -> assertThat(entry.length).isLessThan(Log.ENTRY_BYTES_MAX));
        assertThat(rig.alarm()).isEmpty();
    }

    @Test
    void aStartKnowsMoreErasedObjectsThanOnePage(@TempDir Path folder) {
        List<Digest> ids = IntStream.range(0, DagTable.PAGE_OBJECTS + 1)
                .mapToObj(i -> rig.put("message", "n" + i))
                .toList();
        rig.dag.erase(ids, ACT);
        try (StateDb db = rig.tables(folder)) {
            assertThat(DagTable.state(db).erased()).hasSize(ids.size());
        }
    }

    @Test
    void nothingIsErasedUnderABackup() throws Exception {
        Digest goal = rig.put("goal", "secret");
        rig.dag.unerased(() -> {
            Thread other = Thread.ofPlatform()
                    .start(() -> assertThatThrownBy(() -> rig.dag.erase(List.of(goal), ACT))
                            .isInstanceOf(LedgerFailed.class));
            other.join();
            return goal;
        });
        assertThat(rig.dag.find(goal)).isInstanceOf(Kept.Whole.class);
        rig.dag.erase(List.of(goal), ACT);
        assertThat(rig.dag.find(goal)).isInstanceOf(Kept.Erased.class);
    }

    @Test
    void theTablesKnowWhereTheLogLeftTheObjects(@TempDir Path folder) {
        Digest goal = rig.put("goal", "one");
        rig.put("plan", "two", goal);
        rig.dag.erase(List.of(goal), ACT);
        try (StateDb db = rig.tables(folder)) {
            DagState state = DagTable.state(db);
            assertThat(state.root().size()).isEqualTo(2);
            assertThat(state.erased()).containsEntry(goal, ACT);
            Dag again = new Dag(rig.files(), rig, count -> new byte[count], Clock.system(), state);
            again.put(DagRig.object("answer", "three", goal));
        }
        assertThat(rig.alarm()).isEmpty();
    }

    @Test
    void aWriterThatLiesIsNamed() {
        Digest one = rig.put("message", "one");
        DagNote.Added first = (DagNote.Added) DagNote.of((Entry.Noted) EntryCodec.parse(rig.log.getFirst()));
        rig.append(EntryCodec.bytes(new DagNote.Added(first.item(), first.root()).entry(1)));
        assertThat(rig.audit().stream().map(Finding::text).toList())
                .anySatisfy(text -> assertThat(text).contains("the root of the objects in entry 1 is not that"))
                .anySatisfy(text -> assertThat(text).contains("the object of entry 1 was recorded before"));
        Digest unknown = Digest.ofUtf8("nothing");
        rig.put("message", "two", one, unknown);
        assertThat(rig.audit().stream().map(Finding::text).toList())
                .anySatisfy(text -> assertThat(text).contains("which no earlier entry recorded"));
    }

    @Test
    void findingsAreCounted() {
        IntStream.range(0, DagAudit.FINDINGS_MAX + 1).forEach(i -> {
            Digest id = rig.put("message", "n" + i);
            rig.disk.replace(DagRig.file(id), new byte[] {1});
        });
        assertThat(rig.audit()).hasSize(DagAudit.FINDINGS_MAX + 1);
        assertThat(rig.audit().getLast().text()).contains("and more objects");
    }

    @Test
    void objectsHaveLimits() {
        Digest link = Digest.ofUtf8("x");
        Json.Obj none = Json.object().build();
        List<Digest> most = Collections.nCopies(DagObject.LINKS_MAX, link);
        List<ActId> acts = Collections.nCopies(DagObject.ACTS_MAX, new ActId(ActId.BOOT_MAX, ActId.SEQUENCE_MAX));
        String kind = "k".repeat(DagObject.KIND_CHARS_MAX);
        String title = "t".repeat(DagObject.TITLE_CHARS_MAX);
        Digest kept = rig.dag.put(new DagObject(kind, title, most, acts, none));
        assertThat(rig.dag.find(kept).map(DagObject::title)).contains(title);
        assertThat(DagObject.of("k", title + "t", none).title()).hasSize(DagObject.TITLE_CHARS_MAX);
        for (Runnable past : List.<Runnable>of(
                () -> new DagObject(kind + "k", title, most, acts, none),
                () -> new DagObject(kind, title + "t", most, acts, none),
                () -> new DagObject(kind, title, Collections.nCopies(DagObject.LINKS_MAX + 1, link), acts, none),
                () -> new DagObject(kind, title, most, Collections.nCopies(DagObject.ACTS_MAX + 1, ACT), none),
                () -> new DagObject("Kind", title, most, acts, none))) {
            assertThatThrownBy(past::run).isInstanceOf(IllegalArgumentException.class);
        }
        String large = "x".repeat(SaltedObjects.CONTENT_BYTES_MAX);
        assertThatThrownBy(() -> rig.dag.put(
                        DagObject.of("k", "t", Json.object().put("text", large).build())))
                .isInstanceOf(StoreFailed.class);
    }
}
