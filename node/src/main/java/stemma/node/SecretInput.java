package stemma.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.core.Secret;
import stemma.gateway.verb.Shell;
import stemma.identity.Vault;

/**
 * How the command line comes by a secret: typed without an echo, or read from a pipe. Never from an
 * argument, which every user of the machine could read. From a pipe one secret is all there is to
 * read, without the newline at its end; several are a line each.
 */
final class SecretInput {
    private static final int TRIES_MAX = 3;
    /** How long somebody may take for the next character. */
    private static final int TYPING_MILLIS_MAX = 600_000;

    private static final int RUBOUT = 0x7f;
    private static final int BACKSPACE = 0x08;
    private static final int END_OF_TRANSMISSION = 0x04;
    private static final int INTERRUPT = 0x03;

    private SecretInput() {}

    /** What the help says of an operation that wants secrets. */
    static Optional<String> footer(Operation<?, ?> operation) {
        List<RecordComponent> wanted = wanted(operation);
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of("It asks for "
                        + String.join(
                                ", and for ",
                                wanted.stream().map(SecretInput::what).toList())
                        + ", or reads it from a pipe.");
    }

    /** The secrets that the operation wants, by component. */
    static Map<String, List<String>> read(Operation<?, ?> operation, Shell shell) throws InterruptedException {
        List<RecordComponent> wanted = wanted(operation);
        Map<String, List<String>> read = new TreeMap<>();
        try {
            for (RecordComponent component : wanted) {
                String text = shell.terminal().isPresent()
                        ? typed(what(component), shell)
                        : piped(shell.in(), wanted.size() > 1);
                read.put(component.getName(), List.of(text));
            }
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "the standard input cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
        return read;
    }

    /** Asks for the passphrase of a locked vault where somebody is at the terminal; an empty one leaves it locked. */
    static void unlock(Vault vault, Shell shell) throws IOException, InterruptedException {
        if (shell.terminal().isEmpty()) {
            return;
        }
        for (int tries = 0; vault.locked() && tries < TRIES_MAX; tries++) {
            String typed = typed("the vault's passphrase, or nothing to leave it locked", shell);
            if (typed.isEmpty()) {
                return;
            }
            vault.unlock(Secret.of(typed));
        }
    }

    /** One secret, typed or the first line of a pipe. */
    static Secret one(String what, Shell shell) throws IOException, InterruptedException {
        return Secret.of(shell.terminal().isPresent() ? typed(what, shell) : piped(shell.in(), true));
    }

    /** Whether the operation wants a secret, which is no argument. */
    static boolean wants(Operation<?, ?> operation) {
        return !wanted(operation).isEmpty();
    }

    /** A secret typed at the terminal, without an echo. */
    private static String typed(String what, Shell shell) throws IOException, InterruptedException {
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        shell.raw(true);
        try {
            err.print(what + ": ");
            err.flush();
            return line(shell.in());
        } finally {
            shell.raw(false);
            err.println();
        }
    }

    private static String line(InputStream in) throws IOException, InterruptedException {
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        int idleMillis = 0;
        for (int b = in.read(); b != '\r' && b != '\n' && b != END_OF_TRANSMISSION; b = in.read()) {
            if (Thread.interrupted() || b == INTERRUPT) {
                throw new InterruptedException("stopped at the terminal");
            }
            if (b == RUBOUT || b == BACKSPACE) {
                rubOut(typed);
            } else if (b >= 0) {
                keep(typed, b);
                idleMillis = 0;
            } else if (idleMillis++ < TYPING_MILLIS_MAX) {
                Thread.sleep(1); // a terminal in raw mode says that nothing was typed yet by an end
            } else {
                throw new IllegalArgumentException("nothing was typed for ten minutes");
            }
        }
        return text(typed.toByteArray());
    }

    /** Takes one whole character back, of however many bytes. */
    private static void rubOut(ByteArrayOutputStream typed) {
        byte[] bytes = typed.toByteArray();
        int end = Math.max(0, bytes.length - 1);
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        typed.reset();
        typed.writeBytes(Arrays.copyOf(bytes, end));
    }

    private static String piped(InputStream in, boolean line) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && !(line && b == '\n'); b = in.read()) {
            keep(read, b);
        }
        String text = text(read.toByteArray());
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static void keep(ByteArrayOutputStream read, int b) {
        if (read.size() > Secret.SECRET_BYTES_MAX) {
            throw new IllegalArgumentException("a secret has at most " + Secret.SECRET_BYTES_MAX + " bytes");
        }
        read.write(b);
    }

    private static String text(byte[] utf8) {
        return Secret.of(utf8).reveal();
    }

    private static List<RecordComponent> wanted(Operation<?, ?> operation) {
        return Arrays.stream(operation.input().getRecordComponents())
                .filter(component -> component.getType() == Secret.class)
                .toList();
    }

    private static String what(RecordComponent component) {
        @Nullable Param param = component.getAnnotation(Param.class);
        return param == null ? component.getName() : param.value();
    }
}
