package stemma.core;

import java.util.Optional;

/** The members of questions and answers that speak of signatures; most have none, and say nothing of it. */
final class QuorumCodec {
    private QuorumCodec() {}

    static void write(JsonWriter w, Quorum quorum) {
        if (quorum.wanted()) {
            w.name("quorum").object().name("needed").value(quorum.needed());
            w.name("of").array();
            quorum.of().forEach(w::value);
            w.end();
            w.end();
        }
    }

    static void write(JsonWriter w, Signature signature) {
        w.name("signature").object().name("key").value(signature.key());
        w.name("value").value(signature.value()).end();
    }

    static Quorum quorum(Json.Obj o) {
        if (o.find("quorum").isEmpty()) {
            return Quorum.NONE;
        }
        Json.Obj quorum = o.object("quorum");
        return new Quorum(EntryCodec.count(quorum, "needed"), EntryCodec.texts(quorum, "of"));
    }

    static Optional<Signature> signature(Json.Obj o) {
        if (o.find("signature").isEmpty()) {
            return Optional.empty();
        }
        Json.Obj signature = o.object("signature");
        return Optional.of(new Signature(signature.string("key"), signature.string("value")));
    }
}
