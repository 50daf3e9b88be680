package stemma.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import stemma.sandbox.linux.ProcessTree;

/** Looks at a running box from time to time and tells what is new: processes, and entries in the written layer. */
final class Watcher implements AutoCloseable {
    static final int PROCESSES_TOLD_MAX = 1_000;
    static final int FILES_TOLD_MAX = 5_000;
    private static final long EVERY_MILLIS = 150;
    /** Short commands end before the first look, and are not slowed by it. */
    private static final long FIRST_MILLIS = 20;

    private final Leader init;
    private final Path written;
    private final boolean files;
    private final Consumer<BoxEvent> events;
    private final Set<Long> processes = new HashSet<>();
    private final Set<Path> touched = new HashSet<>();
    private final Thread thread;

    private Watcher(Leader init, Path written, boolean files, Consumer<BoxEvent> events) {
        this.init = init;
        this.written = written;
        this.files = files;
        this.events = events;
        this.thread = Thread.ofVirtual().name("box watcher").unstarted(this::watch);
    }

    /** Watches until closed; files only when {@code files}, since a copied view is not made of changes alone. */
    static Watcher start(Leader init, Path written, boolean files, Consumer<BoxEvent> events) {
        Watcher watcher = new Watcher(init, written, files, events);
        watcher.thread.start();
        return watcher;
    }

    private void watch() {
        try {
            Thread.sleep(FIRST_MILLIS);
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            events.accept(new BoxEvent.Dropped("files: " + e.getMessage()));
        }
    }

    private void look() throws IOException {
        for (long pid : ProcessTree.below(init.pid())) {
            String line = processes.contains(pid) ? "" : ProcessTree.commandLine(pid);
            if (!line.isEmpty() && processes.add(pid)) {
                tell(processes.size(), PROCESSES_TOLD_MAX, "processes", new BoxEvent.ProcessSeen(pid, line));
            }
        }
        if (files && touched.size() <= FILES_TOLD_MAX) {
            Files.walkFileTree(written, new Visitor());
        }
    }

    private void tell(int count, int most, String kind, BoxEvent event) {
        if (count <= most) {
            events.accept(event);
        } else if (count == most + 1) {
            events.accept(new BoxEvent.Dropped(kind));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return touched.size() > FILES_TOLD_MAX ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path path = written.relativize(file);
            if (touched.add(path)) {
                tell(touched.size(), FILES_TOLD_MAX, "files", new BoxEvent.FileTouched(path));
            }
            return touched.size() > FILES_TOLD_MAX ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException movedOrClosed) {
            return FileVisitResult.CONTINUE;
        }
    }
}
