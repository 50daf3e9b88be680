package stemma.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.core.Performer;
import stemma.core.Permit;
import stemma.sandbox.Egress;
import stemma.sandbox.EgressFailed;
import stemma.sandbox.EgressReply;
import tools.jackson.databind.JsonNode;

/**
 * Makes one attempt at asking a model. An attempt that surely cost nothing, because the host was not
 * reached or refused it, is charged nothing; any other failure is charged its whole estimate.
 */
final class ModelPerformer implements Performer<ModelQuestion, ModelOutcome> {
    private static final int OK_MIN = 200;
    private static final int OK_MAX = 299;
    private static final String DONE = "[DONE]";

    private final Egress egress;

    ModelPerformer(Egress egress) {
        this.egress = egress;
    }

    @Override
    public Done<ModelOutcome> perform(ModelQuestion question, Permit permit) throws InterruptedException {
        Cost estimate = permit.act().estimate();
        try (EgressReply reply = egress.ask(permit, question.request())) {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            Done<ModelOutcome> done = take(question, reply, received, estimate);
            return done.digest(Digest.of(received.toByteArray()));
        } catch (EgressFailed e) {
            return failed(question, Faults.of(e, question.endpoint()), estimate);
        }
    }

    private Done<ModelOutcome> take(
            ModelQuestion question, EgressReply reply, ByteArrayOutputStream received, Cost estimate)
            throws InterruptedException {
        if (reply.status() < OK_MIN || reply.status() > OK_MAX) {
            return failed(question, refused(reply, received), estimate);
        }
        ReplyBuilder builder = new ReplyBuilder(question.onText());
        try {
            Optional<ModelFailure> failure =
                    streamed(reply) ? stream(reply, received, builder) : whole(reply, received, builder);
            if (failure.isPresent()) {
                return failed(question, failure.get(), estimate);
            }
            return replied(question, builder, estimate);
        } catch (WireFault e) {
            String sentence = question.endpoint().model() + " sent an answer that does not follow the protocol: "
                    + reply.masked(String.valueOf(e.getMessage()));
            return failed(question, new ModelFailure.Malformed(sentence), estimate);
        }
    }

    private static boolean streamed(EgressReply reply) {
        return reply.header("content-type").orElse("").toLowerCase(Locale.ROOT).contains("text/event-stream");
    }

    private static Optional<ModelFailure> stream(
            EgressReply reply, ByteArrayOutputStream received, ReplyBuilder builder) throws InterruptedException {
        EventLines lines = new EventLines();
        boolean more = true;
        while (more) {
            Optional<byte[]> piece = reply.next();
            piece.ifPresent(received::writeBytes);
            more = piece.isPresent();
            for (String event : more ? lines.feed(piece.get()) : lines.end()) {
                if (event.strip().equals(DONE)) {
                    more = false;
                    break;
                }
                JsonNode chunk = WireJson.object(event);
                Optional<String> error = WireJson.error(chunk);
                if (error.isPresent()) {
                    return Optional.of(Faults.reported(reply.masked(error.get())));
                }
                builder.add(chunk);
            }
        }
        return builder.finished()
                ? Optional.empty()
                : Optional.of(new ModelFailure.Broken("the stream ended before the answer did; ask again"));
    }

    private static Optional<ModelFailure> whole(EgressReply reply, ByteArrayOutputStream received, ReplyBuilder builder)
            throws InterruptedException {
        for (Optional<byte[]> piece = reply.next(); piece.isPresent(); piece = reply.next()) {
            received.writeBytes(piece.get());
        }
        JsonNode answer = WireJson.object(received.toString(StandardCharsets.UTF_8));
        Optional<String> error = WireJson.error(answer);
        if (error.isEmpty()) {
            builder.add(answer);
        }
        return error.map(reason -> Faults.reported(reply.masked(reason)));
    }

    private static ModelFailure refused(EgressReply reply, ByteArrayOutputStream received) throws InterruptedException {
        String broken = "";
        try {
            Optional<byte[]> piece = reply.next();
            while (piece.isPresent() && received.size() < Faults.BODY_BYTES_MAX) {
                received.writeBytes(piece.get());
                piece = reply.next();
            }
        } catch (EgressFailed e) {
            broken = " (" + e.getMessage() + ")";
        }
        String body = reply.masked(received.toString(StandardCharsets.UTF_8) + broken);
        return Faults.status(reply.status(), body, reply.header("retry-after"));
    }

    private static Done<ModelOutcome> replied(ModelQuestion question, ReplyBuilder builder, Cost estimate) {
        ModelReply reply = builder.reply(question.endpoint().model(), question.tools(), question.body().length);
        long tokens = Math.min(reply.usage().tokens(), estimate.tokens());
        Json.Obj evidence = facts(question)
                .put("answeredBy", reply.model())
                .put("finish", reply.finish().name().toLowerCase(Locale.ROOT))
                .put("promptTokens", reply.usage().promptTokens())
                .put("cachedTokens", reply.usage().cachedTokens())
                .put("outputTokens", reply.usage().outputTokens())
                .put("usageEstimated", reply.usage().estimated())
                .put("toolCalls", reply.calls().size())
                .build();
        return Done.<ModelOutcome>of(new ModelOutcome.Replied(reply))
                .spending(Cost.tokens(tokens))
                .evidence(evidence);
    }

    private static Done<ModelOutcome> failed(ModelQuestion question, ModelFailure failure, Cost estimate) {
        Json.Obj evidence = facts(question)
                .put("failure", failure.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .build();
        Done<ModelOutcome> told = Done.<ModelOutcome>of(new ModelOutcome.Failed(failure))
                .spending(Faults.free(failure) ? Cost.ZERO : estimate)
                .evidence(evidence);
        return Faults.overdue(failure) ? told.timedOut(failure.sentence()) : told.failed(failure.sentence());
    }

    private static JsonBuilder facts(ModelQuestion question) {
        return Json.object().put("model", question.endpoint().model()).put("requestBytes", question.body().length);
    }
}
