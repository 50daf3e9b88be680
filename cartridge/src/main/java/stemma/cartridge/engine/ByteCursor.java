package stemma.cartridge.engine;

import java.nio.charset.StandardCharsets;

/** Reads a module's bytes from the front, and knows where it is. Every reading past the end is refused. */
final class ByteCursor {
    private final byte[] bytes;
    private final int end;
    private int position;

    ByteCursor(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    int position() {
        return position;
    }

    boolean more() {
        return position < end;
    }

    /** The next bytes as a cursor of their own; this one goes on behind them. */
    ByteCursor part(long size, String what) {
        if (size > end - position) {
            throw truncated(what + " of " + size + " bytes, but " + (end - position) + " are left");
        }
        ByteCursor part = new ByteCursor(bytes, position, position + (int) size);
        position += (int) size;
        return part;
    }

    int octet() {
        if (position >= end) {
            throw truncated("it ends where more is needed");
        }
        return bytes[position++] & 0xff;
    }

    /** An unsigned number of at most 32 bits in LEB128. */
    long number() {
        int start = position;
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                if (value > 0xffff_ffffL) {
                    break;
                }
                return value;
            }
        }
        throw new ModuleRefused(ModuleRefused.Code.MALFORMED, start, "a number of more than 32 bits");
    }

    /** Passes a signed number of at most 33 bits. */
    void skipSigned() {
        int start = position;
        for (int octets = 0; octets < 5; octets++) {
            if (octet() < 0x80) {
                return;
            }
        }
        throw new ModuleRefused(ModuleRefused.Code.MALFORMED, start, "a number of more than 33 bits");
    }

    String name() {
        long size = number();
        ByteCursor text = part(size, "a name");
        return new String(bytes, text.position, (int) size, StandardCharsets.UTF_8);
    }

    private ModuleRefused truncated(String what) {
        return new ModuleRefused(ModuleRefused.Code.TRUNCATED, position, what + "; send the whole file");
    }
}
