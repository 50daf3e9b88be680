package stemma.sandbox.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.core.Cost;
import stemma.core.Done;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.FileReason;
import stemma.core.Json;
import stemma.core.Performer;
import stemma.core.Permit;
import stemma.sandbox.BoxEvent;
import stemma.sandbox.BoxExit;
import stemma.sandbox.BoxRefused;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Boxes;
import stemma.sandbox.Diff;
import stemma.sandbox.RunningBox;
import stemma.sandbox.linux.RawPath;
import stemma.store.Objects;

/**
 * Performs one run: starts the box, carries its streams, tells whoever watches, and puts down what was
 * seen. Thread-safe.
 */
final class RunPerformer implements Performer<RunRequest, RunEnd> {
    private static final int NOT_RUNNABLE = 126;

    private final Boxes boxes;
    private final Events events;
    private final Objects objects;
    private final OutputFolder outputs;

    RunPerformer(Boxes boxes, Events events, Objects objects, OutputFolder outputs) {
        this.boxes = boxes;
        this.outputs = outputs;
        this.events = events;
        this.objects = objects;
    }

    @Override
    public Done<RunEnd> perform(RunRequest request, Permit permit) throws IOException, InterruptedException {
        RunEvidence evidence = new RunEvidence();
        String id = permit.id().toString();
        RunningBox box;
        try {
            box = boxes.start(permit, Runs.boxId(permit.id()), request.spec(), event -> {
                evidence.saw(event);
                seen(id, event);
            });
        } catch (BoxRefused e) {
            return notStarted(id, request.spec(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return notStarted(id, request.spec(), "its box cannot be made: " + FileReason.of(e));
        }
        RunOutput output = outputs.of(id);
        boolean ended = false;
        boolean finished = false;
        try {
            request.started(box);
            publish(
                    "run",
                    id,
                    Json.object().put("id", id).put("state", "running").build());
            BoxExit exit = converse(request, box, id, output);
            Json.Obj printed = output.end();
            finished = true;
            Diff diff = box.changes().diff();
            Done<RunEnd> done = Done.of(new RunEnd(id, exit, diff, box.notes()))
                    .spending(Cost.millis(exit.wallMillis()))
                    .evidence(evidence.facts(box, exit, diff, granted(request.spec()), printed));
            Tail tail = output.tail();
            Done<RunEnd> kept = tail.written() == 0 ? done : done.digest(objects.put(tail.bytes()));
            boxes.retire(box, diff);
            ended = true;
            return kept;
        } finally {
            if (!ended) {
                box.close();
            }
            if (!finished) {
                output.end();
            }
        }
    }

    /** The permit was spent, but nothing ran: nothing can have changed, and no time was taken. */
    private static Done<RunEnd> notStarted(String id, BoxSpec spec, String why) {
        BoxExit none = new BoxExit(NOT_RUNNABLE, BoxExit.Cause.CLOSED, 0);
        Diff nothing = new Diff(spec.folder(), List.of(), List.of(), false);
        return Done.of(new RunEnd(id, none, nothing, List.of()))
                .evidence(Json.object()
                        .put("changes", 0)
                        .put("folder", RawPath.shown(spec.folder()))
                        .build())
                .failed(why);
    }

    private BoxExit converse(RunRequest request, RunningBox box, String id, RunOutput output)
            throws InterruptedException {
        RunIo io = request.io();
        Thread in = Pump.feed("run-in", io.in(), box.stdin());
        Thread out = Pump.start("run-out", box.stdout(), io.out(), (chunk, count) -> {
            output.write(chunk, 0, count);
            told(id, chunk, count);
        });
        Thread err = Pump.start("run-err", box.stderr(), io.err(), (chunk, count) -> {
            output.write(chunk, 0, count);
            told(id, chunk, count);
        });
        BoxExit exit = box.await();
        out.join();
        err.join();
        in.interrupt();
        return exit;
    }

    private void told(String id, byte[] chunk, int count) {
        if (events.watched()) {
            String text = new String(chunk, 0, count, StandardCharsets.UTF_8);
            publish(
                    "run.output",
                    id,
                    Json.object().put("id", id).put("text", text).build());
        }
    }

    private void seen(String id, BoxEvent event) {
        if (!events.watched()) {
            return;
        }
        var body = Json.object().put("id", id);
        switch (event) {
            case BoxEvent.ProcessSeen p -> body.put("pid", p.pid()).put("process", p.commandLine());
            case BoxEvent.HostAsked h -> body.put("host", h.host().toString()).put("allowed", h.allowed());
            case BoxEvent.FileTouched f -> body.put("file", f.path().toString());
            case BoxEvent.Dropped d -> body.put("dropped", d.kind());
        }
        publish("run.seen", id, body.build());
    }

    private void publish(String topic, String id, Json.Obj body) {
        events.publish(new Event(topic, id, body));
    }

    private static String granted(BoxSpec spec) {
        return String.join(
                ", ",
                new TreeSet<>(Stream.of(
                                spec.netHosts().stream().map(host -> "net " + host),
                                spec.environment().keySet().stream().map(name -> "env " + name),
                                spec.homeGrants().stream().map(home -> "home " + home.path()))
                        .flatMap(grants -> grants)
                        .collect(Collectors.toSet())));
    }
}
