package stemma.gateway;

import java.util.Optional;

/** The pieces of the log that anybody may have, by their names under {@code /tlog/}. Thread-safe. */
@FunctionalInterface
public interface PublicFiles {
    /**
     * One piece.
     *
     * @param fixed whether these bytes never change, so that whoever has them need not ask again; what
     *     may change is text
     */
    record Piece(byte[] bytes, boolean fixed) {}

    /** The piece of this name; empty when there is none. Throws {@code LogFailed} when the log is shut. */
    Optional<Piece> get(String name);
}
