package stemma.core;

/**
 * One act on its way through the gate.
 *
 * @param canonical the act's canonical bytes, which its intent, its receipt and its approval share
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the gate
record Passage(ActId id, Act act, byte[] canonical, long startedMillis) {

    static Passage of(ActId id, Act act, long startedMillis) {
        return new Passage(id, act, EntryCodec.bytes(act), startedMillis);
    }

    /** The same act under the id of its approval. */
    Passage as(ActId approval) {
        return new Passage(approval, act, canonical, startedMillis);
    }

    /** What an approval of the act is bound to: {@link Act#digest()}. */
    Digest binding() {
        return Digest.of(canonical);
    }
}
