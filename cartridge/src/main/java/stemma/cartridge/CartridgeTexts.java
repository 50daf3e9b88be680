package stemma.cartridge;

import java.time.Instant;

/** What the operations of cartridges say on a terminal. */
final class CartridgeTexts {
    private static final int DIGEST_CHARS = 12;

    private CartridgeTexts() {}

    static String said(CartridgeOperations.Listing all) {
        if (all.cartridges().isEmpty()) {
            return "No cartridge is served. Serve one: stemma cartridge deploy FILE.wasm";
        }
        StringBuilder lines = new StringBuilder();
        for (CartridgeOperations.Row row : all.cartridges()) {
            lines.append(String.format(
                    "%-20s %s  %-8s %d calls, %d trapped, %d units, %d KV bytes, %d swaps%n",
                    row.slug(),
                    brief(row.wasm()),
                    row.isolation(),
                    row.requests(),
                    row.traps().values().stream().mapToLong(Long::longValue).sum(),
                    row.fuel(),
                    row.kvBytes(),
                    row.swaps()));
        }
        return lines.toString().stripTrailing();
    }

    static String said(CartridgeOperations.Lines lines) {
        if (lines.lines().isEmpty()) {
            return "Nothing was written since the node was opened.";
        }
        StringBuilder all = new StringBuilder();
        for (CartridgeOperations.Line line : lines.lines()) {
            String plain = line.text().replaceAll("\\p{Cntrl}", " ");
            all.append(Instant.ofEpochMilli(line.atMillis()))
                    .append(' ')
                    .append(line.level())
                    .append(' ');
            all.append(plain).append('\n');
        }
        return all.toString().stripTrailing();
    }

    static String brief(String digest) {
        return digest.substring(0, DIGEST_CHARS);
    }
}
