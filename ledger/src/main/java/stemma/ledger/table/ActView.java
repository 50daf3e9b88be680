package stemma.ledger.table;

import java.util.List;
import stemma.core.Json;

/**
 * An act as every face shows it.
 *
 * @param ending the receipt's ending; {@code running} or {@code waiting} while there is none
 * @param endedMillis 0 while it is open
 * @param index where the receipt stands in the log; -1 while it is open
 * @param evidence what the performer observed
 */
public record ActView(
        String id,
        String op,
        String target,
        String actor,
        String trust,
        List<String> sources,
        String rule,
        String ending,
        String note,
        String spentText,
        long startedMillis,
        long endedMillis,
        long index,
        String inputDigest,
        String outputDigest,
        Json evidence) {}
