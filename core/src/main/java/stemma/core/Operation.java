package stemma.core;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One thing a person or a program can ask of the node. Command line, HTTP route, OpenAPI and console
 * form are projections of it, never hand-written twins.
 *
 * @param name {@code room.verb}; the command line says {@code stemma room verb}, HTTP {@code
 *     /api/room/verb}
 * @param summary one sentence without a full stop
 * @param input a record whose components carry {@link Param}
 * @param output a record
 * @param auth who may call it
 * @param changes whether it changes anything: POST, and never run by a link
 * @param handler does it; an expected failure is a {@link Refusal}
 * @param text the output for a terminal, without a final newline
 */
public record Operation<I extends Record, O extends Record>(
        String name,
        String summary,
        Class<I> input,
        Class<O> output,
        Auth auth,
        boolean changes,
        Handler<I, O> handler,
        Function<O, String> text) {

    private static final Pattern NAME = Pattern.compile("[a-z]+(\\.[a-z]+)?");

    /** The input of an operation that needs none. */
    public record Nothing() {}

    /** An output that is itself a verdict: one that is not sound makes the command line end with 1. */
    public interface Judgement {
        boolean sound();
    }

    /** Does an operation's work. Thread-safe. */
    @FunctionalInterface
    public interface Handler<I, O> {
        /** Throws {@link Refusal} for what the caller can mend, {@link InterruptedException} when stopped. */
        O handle(I input, Call call) throws InterruptedException;
    }

    public Operation {
        Objects.requireNonNull(auth, "auth");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(text, "text");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an operation is named room or room.verb, not '" + name + "'");
        }
        if (!input.isRecord() || !output.isRecord()) {
            throw new IllegalArgumentException(name + ": input and output are records");
        }
    }

    /** The first word of the name. */
    public String room() {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The second word of the name, if there is one. */
    public Optional<String> verb() {
        int dot = name.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(name.substring(dot + 1));
    }
}
