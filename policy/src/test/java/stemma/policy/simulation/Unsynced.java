package stemma.policy.simulation;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import stemma.store.AppendFile;
import stemma.store.Disk;
import stemma.store.ReadFile;

/** A disk on which some files are never synced. */
record Unsynced(Disk sound, Predicate<String> never) implements Disk {
    @Override
    public AppendFile append(Path file) {
        AppendFile under = sound.append(file);
        return never.test(file.getFileName().toString()) ? new UnsyncedFile(under) : under;
    }

    @Override
    public ReadFile read(Path file) {
        return sound.read(file);
    }

    @Override
    public Optional<byte[]> content(Path file, int bytesMax) {
        return sound.content(file, bytesMax);
    }

    @Override
    public void replace(Path file, byte[] content) {
        sound.replace(file, content);
    }

    @Override
    public void remove(Path file) {
        sound.remove(file);
    }

    @Override
    public List<Path> list(Path folder) {
        return sound.list(folder);
    }

    @Override
    public void makeFolder(Path folder) {
        sound.makeFolder(folder);
    }

    private record UnsyncedFile(AppendFile sound) implements AppendFile {
        @Override
        public long size() {
            return sound.size();
        }

        @Override
        public void append(ByteBuffer bytes) {
            sound.append(bytes);
        }

        @Override
        public void sync() {
            // It says yes and does nothing.
        }

        @Override
        public void truncate(long size) {
            sound.truncate(size);
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
