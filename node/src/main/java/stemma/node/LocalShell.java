package stemma.node;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import stemma.gateway.verb.Shell;
import stemma.gateway.verb.WindowSize;

/**
 * The shell this process was started from. The terminal library is loaded only when a verb asks for
 * raw input or the window's size, because most verbs want neither.
 */
final class LocalShell implements Shell {
    private static final List<String> ALWAYS = List.of("TERM", "NO_COLOR", "COLUMNS");

    private final InputStream in;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    private final Map<String, String> environment;
    private final Path folder;
    private final boolean interactive;
    private @Nullable Terminal terminal;
    private @Nullable Attributes cooked;

    LocalShell(List<String> arguments, Map<String, String> environment, Path folder) {
        this.environment = wanted(arguments, environment);
        this.folder = folder;
        this.in = input();
        this.interactive = interactive(System.console());
    }

    /** Without a terminal the runtime may have no console at all. */
    private static boolean interactive(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /** A closed descriptor 0 goes to the first file the JVM opens, which is its own: that is no input. */
    private static InputStream input() {
        try {
            Path file = Path.of("/proc/self/fd/0").toRealPath();
            return file.startsWith(Path.of(System.getProperty("java.home")).toRealPath())
                    ? InputStream.nullInputStream()
                    : new FileInputStream(FileDescriptor.in);
        } catch (IOException unnamed) {
            return new FileInputStream(FileDescriptor.in); // a pipe or a terminal has no real path
        }
    }

    /** Of the whole environment only what the verb names with {@code --env}, and what terminals need. */
    private static Map<String, String> wanted(List<String> arguments, Map<String, String> all) {
        Map<String, String> wanted = new HashMap<>();
        ALWAYS.forEach(name -> copy(name, all, wanted));
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            if (arguments.get(i).equals("--env") && i + 1 < arguments.size()) {
                copy(arguments.get(i + 1), all, wanted);
            } else if (arguments.get(i).startsWith("--env=")) {
                copy(arguments.get(i).substring("--env=".length()), all, wanted);
            }
        }
        return Map.copyOf(wanted);
    }

    private static void copy(String name, Map<String, String> from, Map<String, String> to) {
        if (from.containsKey(name)) {
            to.put(name, from.get(name));
        }
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Optional<WindowSize> terminal() {
        if (!interactive) {
            return Optional.empty();
        }
        Size size = open().getSize();
        int columns = Math.clamp(size.getColumns(), 1, WindowSize.CELLS_MAX);
        int rows = Math.clamp(size.getRows(), 1, WindowSize.CELLS_MAX);
        return Optional.of(new WindowSize(columns, rows));
    }

    @Override
    public boolean outputIsTerminal() {
        return interactive;
    }

    @Override
    public synchronized void raw(boolean on) {
        if (!interactive) {
            return;
        }
        if (on && cooked == null) {
            cooked = open().enterRawMode();
        } else if (!on && cooked != null) {
            open().setAttributes(cooked);
            cooked = null;
        }
    }

    @Override
    public void onSignal(Consumer<String> handler) {
        for (String name : List.of("INT", "TERM", "HUP", "QUIT")) {
            Signals.register(name, () -> handler.accept(name));
        }
    }

    @Override
    public void onResize(Consumer<WindowSize> handler) {
        if (interactive) {
            Signals.register("WINCH", () -> terminal().ifPresent(handler));
        }
    }

    private synchronized Terminal open() {
        Terminal open = terminal;
        if (open == null) {
            try {
                open = TerminalBuilder.builder()
                        .system(true)
                        .dumb(true)
                        .graphemeCluster(false) // asking would write to the terminal and wait for its answer
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException("the terminal cannot be opened", e);
            }
            terminal = open;
        }
        return open;
    }
}
