package stemma.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import stemma.core.Json;

/**
 * What applying was about to do, durable before it began, so that a later process can finish undoing it.
 *
 * <p>In the box folder: {@code journal} holds one step a line; {@code journal.done} appears when all were done;
 * {@code before/N} is the old content of step N. A journal without its mark means the node ended half-way.
 */
record Journal(Path box) {
    private static final String STEPS = "journal";
    private static final String DONE = "journal.done";
    private static final String BEFORE = "before";

    boolean exists() {
        return Files.exists(box.resolve(STEPS));
    }

    boolean complete() {
        return Files.exists(box.resolve(DONE));
    }

    /** The file that keeps the old content of a step. */
    Path snapshot(Step step) throws IOException {
        Path folder = box.resolve(BEFORE);
        Files.createDirectories(folder);
        return folder.resolve(Integer.toString(step.number()));
    }

    void write(List<Step> steps) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.json().text()).append('\n');
        }
        Path part = box.resolve(STEPS + ".part");
        Files.write(part, text.toString().getBytes(StandardCharsets.UTF_8));
        sync(part);
        if (Files.exists(box.resolve(BEFORE))) {
            sync(box.resolve(BEFORE));
        }
        Files.move(part, box.resolve(STEPS), StandardCopyOption.ATOMIC_MOVE);
        sync(box);
    }

    List<Step> read() throws IOException {
        List<Step> steps = new ArrayList<>();
        for (String line : Files.readAllLines(box.resolve(STEPS))) {
            steps.add(Step.of((Json.Obj) Json.parse(line)));
        }
        return steps;
    }

    void markDone() throws IOException {
        Files.writeString(box.resolve(DONE), "");
        sync(box);
    }

    /** Forgets the steps and the old content. */
    void clear() throws IOException {
        Files.deleteIfExists(box.resolve(STEPS));
        sync(box);
        Files.deleteIfExists(box.resolve(DONE));
        Trees.remove(box.resolve(BEFORE));
    }

    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
