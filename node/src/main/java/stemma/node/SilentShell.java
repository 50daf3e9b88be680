package stemma.node;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import stemma.gateway.verb.Shell;
import stemma.gateway.verb.WindowSize;

/** A shell nobody sits at: no input, and output that nobody reads. */
final class SilentShell implements Shell {
    private final Path folder;

    SilentShell(Path folder) {
        this.folder = folder;
    }

    @Override
    public InputStream in() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream out() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public OutputStream err() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public Optional<WindowSize> terminal() {
        return Optional.empty();
    }

    @Override
    public boolean outputIsTerminal() {
        return false;
    }

    @Override
    public void raw(boolean on) {}

    @Override
    public void onSignal(Consumer<String> handler) {}

    @Override
    public void onResize(Consumer<WindowSize> handler) {}
}
