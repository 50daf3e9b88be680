package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryCodecTest {
    private static final Act ACT = new Act(
            "fs.write",
            "/tmp/x",
            Digest.EMPTY,
            Actor.operator("cli"),
            Provenance.of(Trust.MODEL, "file:a"),
            "node",
            new Cost(1, 2, 3, 4),
            60_000,
            1);
    private static final Receipt RECEIPT = new Receipt(
            new ActId(3, 41),
            ACT,
            "allow all",
            Ending.TIMED_OUT,
            "late",
            Cost.tokens(1),
            1,
            Optional.of(Digest.EMPTY),
            Optional.of(Digest.EMPTY),
            Json.object().put("bytes", 3).build(),
            5,
            6);

    @Test
    void everyKindComesBackAndIsCanonical() {
        RandomEntries random = new RandomEntries(7);
        Set<Class<?>> kinds = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            Entry entry = random.entry();
            byte[] bytes = EntryCodec.bytes(entry);
            assertThat(Json.parse(bytes).canonical()).isEqualTo(bytes);
            assertThat(EntryCodec.parse(bytes)).isEqualTo(entry);
            kinds.add(entry.getClass());
        }
        assertThat(kinds).hasSize(7);
    }

    /** The form is public: others verify it, so a change of it is a change of the format. */
    @Test
    void theFormIsThis() {
        String empty = Digest.EMPTY.hex();
        String act = "{\"actor\":\"operator:cli\",\"deadline\":60000,\"estimate\":{\"fuel\":4,\"millis\":3,\"money\":2,"
                + "\"tokens\":1},\"input\":\"" + empty + "\",\"op\":\"fs.write\",\"purse\":\"node\",\"sources\":"
                + "[\"file:a\"],\"spends\":1,\"target\":\"/tmp/x\",\"trust\":\"model\"}";
        assertThat(new String(EntryCodec.bytes(ACT), StandardCharsets.UTF_8)).isEqualTo(act);
        assertThat(ACT.digest()).isEqualTo(Digest.ofUtf8(act));
        assertThat(text(RECEIPT))
                .isEqualTo("{\"act\":" + act + ",\"at\":6,\"chain\":\"" + empty + "\",\"ending\":\"timed out\","
                        + "\"evidence\":{\"bytes\":3},\"id\":\"3.41\",\"kind\":\"receipt\",\"note\":\"late\","
                        + "\"output\":\"" + empty + "\",\"rule\":\"allow all\",\"spends\":1,\"spent\":{\"tokens\":1},"
                        + "\"started\":5}");
        assertThat(text(new Entry.Intent(RECEIPT.id(), ACT, "r", 5)))
                .isEqualTo("{\"act\":" + act + ",\"at\":5,\"id\":\"3.41\",\"kind\":\"intent\",\"rule\":\"r\"}");
        assertThat(text(new Entry.Asked(RECEIPT.id(), ACT, "r", "why", 9, 5)))
                .isEqualTo("{\"act\":" + act + ",\"at\":5,\"expires\":9,\"id\":\"3.41\",\"kind\":\"asked\","
                        + "\"reason\":\"why\",\"rule\":\"r\"}");
        assertThat(text(new Entry.Booted(2, "v", 5)))
                .isEqualTo("{\"at\":5,\"boot\":2,\"kind\":\"boot\",\"version\":\"v\"}");
        assertThat(text(new Entry.Answered(RECEIPT.id(), true, ACT.actor(), 5)))
                .isEqualTo("{\"approved\":true,\"at\":5,\"by\":\"operator:cli\","
                        + "\"id\":\"3.41\",\"kind\":\"answered\"}");
        assertThat(text(new Entry.Switched(true, ACT.actor(), "r", 5)))
                .isEqualTo("{\"at\":5,\"by\":\"operator:cli\",\"halted\":true,\"kind\":\"switch\",\"reason\":\"r\"}");
        assertThat(text(new Entry.Noted("t", "s", Scribe.NO_EVIDENCE, 5)))
                .isEqualTo("{\"at\":5,\"body\":{},\"kind\":\"note\",\"subject\":\"s\",\"topic\":\"t\"}");
    }

    private static String text(Entry entry) {
        return new String(EntryCodec.bytes(entry), StandardCharsets.UTF_8);
    }

    /** Control characters take six bytes each: the largest entries there can be still fit. */
    @Test
    void theLargestEntriesFitInTheLog() {
        String wide = "\u0001".repeat(5_000);
        Provenance sources = new Provenance(
                Trust.WORKSPACE,
                Collections.nCopies(Provenance.SOURCES_MAX, wide.substring(0, Provenance.SOURCE_CHARS_MAX)));
        Cost most = new Cost(Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX);
        Actor actor = Actor.operator("a".repeat(64));
        Act act = new Act(
                wide.substring(0, Act.OP_CHARS_MAX),
                wide.substring(0, Act.TARGET_CHARS_MAX),
                Digest.EMPTY,
                actor,
                sources,
                wide.substring(0, Act.PURSE_CHARS_MAX),
                most,
                Act.DEADLINE_MILLIS_MAX,
                Act.SPENDS_MAX);
        ActId id = new ActId(ActId.BOOT_MAX, ActId.SEQUENCE_MAX);
        String rule = wide.substring(0, Entry.RULE_CHARS_MAX);
        String reason = wide.substring(0, Entry.REASON_CHARS_MAX);
        String note = wide.substring(0, Receipt.NOTE_CHARS_MAX);
        Json.Obj evidence = facts(Receipt.EVIDENCE_BYTES_MAX);
        long at = Json.INTEGER_MAX;
        Optional<Digest> digest = Optional.of(Digest.EMPTY);
        Receipt receipt = new Receipt(
                id, act, rule, Ending.TIMED_OUT, note, most, Act.SPENDS_MAX, digest, digest, evidence, at, at);
        assertThat(EntryCodec.bytes(receipt).length).isBetween(60_000, Log.ENTRY_BYTES_MAX);
        for (Entry entry : new Entry[] {
            receipt,
            new Entry.Intent(id, act, rule, at),
            new Entry.Asked(id, act, rule, reason, at, 0),
            new Entry.Booted(ActId.BOOT_MAX, wide.substring(0, Entry.VERSION_CHARS_MAX), at),
            new Entry.Answered(id, true, actor, at),
            new Entry.Switched(true, actor, reason, at),
            new Entry.Noted(
                    wide.substring(0, Entry.Noted.TOPIC_CHARS_MAX),
                    wide.substring(0, Entry.Noted.SUBJECT_CHARS_MAX),
                    facts(Entry.Noted.BODY_BYTES_MAX),
                    at)
        }) {
            byte[] bytes = EntryCodec.bytes(entry);
            assertThat(bytes.length).isLessThanOrEqualTo(Log.ENTRY_BYTES_MAX);
            assertThat(EntryCodec.parse(bytes)).isEqualTo(entry);
        }
    }

    private static Json.Obj facts(int bytes) {
        return Json.object().put("", "x".repeat(bytes - 7)).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id        | \"3\"          | member \"id\": '3' is not an act id; one looks like 3.41",
                "ending    | \"good\"       | member \"ending\": 'good' is not an ending",
                "chain     | \"00\"         | member \"chain\": a digest is 64 hexadecimal digits, but this text has 2",
                "output    | \"00\"         | member \"output\": a digest is 64 hexadecimal digits, but this text has 2",
                "rule      | 1              | member \"rule\" must be a string, but is a number",
                "spends    | -1             | member \"spends\" must be 0 to 2^31 - 1, but is -1",
                "spends    | 2147483648     | member \"spends\" must be 0 to 2^31 - 1, but is 2147483648",
                "spends    | 2              | this entry of kind \"receipt\" cannot be: 2 spends of 1 cannot be",
                "spent     | {\"fuel\":-1}  | this entry of kind \"receipt\" cannot be: each unit of a cost is 0 to 2^50",
                "spent     | {\"fuel\":0}   | this entry of kind \"receipt\" is not canonical or has a foreign member",
                "extra     | 1              | this entry of kind \"receipt\" is not canonical or has a foreign member",
                "kind      | \"receipts\"   | 'receipts' is not a kind of entry this version knows",
                "kind      | null           | member \"kind\" must be a string, but is null",
                "evidence  | []             | member \"evidence\" must be an object, but is an array",
            })
    void namesTheMemberThatIsWrong(String member, String value, String message) {
        refused(with(object(RECEIPT), member, Json.parse(value)), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "actor     | \"me\"         | member \"actor\": 'me' is not an actor; one looks like operator:cli",
                "input     | \"\"           | member \"input\": a digest is 64 hexadecimal digits, but this text has 0",
                "trust     | \"some\"       | member \"trust\": 'some' is not a level of trust",
                "sources   | [1]            | member \"sources\" must hold strings only",
                "sources   | [\"\"] | this entry of kind \"receipt\" cannot be: a source has 1 to 200 characters, not 0",
                "spends    | 4294967297     | member \"spends\" must be 0 to 2^31 - 1, but is 4294967297",
                "deadline  | 0              | this entry of kind \"receipt\" cannot be: a deadline is 1 ms to 24 h",
                "mood      | \"\"           | this entry of kind \"receipt\" is not canonical or has a foreign member",
            })
    void namesTheMemberOfTheActThatIsWrong(String member, String value, String message) {
        Json.Obj receipt = object(RECEIPT);
        refused(with(receipt, "act", with(receipt.object("act"), member, Json.parse(value))), message);
    }

    @Test
    void missesEveryMemberThatIsLeftOut() {
        Json.Obj receipt = object(RECEIPT);
        Set<String> optional = Set.of("chain", "output");
        for (String member : receipt.members().keySet()) {
            Map<String, Json> rest = new TreeMap<>(receipt.members());
            rest.remove(member);
            byte[] bytes = new Json.Obj(rest).canonical();
            if (optional.contains(member)) {
                assertThat(EntryCodec.parse(bytes)).isInstanceOf(Receipt.class).isNotEqualTo(RECEIPT);
            } else {
                assertThatThrownBy(() -> EntryCodec.parse(bytes))
                        .isInstanceOf(JsonException.class)
                        .hasMessageStartingWith("member \"" + member + "\" is missing");
            }
        }
    }

    @Test
    void readsNoOtherWayOfWritingTheSame() {
        String text = text(RECEIPT);
        for (String other : new String[] {text + " ", text.replace("\"at\":6", "\"at\":6.0")}) {
            byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> EntryCodec.parse(bytes)).hasMessageContaining("is not canonical");
        }
        byte[] boot =
                "{\"at\":5,\"boot\":4294967298,\"kind\":\"boot\",\"version\":\"v\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> EntryCodec.parse(boot)).hasMessageStartingWith("member \"boot\" must be");
        assertThatThrownBy(() -> EntryCodec.parse("[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonException.class)
                .hasMessage("an entry is an object");
        byte[] large = new byte[Log.ENTRY_BYTES_MAX + 1];
        assertThatThrownBy(() -> EntryCodec.parse(large))
                .hasMessage("an entry has at most 65535 bytes, but this has 65536");
        assertThatThrownBy(() -> EntryCodec.parse(new byte[Log.ENTRY_BYTES_MAX]))
                .hasMessageStartingWith("line 1, column 1");
    }

    private static Json.Obj object(Entry entry) {
        return (Json.Obj) Json.parse(EntryCodec.bytes(entry));
    }

    private static Json.Obj with(Json.Obj object, String member, Json value) {
        Map<String, Json> members = new TreeMap<>(object.members());
        members.put(member, value);
        return new Json.Obj(members);
    }

    private static void refused(Json.Obj entry, String message) {
        assertThatThrownBy(() -> EntryCodec.parse(entry.canonical()))
                .isInstanceOf(JsonException.class)
                .hasMessage(message);
    }
}
